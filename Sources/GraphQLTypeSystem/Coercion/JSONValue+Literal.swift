package import GraphQLLanguage
import OrderedCollections
package import OrderedJSON

extension JSONValue {
  /// The JSON that a literal denotes when nothing is known of its type.
  ///
  /// Enum values become strings, and variables without a value null. Of equally named fields the
  /// last counts.
  ///
  /// `variables` are coerced values.
  package init(literal: GraphQLLanguage.Value, variables: JSONObject = [:]) {
    self =
      switch literal {
      case .variable(let name): variables[name.value] ?? .null
      case .int(let text, _), .float(let text, _): .number(JSONNumber(unchecked: text))
      case .string(let text): .string(text.value)
      case .boolean(let flag, _): .bool(flag)
      case .null: .null
      case .enum(let name): .string(name.value)
      case .list(let elements, _):
        .array(elements.map { JSONValue(literal: $0, variables: variables) })
      case .object(let fields, _):
        .object(Self.object(fields, variables))
      }
  }

  private static func object(_ fields: [ObjectField], _ variables: JSONObject) -> JSONObject {
    var object: JSONObject = [:]
    for field in fields {
      if case .variable(let name) = field.value, variables[name.value] == nil { continue }
      object[field.name.value] = JSONValue(literal: field.value, variables: variables)
    }
    return object
  }
}
