import GraphQLLanguage
package import OrderedCollections

/// The types and meta-fields of the introspection system (specification §4).
package enum IntrospectionTypes {
  /// `__typename`, which every composite type has.
  package static let typenameField = SchemaField(
    name: "__typename",
    description: "The name of the current object type at runtime.",
    type: required("String")
  )

  /// `__schema`, a field of the query root type.
  package static let schemaField = SchemaField(
    name: "__schema",
    description: "Access the current type schema of this service.",
    type: required("__Schema")
  )

  /// `__type(name:)`, a field of the query root type.
  package static let typeField = SchemaField(
    name: "__type",
    description: "Request the type information of a single type.",
    arguments: ["name": SchemaInputValue(name: "name", type: required("String"))],
    type: .named(Name("__Type"))
  )

  /// The introspection types by name, in the order of the specification.
  package static let all: OrderedDictionary<String, SchemaType> = {
    let types = [
      schema, type, typeKind, field, inputValue, enumValue, directive, directiveLocation,
    ]
    return OrderedDictionary(uniqueKeysWithValues: types.map { ($0.name, $0) })
  }()

  /// The introspection type of that name.
  package static func type(named name: String) -> SchemaType? {
    name.utf8.starts(with: "__".utf8) ? all[name] : nil
  }
}

extension IntrospectionTypes {
  private static let schema = object(
    "__Schema",
    "A GraphQL schema: all available types and directives, and the entry points for query, "
      + "mutation and subscription operations.",
    [
      output("description", .named(Name("String"))),
      output("types", requiredList("__Type"), "All types supported by this service."),
      output("queryType", required("__Type"), "The type that query operations are rooted at."),
      output(
        "mutationType",
        .named(Name("__Type")),
        "If this service supports mutations, the type that they are rooted at."
      ),
      output(
        "subscriptionType",
        .named(Name("__Type")),
        "If this service supports subscriptions, the type that they are rooted at."
      ),
      output(
        "directives",
        requiredList("__Directive"),
        "All directives supported by this service."
      ),
    ]
  )

  private static let type = object(
    "__Type",
    "The fundamental unit of any GraphQL schema: a named type, or a list or non-null wrapper.",
    [
      output("kind", required("__TypeKind")),
      output("name", .named(Name("String"))),
      output("description", .named(Name("String"))),
      output("specifiedByURL", .named(Name("String"))),
      output("fields", list("__Field"), deprecatable: true),
      output("interfaces", list("__Type")),
      output("possibleTypes", list("__Type")),
      output("enumValues", list("__EnumValue"), deprecatable: true),
      output("inputFields", list("__InputValue"), deprecatable: true),
      output("ofType", .named(Name("__Type"))),
      output("isOneOf", .named(Name("Boolean"))),
    ]
  )

  private static let field = object(
    "__Field",
    "A field of an object or interface type, with its arguments and its type.",
    [
      output("name", required("String")),
      output("description", .named(Name("String"))),
      output("args", requiredList("__InputValue"), deprecatable: true),
      output("type", required("__Type")),
      output("isDeprecated", required("Boolean")),
      output("deprecationReason", .named(Name("String"))),
    ]
  )

  private static let inputValue = object(
    "__InputValue",
    "An argument of a field or directive, or a field of an input object.",
    [
      output("name", required("String")),
      output("description", .named(Name("String"))),
      output("type", required("__Type")),
      output(
        "defaultValue",
        .named(Name("String")),
        "The default value as a GraphQL literal."
      ),
      output("isDeprecated", required("Boolean")),
      output("deprecationReason", .named(Name("String"))),
    ]
  )

  private static let enumValue = object(
    "__EnumValue",
    "One possible value of an enum.",
    [
      output("name", required("String")),
      output("description", .named(Name("String"))),
      output("isDeprecated", required("Boolean")),
      output("deprecationReason", .named(Name("String"))),
    ]
  )

  private static let directive = object(
    "__Directive",
    "A directive that this service supports, with the places where it may stand.",
    [
      output("name", required("String")),
      output("description", .named(Name("String"))),
      output("isRepeatable", required("Boolean")),
      output("locations", requiredList("__DirectiveLocation")),
      output("args", requiredList("__InputValue"), deprecatable: true),
    ]
  )

  private static let typeKind = enumeration(
    "__TypeKind",
    "The kinds of type that introspection tells apart.",
    [
      "SCALAR", "OBJECT", "INTERFACE", "UNION", "ENUM", "INPUT_OBJECT", "LIST", "NON_NULL",
    ]
  )

  private static let directiveLocation = enumeration(
    "__DirectiveLocation",
    "The places where a directive may stand.",
    DirectiveLocation.allCases.map(\.rawValue)
  )

  private static func required(_ name: String) -> TypeReference { .nonNull(.named(Name(name))) }

  private static func list(_ name: String) -> TypeReference { .list(required(name)) }

  private static func requiredList(_ name: String) -> TypeReference { .nonNull(list(name)) }

  private static func output(
    _ name: String,
    _ type: TypeReference,
    _ description: String? = nil,
    deprecatable: Bool = false
  ) -> SchemaField {
    var arguments: OrderedDictionary<String, SchemaInputValue> = [:]
    if deprecatable {
      arguments["includeDeprecated"] = SchemaInputValue(
        name: "includeDeprecated",
        type: required("Boolean"),
        defaultValue: .boolean(false)
      )
    }
    return SchemaField(name: name, description: description, arguments: arguments, type: type)
  }

  private static func object(
    _ name: String,
    _ description: String,
    _ fields: [SchemaField]
  ) -> SchemaType {
    SchemaType(
      name: name,
      description: description,
      kind: .object(
        fields: OrderedDictionary(uniqueKeysWithValues: fields.map { ($0.name, $0) }),
        interfaces: []
      )
    )
  }

  private static func enumeration(
    _ name: String,
    _ description: String,
    _ values: [String]
  ) -> SchemaType {
    SchemaType(
      name: name,
      description: description,
      kind: .enum(
        values: OrderedDictionary(
          uniqueKeysWithValues: values.map { ($0, SchemaEnumValue(name: $0)) }
        )
      )
    )
  }
}
