package import GraphQLLanguage
package import DovetailPlan
package import OrderedJSON

/// A value as a request gives it: a literal of the document, or (a part of) a variable's value.
package enum GivenValue: Sendable {
  /// A literal; variables may stand inside.
  case literal(Value)
  /// A variable's value, and the way to it.
  case json(JSONValue, VariableReference)

  /// What errors call the value: `a string`, `an integer`.
  package var kindText: String {
    switch self {
    case .literal(let value): Self.kindText(of: value)
    case .json(let value, _): Self.kindText(of: value)
    }
  }

  private static func kindText(of value: Value) -> String {
    switch value {
    case .variable: "a variable"
    case .int: "an integer"
    case .float: "a float"
    case .string: "a string"
    case .boolean: "a boolean"
    case .null: "null"
    case .enum: "an enum value"
    case .list: "a list"
    case .object: "an object"
    }
  }

  private static func kindText(of value: JSONValue) -> String {
    switch value {
    case .null: "null"
    case .bool: "a boolean"
    case .number(let number): number.int64 == nil ? "a float" : "an integer"
    case .string: "a string"
    case .array: "a list"
    case .object: "an object"
    }
  }
}
