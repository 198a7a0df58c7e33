import CSQLite
import DovetailPlan

/// Gives a connection the functions that statements use and SQLite lacks.
func addFunctions(to connection: SQLiteConnection) throws(SQLiteFailure) {
  let status = sqlite3_create_function_v2(
    connection.database,
    "dovetail_base64",
    1,
    SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
    nil,
    { context, count, values in
      guard count == 1, let value = values?[0], let text = sqlite3_value_text(value) else {
        sqlite3_result_null(context)
        return
      }
      let length = Int(sqlite3_value_bytes(value))
      // SAFETY: SQLite keeps the text, of this length, until the function returns.
      let encoded = EncodedJSON.encode(UnsafeBufferPointer(start: text, count: length))
      encoded.withUnsafeBytes {
        dovetail_result_text(context, $0.baseAddress, sqlite3_uint64($0.count))
      }
    },
    nil,
    nil,
    nil
  )
  guard status == SQLITE_OK else { throw connection.failure(of: nil) }
  try addBytes(to: connection)
}

/// `dovetail_bytes('00ff')`, which SQLite has as `unhex` since 3.41.
private func addBytes(to connection: SQLiteConnection) throws(SQLiteFailure) {
  let status = sqlite3_create_function_v2(
    connection.database,
    "dovetail_bytes",
    1,
    SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
    nil,
    { context, count, values in
      guard count == 1, let value = values?[0], let text = sqlite3_value_text(value) else {
        sqlite3_result_null(context)
        return
      }
      var bytes: [UInt8] = []
      var high: UInt8?
      // SAFETY: SQLite keeps the text, of this length, until the function returns.
      for digit in UnsafeBufferPointer(start: text, count: Int(sqlite3_value_bytes(value))) {
        let number = Character(Unicode.Scalar(digit)).hexDigitValue.map(UInt8.init) ?? 0
        if let first = high { bytes.append(first << 4 | number) }
        high = high == nil ? number : nil
      }
      bytes.withUnsafeBytes {
        dovetail_result_bytes(context, $0.baseAddress, sqlite3_uint64($0.count))
      }
    },
    nil,
    nil,
    nil
  )
  guard status == SQLITE_OK else { throw connection.failure(of: nil) }
}
