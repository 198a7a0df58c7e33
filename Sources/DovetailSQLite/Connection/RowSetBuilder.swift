import CSQLite
import DovetailSource

/// Copies the rows of a statement as texts, back to back.
///
/// Integers are digits and reals what SQLite prints (15 digits), both valid JSON. Bytes become
/// `\x` with hexadecimal digits, as PostgreSQL writes them.
struct RowSetBuilder {
  private let columnCount: Int32
  /// Columns in which a text that is no number would break the response.
  private let numberColumns: Set<Int>
  private var rowCount = 0
  private var bytes: [UInt8] = []
  private var cells: [RowSet.Cell] = []

  init(columnCount: Int32, numberColumns: Set<Int>) {
    self.columnCount = columnCount
    self.numberColumns = numberColumns
  }

  var rows: RowSet {
    RowSet(columnCount: Int(columnCount), rowCount: rowCount, bytes: bytes, cells: cells)
  }

  /// Copies the row on which the statement stands.
  mutating func append(rowOf statement: OpaquePointer) throws(SQLiteFailure) {
    for column in 0..<columnCount {
      let start = bytes.count
      switch sqlite3_column_type(statement, column) {
      case SQLITE_NULL:
        cells.append(.null)
        continue
      case SQLITE_INTEGER:
        bytes.append(decimal: sqlite3_column_int64(statement, column))
      case SQLITE_FLOAT:
        appendReal(statement, column)
      case SQLITE_BLOB:
        bytes.append(
          hexadecimal: UnsafeRawBufferPointer(
            start: sqlite3_column_blob(statement, column),
            count: Int(sqlite3_column_bytes(statement, column))
          )
        )
      default:
        appendText(statement, column)
        if !numberColumns.isEmpty && numberColumns.contains(Int(column)) {
          try checkNumber(bytes[start...])
        }
      }
      cells.append(RowSet.Cell(offset: start, length: bytes.count - start))
    }
    rowCount += 1
  }

  private mutating func appendReal(_ statement: OpaquePointer, _ column: Int32) {
    let value = sqlite3_column_double(statement, column)
    if value.isInfinite {
      bytes.append(contentsOf: value < 0 ? "-Infinity".utf8 : "Infinity".utf8)
    } else {
      appendText(statement, column)
    }
  }

  private mutating func appendText(_ statement: OpaquePointer, _ column: Int32) {
    // SAFETY: the text is valid until the next call on this column.
    guard let text = sqlite3_column_text(statement, column) else { return }
    let buffer = UnsafeBufferPointer(
      start: text,
      count: Int(sqlite3_column_bytes(statement, column))
    )
    if buffer.isASCII {
      bytes.append(contentsOf: buffer)
    } else {
      // SQLite stores any bytes as text; responses must be valid UTF-8.
      bytes.append(contentsOf: String(decoding: buffer, as: UTF8.self).utf8)
    }
  }

  /// A column with a numeric type may hold text all the same.
  ///
  /// Where a text begins like a number, the writer of the response takes it for one.
  private func checkNumber(_ text: ArraySlice<UInt8>) throws(SQLiteFailure) {
    var rest = text
    if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
    guard let first = rest.first, first >= UInt8(ascii: "0"), first <= UInt8(ascii: "9") else {
      return
    }
    if isJSONNumber(text) { return }
    let quoted = String(decoding: text.prefix(40), as: UTF8.self)
    var failure = SQLiteFailure(
      .statement,
      "a column of a numeric type holds the text \"\(quoted)\""
    )
    failure.code = SQLITE_MISMATCH
    throw failure
  }
}

/// Whether the text is a number as JSON spells it (RFC 8259, section 6).
func isJSONNumber(_ text: some Collection<UInt8>) -> Bool {
  var rest = text[...]
  func takeDigits() -> Int {
    let digits = rest.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    rest = rest.dropFirst(digits.count)
    return digits.count
  }
  if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
  let startsWithZero = rest.first == UInt8(ascii: "0")
  let integerDigits = takeDigits()
  guard integerDigits == 1 || (integerDigits > 1 && !startsWithZero) else { return false }
  if rest.first == UInt8(ascii: ".") {
    rest = rest.dropFirst()
    guard takeDigits() > 0 else { return false }
  }
  if let letter = rest.first, letter | 0x20 == UInt8(ascii: "e") {
    rest = rest.dropFirst()
    if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
      rest = rest.dropFirst()
    }
    guard takeDigits() > 0 else { return false }
  }
  return rest.isEmpty
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether no byte has its highest bit set.
  fileprivate var isASCII: Bool {
    var all: UInt8 = 0
    for byte in self { all |= byte }
    return all < 0x80
  }
}

extension [UInt8] {
  /// Appends a number in decimal notation.
  fileprivate mutating func append(decimal value: Int64) {
    if value >= 0 && value < 10 {
      append(UInt8(ascii: "0") + UInt8(value))
      return
    }
    if value < 0 { append(UInt8(ascii: "-")) }
    let start = count
    var rest = value.magnitude
    while rest > 0 {
      append(UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
    }
    self[start...].reverse()
  }

  /// Appends `\x` and two digits a byte.
  fileprivate mutating func append(hexadecimal blob: UnsafeRawBufferPointer) {
    func digit(_ value: UInt8) -> UInt8 {
      value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
    reserveCapacity(count + 2 + 2 * blob.count)
    append(contentsOf: #"\x"#.utf8)
    for byte in blob {
      append(digit(byte >> 4))
      append(digit(byte & 0xF))
    }
  }
}
