package import OrderedJSON

extension ParameterCheck {
  /// A scalar of the GraphQL specification, which a value must be of.
  package enum Scalar: String, Sendable, Hashable {
    case int = "Int"
    case float = "Float"
    case string = "String"
    case boolean = "Boolean"
    case id = "ID"

    /// Whether the scalar has such values.
    package func accepts(_ value: JSONValue) -> Bool {
      switch (self, value) {
      case (_, .null), (.string, .string), (.boolean, .bool), (.id, .string), (.float, .number):
        true
      case (.int, .number(let number)):
        number.int64.map { (Int64(Int32.min)...Int64(Int32.max)).contains($0) } ?? false
      case (.id, .number(let number)): number.int64 != nil
      default: false
      }
    }

    /// What errors say is wanted.
    package var expectation: String {
      switch self {
      case .int: "a 32-bit integer"
      case .float: "a float"
      case .string: "a string"
      case .boolean: "a boolean"
      case .id: "a string"
      }
    }
  }
}
