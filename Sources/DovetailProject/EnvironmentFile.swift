/// The variables in a `.env` file.
package enum EnvironmentFile {
  /// Reads lines of the form `NAME=value`, `export NAME="value"`, and comments after `#`.
  package static func variables(
    in text: String,
    file: String
  ) throws(ProjectError) -> [String: String] {
    var variables: [String: String] = [:]
    var number = 0
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      number += 1
      var rest = line.drop(while: \.isWhitespace)
      if rest.isEmpty || rest.hasPrefix("#") { continue }
      if rest.hasPrefix("export ") { rest = rest.dropFirst("export ".count).drop { $0 == " " } }
      guard let split = rest.firstIndex(where: { $0 == "=" }), split > rest.startIndex else {
        throw ProjectError(
          "expected NAME=value",
          file: file,
          place: .position(line: number, column: 1)
        )
      }
      let name = rest[..<split].filter { !$0.isWhitespace }
      variables[name] = value(rest[rest.index(after: split)...])
    }
    return variables
  }

  private static func value(_ text: Substring) -> String {
    let text = text.drop(while: \.isWhitespace)
    guard let quote = text.first, quote == "\"" || quote == "'" else {
      return plain(text)
    }
    var result = ""
    var isEscaped = false
    for character in text.dropFirst() {
      if isEscaped {
        result.append(character == "n" ? "\n" : character)
        isEscaped = false
      } else if character == "\\", quote == "\"" {
        isEscaped = true
      } else if character == quote {
        break
      } else {
        result.append(character)
      }
    }
    return result
  }

  /// The value up to a comment, which a blank sets apart.
  private static func plain(_ text: Substring) -> String {
    var end = text.endIndex
    var previous: Character = " "
    for index in text.indices {
      if text[index] == "#", previous.isWhitespace {
        end = index
        break
      }
      previous = text[index]
    }
    var value = text[..<end]
    while value.last?.isWhitespace == true { value.removeLast() }
    return String(value)
  }
}
