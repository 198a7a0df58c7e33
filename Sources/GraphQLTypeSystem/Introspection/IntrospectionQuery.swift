/// The text of the operation that asks a service for its schema.
package struct IntrospectionQuery: Sendable, Hashable {
  /// Ask for the description of the schema itself.
  package var schemaDescription = false
  /// Ask for the URLs that specify scalars.
  package var specifiedByURL = false
  /// Ask whether directives are repeatable.
  package var repeatableDirectives = false
  /// Ask for deprecated arguments and input fields, and for the reasons.
  package var inputValueDeprecation = false
  /// Ask whether input objects take exactly one of their fields.
  package var oneOf = false

  /// Asks only for what services of every age answer.
  package init() {}

  /// What every service answers: the form to fall back to.
  package static let standard = IntrospectionQuery().text

  /// All that the September 2025 edition of the specification has.
  package static let complete: String = {
    var query = IntrospectionQuery()
    query.schemaDescription = true
    query.specifiedByURL = true
    query.repeatableDirectives = true
    query.inputValueDeprecation = true
    query.oneOf = true
    return query.text
  }()

  /// The text of the query.
  package var text: String {
    let deprecated = inputValueDeprecation ? "(includeDeprecated: true)" : ""
    return """
      query IntrospectionQuery {
        __schema {
      \(line("    description", if: schemaDescription))\
          queryType { name }
          mutationType { name }
          subscriptionType { name }
          types { ...FullType }
          directives {
            name
            description
      \(line("      isRepeatable", if: repeatableDirectives))\
            locations
            args\(deprecated) { ...InputValue }
          }
        }
      }

      fragment FullType on __Type {
        kind
        name
        description
      \(line("  specifiedByURL", if: specifiedByURL))\
      \(line("  isOneOf", if: oneOf))\
        fields(includeDeprecated: true) {
          name
          description
          args\(deprecated) { ...InputValue }
          type { ...TypeRef }
          isDeprecated
          deprecationReason
        }
        inputFields\(deprecated) { ...InputValue }
        interfaces { ...TypeRef }
        enumValues(includeDeprecated: true) {
          name
          description
          isDeprecated
          deprecationReason
        }
        possibleTypes { ...TypeRef }
      }

      fragment InputValue on __InputValue {
        name
        description
        type { ...TypeRef }
        defaultValue
      \(line("  isDeprecated", if: inputValueDeprecation))\
      \(line("  deprecationReason", if: inputValueDeprecation))\
      }

      fragment TypeRef on __Type {
      \(Self.typeReference(depth: 9, indentation: "  "))
      }

      """
  }

  private func line(_ text: String, if condition: Bool) -> String { condition ? text + "\n" : "" }

  /// A selection that shows a type with that many wrappers.
  private static func typeReference(depth: Int, indentation: String) -> String {
    var lines = [indentation + "kind", indentation + "name"]
    if depth > 0 {
      lines.append(indentation + "ofType {")
      lines.append(typeReference(depth: depth - 1, indentation: indentation + "  "))
      lines.append(indentation + "}")
    }
    return lines.joined(separator: "\n")
  }
}
