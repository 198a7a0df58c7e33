import GraphQLLanguage

/// The constant that the text of a GraphQL literal denotes; `nil` if it is none.
func parseConstant(_ text: String) -> Value? {
  guard let value = try? Value(parsing: text), !value.hasVariables else { return nil }
  return value
}

extension Value {
  fileprivate var hasVariables: Bool {
    switch self {
    case .variable: true
    case .list(let elements, _): elements.contains(where: \.hasVariables)
    case .object(let fields, _): fields.contains(where: \.value.hasVariables)
    default: false
    }
  }
}
