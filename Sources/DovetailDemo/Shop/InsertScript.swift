/// A text of SQL that inserts rows, many with one statement.
struct InsertScript {
  private(set) var text: String

  /// A value of a row.
  enum Literal {
    case null
    case number(Int)
    case text(String)
  }

  private static let rowsPerStatement = 500

  /// Starts with other statements.
  init(_ text: String) {
    self.text = text
  }

  /// Inserts a row for each element.
  mutating func insert<Elements: Sequence>(
    into table: String,
    _ elements: Elements,
    row: (Elements.Element) -> [Literal]
  ) {
    var count = 0
    for element in elements {
      let startsStatement = count.isMultiple(of: Self.rowsPerStatement)
      if startsStatement {
        text += count == 0 ? "INSERT INTO \(table) VALUES\n(" : ";\nINSERT INTO \(table) VALUES\n("
      } else {
        text += ",\n("
      }
      for (index, literal) in row(element).enumerated() {
        if index > 0 { text += "," }
        append(literal)
      }
      text += ")"
      count += 1
    }
    if count > 0 { text += ";\n" }
  }

  private mutating func append(_ literal: Literal) {
    switch literal {
    case .null: text += "NULL"
    case .number(let number): text += "\(number)"
    case .text(let value):
      text += "'"
      for scalar in value.unicodeScalars {
        if scalar == "'" { text += "'" }
        text.unicodeScalars.append(scalar)
      }
      text += "'"
    }
  }
}
