package import DovetailSQL

/// The text of a statement with its hash, so that looking it up costs no pass over the text.
package final class StatementText: Sendable, Hashable, ExpressibleByStringLiteral {
  package let sql: String
  private let hash: Int
  /// Whether the text is that of one request, so that it is not worth to stay prepared.
  let isUnique: Bool

  package init(_ sql: String, isUnique: Bool = false) {
    self.sql = sql
    self.hash = sql.hashValue
    self.isUnique = isUnique
  }

  package convenience init(stringLiteral value: String) {
    self.init(value)
  }

  package static func == (left: StatementText, right: StatementText) -> Bool {
    left === right || (left.hash == right.hash && left.sql == right.sql)
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(hash)
  }
}

/// A statement and the values of its parameters, `?1` first.
package struct Statement: Sendable {
  package var text: StatementText
  package var values: [ParameterValue]
  /// The columns that are written to JSON as numbers, so that other texts in them must be refused.
  package var numberColumns: Set<Int>

  package init(
    _ text: StatementText,
    _ values: [ParameterValue] = [],
    numberColumns: Set<Int> = []
  ) {
    self.text = text
    self.values = values
    self.numberColumns = numberColumns
  }
}
