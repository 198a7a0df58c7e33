/// Text in which `{{NAME}}` stands for the value of an environment variable.
package struct EnvironmentTemplate: Sendable, Hashable {
  /// The text as it was written.
  package let text: String

  /// A part of a text that has no value.
  package enum Failure: Error, Hashable {
    case unset(variable: String)
    case unclosed
  }

  package init(text: String) {
    self.text = text
  }

  /// The text with the values in it.
  package func render(_ environment: [String: String]) throws(Failure) -> String {
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
