import CSQLite
import DovetailSource

extension SQLiteConnection {
  /// Runs the statements of a script; the last one's result counts.
  ///
  /// All run in one transaction, unless the script is to run outside of one. It begins behind
  /// `PRAGMA`s at the start of the script, which mostly have no effect inside, and so do dumps of
  /// SQLite's shell work, which turn foreign keys off first; their own `BEGIN` is skipped.
  ///
  /// `review` is called before the transaction is committed, and throws to roll it back.
  func run(
    _ script: SQLScript,
    review: () throws(SQLiteFailure) -> Void = {}
  ) throws(SQLiteFailure) -> SQLScriptResult {
    // Whatever the script does to the session, nobody else shall meet it.
    defer { resetSession() }
    var result = SQLScriptResult.command
    var statements = ScriptReader(script.sql, connection: self)
    while let (handle, text) = try statements.next() {
      defer { sqlite3_finalize(handle) }
      let word = firstWord(of: text)
      if script.isReadOnly { try checkReading(handle, word, text) }
      if !script.isOutsideTransaction {
        if word == "begin" && isInTransaction { continue }
        if !isInTransaction && !wordsOutsideTransactions.contains(word) {
          try execute(script.isReadOnly ? "BEGIN" : "BEGIN IMMEDIATE")
        }
      }
      let rows = try rows(of: handle, text: text)
      result = rows.columnCount == 0 ? .command : .tuples(rows.texts(of: handle))
    }
    try review()
    if isInTransaction && !script.isOutsideTransaction { try execute("COMMIT") }
    return result
  }

  private func checkReading(
    _ handle: OpaquePointer,
    _ word: String,
    _ text: String
  ) throws(SQLiteFailure) {
    let isReading = sqlite3_stmt_readonly(handle) != 0
    if isReading && !["attach", "detach", "vacuum"].contains(word) { return }
    var failure = SQLiteFailure(
      .statement,
      "attempt to write in a script that is to read only",
      code: SQLITE_READONLY
    )
    failure.statement = text
    throw failure
  }

  /// Ends what the script left open.
  ///
  /// A connection to a file is not used again; that to a database in memory must be.
  private func resetSession() {
    rollback()
    isSpoilt = true
    sqlite3_exec(
      database,
      "PRAGMA query_only = OFF; PRAGMA foreign_keys = ON",
      nil,
      nil,
      nil
    )
  }
}

/// What SQLite refuses to do inside of a transaction, or does without effect, and what ends one.
private let wordsOutsideTransactions: Set<String> = [
  "pragma", "vacuum", "attach", "detach", "begin", "commit", "end", "rollback",
]

/// Compiles the statements of a script one after the other, since each may need the one before.
private struct ScriptReader: ~Copyable {
  private let bytes: [CChar]
  private let connection: SQLiteConnection
  private var offset = 0

  init(_ sql: String, connection: SQLiteConnection) {
    bytes = Array(sql.utf8CString)
    self.connection = connection
  }

  /// The next statement with its text; to be finalized by the caller.
  mutating func next() throws(SQLiteFailure) -> (OpaquePointer, String)? {
    while offset < bytes.count - 1 {
      let start = offset
      var handle: OpaquePointer?
      let status = bytes.withUnsafeBufferPointer { buffer -> Int32 in
        guard let base = buffer.baseAddress else { return SQLITE_OK }
        var tail: UnsafePointer<CChar>?
        let length = Int32(clamping: buffer.count - start)
        let status = sqlite3_prepare_v2(
          connection.database,
          base + start,
          length,
          &handle,
          &tail
        )
        offset = tail.map { $0 - base } ?? buffer.count
        return status
      }
      guard status == SQLITE_OK else { throw connection.failure(of: text(from: start)) }
      if let handle { return (handle, text(from: start)) }
      // SQLite reads up to a zero byte, and would ask for the same statement again and again.
      guard offset > start else {
        throw SQLiteFailure(.statement, "the script contains U+0000", code: SQLITE_ERROR)
      }
    }
    return nil
  }

  private func text(from start: Int) -> String {
    let end = max(start, min(offset, bytes.count - 1))
    return String(
      decoding: bytes[start..<end].lazy.map { UInt8(bitPattern: $0) },
      as: UTF8.self
    )
  }
}

/// The first word of a statement in lower case, behind white space and comments.
func firstWord(of sql: String) -> String {
  var rest = sql.utf8[...]
  while let byte = rest.first {
    if rest.starts(with: "--".utf8) {
      rest = rest.drop { $0 != UInt8(ascii: "\n") }
    } else if rest.starts(with: "/*".utf8) {
      rest = rest.dropFirst(2)
      while !rest.isEmpty && !rest.starts(with: "*/".utf8) { rest = rest.dropFirst() }
      rest = rest.dropFirst(2)
    } else if byte == UInt8(ascii: ";") || byte == 0x20 || (0x09...0x0D).contains(byte) {
      rest = rest.dropFirst()
    } else {
      break
    }
  }
  let word = rest.prefix { (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) }
  return String(word)?.lowercased() ?? ""
}

extension RowSet {
  /// A header row and the rows as texts; null is `NULL`, as the contract has it.
  fileprivate func texts(of handle: OpaquePointer) -> [[String]] {
    let names = (0..<columnCount).map { column in
      sqlite3_column_name(handle, Int32(column)).map { String(cString: $0) } ?? ""
    }
    return [names]
      + (0..<rowCount).map { row in
        (0..<columnCount).map { text(row, $0) ?? "NULL" }
      }
  }
}
