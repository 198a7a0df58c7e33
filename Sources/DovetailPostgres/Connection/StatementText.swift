import Synchronization

/// The text of a statement with its hash, so that looking it up costs no pass over the text.
package final class StatementText: Sendable, Hashable, ExpressibleByStringLiteral {
  package let sql: String
  private let hash: Int
  /// Whether the text is that of one request, and does not come again.
  let isUnique: Bool
  /// How long the statement takes, in nanoseconds, recent runs weighing most; 0 if never run.
  private let duration = Atomic<Int64>(0)

  package init(_ sql: String, isUnique: Bool = false) {
    self.sql = sql
    self.hash = sql.hashValue
    self.isUnique = isUnique
  }

  package convenience init(stringLiteral value: String) {
    self.init(value)
  }

  /// Whether the statement takes less than a millisecond.
  var isBrief: Bool {
    let duration = duration.load(ordering: .relaxed)
    return duration > 0 && duration < 1_000_000
  }

  /// Whether the statement shall stay prepared: the server would keep a copy of inserts of many rows
  /// for each connection, and few come again.
  var isWorthKeeping: Bool { !isUnique && sql.utf8.count <= 32_768 }

  /// Notes how long a run took.
  ///
  /// Runs at the same time may overwrite each other's notes.
  func note(duration new: Int64) {
    let old = duration.load(ordering: .relaxed)
    duration.store(max(1, old == 0 ? new : (3 * old + new) / 4), ordering: .relaxed)
  }

  package static func == (left: StatementText, right: StatementText) -> Bool {
    left === right || (left.hash == right.hash && left.sql == right.sql)
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(hash)
  }
}

/// A statement and the texts of its parameters in UTF-8, `$1` first; nil is SQL `NULL`.
package struct Statement: Sendable {
  package var text: StatementText
  package var parameters: [[UInt8]?]

  package init(_ text: StatementText, utf8 parameters: [[UInt8]?]) {
    self.text = text
    self.parameters = parameters
  }

  package init(_ text: StatementText, _ parameters: [String?] = []) {
    self.init(text, utf8: parameters.map { $0.map { Array($0.utf8) } })
  }
}
