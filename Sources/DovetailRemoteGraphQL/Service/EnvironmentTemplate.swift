/// Text in which `{{NAME}}` stands for the value of an environment variable.
struct EnvironmentTemplate: Sendable, Hashable {
  /// The text as it was written.
  let text: String

  /// A part of a text that has no value.
  enum Failure: Error, Hashable {
    case unset(variable: String)
    case unclosed
  }

  /// The text with the values in it.
  func render(_ environment: [String: String]) throws(Failure) -> String {
    var result = ""
    var rest = text[...]
    while let open = rest.firstRange(of: "{{") {
      result += rest[..<open.lowerBound]
      rest = rest[open.upperBound...]
      guard let close = rest.firstRange(of: "}}") else { throw .unclosed }
      let name = rest[..<close.lowerBound].filter { !$0.isWhitespace }
      guard let value = environment[name] else { throw .unset(variable: name) }
      result += value
      rest = rest[close.upperBound...]
    }
    return result + rest
  }
}
