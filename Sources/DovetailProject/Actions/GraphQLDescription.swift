import OrderedJSON

/// Descriptions in GraphQL schemas.
enum GraphQLDescription {
  /// A description as a block string, or as a quoted one where a block would change the text.
  static func text(_ description: String, indentation: String) -> String {
    let lines = description.split(separator: "\n", omittingEmptySubsequences: false)
    guard survivesBlock(description, lines) else {
      // JSON escapes are GraphQL escapes.
      return JSONValue.string(description).description
    }
    let body = lines.map { line in
      line.isEmpty ? "" : indentation + line.replacing("\"\"\"", with: "\\\"\"\"")
    }
    return "\"\"\"\n\(body.joined(separator: "\n"))\n\(indentation)\"\"\""
  }

  /// Whether the removal of indentation and blank lines leaves a text as it is.
  private static func survivesBlock(_ text: String, _ lines: [Substring]) -> Bool {
    let isBlank: (Substring) -> Bool = { $0.allSatisfy { $0 == " " || $0 == "\t" } }
    guard let first = lines.first, let last = lines.last, !isBlank(first), !isBlank(last),
      text.unicodeScalars.allSatisfy({ $0.value >= 0x20 || $0 == "\n" || $0 == "\t" })
    else { return false }
    return lines.contains { !isBlank($0) && $0.first != " " && $0.first != "\t" }
  }
}
