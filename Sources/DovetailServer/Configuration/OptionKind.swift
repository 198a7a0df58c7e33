import DovetailAuth
package import OrderedJSON

/// What the value of an option is.
package enum OptionKind: Sendable, Hashable {
  /// Any text.
  case text
  /// Text that is never shown.
  case secret
  case boolean
  /// An integer within bounds.
  case integer(ClosedRange<Int>)
  /// A whole number of seconds.
  case seconds
  /// A whole number of milliseconds.
  case milliseconds
  /// One of some words.
  case choice([String])
  /// Words separated by commas; any words if none are given.
  case list([String])
  /// A JSON document.
  case json

  /// Reads a value.
  ///
  /// - Returns: the value, or why the text is none.
  func parse(_ text: String) -> Result<OptionValue, OptionValueError> {
    switch self {
    case .text, .secret: .success(.text(text))
    case .boolean: parseBoolean(text)
    case .integer(let bounds): parseInteger(text, within: bounds)
    case .seconds, .milliseconds: parseInteger(text, within: 0...Int(Int32.max))
    case .choice(let words): parseChoice(text, among: words)
    case .list(let words): parseList(text, among: words)
    case .json: parseJSON(text)
    }
  }

  /// What stands for the value in the usage text.
  var placeholder: String {
    switch self {
    case .text: "TEXT"
    case .secret: "SECRET"
    case .boolean: "BOOLEAN"
    case .integer: "NUMBER"
    case .seconds: "SECONDS"
    case .milliseconds: "MILLISECONDS"
    case .choice(let words): words.joined(separator: "|")
    case .list: "LIST"
    case .json: "JSON"
    }
  }

  private func parseBoolean(_ text: String) -> Result<OptionValue, OptionValueError> {
    guard let value = BooleanText.parse(text) else {
      return .failure(OptionValueError(BooleanText.expectation))
    }
    return .success(.boolean(value))
  }

  private func parseInteger(
    _ text: String,
    within bounds: ClosedRange<Int>
  ) -> Result<OptionValue, OptionValueError> {
    guard let value = Int(text) else {
      return .failure(OptionValueError("\"\(text)\" is not a whole number"))
    }
    guard bounds.contains(value) else {
      let upper = bounds.upperBound == .max ? "" : " and at most \(bounds.upperBound)"
      return .failure(
        OptionValueError("\(value) is not allowed; expected at least \(bounds.lowerBound)\(upper)")
      )
    }
    return .success(.integer(value))
  }

  private func parseChoice(
    _ text: String,
    among words: [String]
  ) -> Result<OptionValue, OptionValueError> {
    guard let word = words.first(where: { $0.lowercased() == text.lowercased() }) else {
      return .failure(
        OptionValueError("\"\(text)\" is not allowed; expected \(Self.enumeration(words))")
      )
    }
    return .success(.text(word))
  }

  private func parseList(
    _ text: String,
    among words: [String]
  ) -> Result<OptionValue, OptionValueError> {
    var items: [String] = []
    for part in text.split(separator: ",") {
      let item = part.filter { $0 != " " }
      guard !item.isEmpty else { continue }
      guard words.isEmpty || words.contains(item) else {
        return .failure(
          OptionValueError("\"\(item)\" is not allowed; expected \(Self.enumeration(words))")
        )
      }
      items.append(item)
    }
    return .success(.list(items))
  }

  private func parseJSON(_ text: String) -> Result<OptionValue, OptionValueError> {
    do throws(JSONError) {
      return .success(.json(try JSONValue(parsing: text)))
    } catch {
      return .failure(OptionValueError("not valid JSON: \(error.description)"))
    }
  }

  private static func enumeration(_ words: [String]) -> String {
    words.map { "\"\($0)\"" }.joined(separator: ", ")
  }
}

/// The value of an option.
package enum OptionValue: Sendable, Hashable {
  case text(String)
  case boolean(Bool)
  case integer(Int)
  case list([String])
  case json(JSONValue)
}

/// Why a text is no value of an option.
struct OptionValueError: Error, Sendable, Hashable {
  let reason: String

  init(_ reason: String) {
    self.reason = reason
  }
}
