import GraphQLLanguage
import OrderedCollections

/// The directives of the specification (§3.13).
package enum SpecifiedDirectives {
  /// The reason of `@deprecated` where none is given.
  package static let defaultDeprecationReason = "No longer supported"

  /// `@skip(if:)`.
  package static let skip = SchemaDirective(
    name: "skip",
    description: "Directs the executor to skip this field or fragment when the `if` argument is "
      + "true.",
    arguments: [
      "if": SchemaInputValue(
        name: "if",
        description: "Skipped when true.",
        type: .nonNull(.named(Name("Boolean")))
      )
    ],
    locations: [.field, .fragmentSpread, .inlineFragment]
  )

  /// `@include(if:)`.
  package static let include = SchemaDirective(
    name: "include",
    description: "Directs the executor to include this field or fragment only when the `if` "
      + "argument is true.",
    arguments: [
      "if": SchemaInputValue(
        name: "if",
        description: "Included when true.",
        type: .nonNull(.named(Name("Boolean")))
      )
    ],
    locations: [.field, .fragmentSpread, .inlineFragment]
  )

  /// `@deprecated(reason:)`.
  package static let deprecated = SchemaDirective(
    name: "deprecated",
    description: "Marks an element of a GraphQL schema as no longer supported.",
    arguments: [
      "reason": SchemaInputValue(
        name: "reason",
        description: "Explains why this element was deprecated, and what to use instead.",
        type: .nonNull(.named(Name("String"))),
        defaultValue: .string(StringValue(defaultDeprecationReason))
      )
    ],
    locations: [.fieldDefinition, .argumentDefinition, .inputFieldDefinition, .enumValue]
  )

  /// `@specifiedBy(url:)`.
  package static let specifiedBy = SchemaDirective(
    name: "specifiedBy",
    description: "Exposes a URL that specifies the behavior of this scalar.",
    arguments: [
      "url": SchemaInputValue(
        name: "url",
        description: "The URL that specifies the behavior of this scalar.",
        type: .nonNull(.named(Name("String")))
      )
    ],
    locations: [.scalar]
  )

  /// `@oneOf`.
  package static let oneOf = SchemaDirective(
    name: "oneOf",
    description: "Indicates that an input object takes exactly one of its fields, and not null.",
    locations: [.inputObject]
  )

  /// All of them.
  package static let all = [include, skip, deprecated, specifiedBy, oneOf]

  /// The specified directive of that name, without the `@`.
  package static func directive(named name: String) -> SchemaDirective? {
    all.first { $0.name == name }
  }
}
