import DovetailSource

/// The cells of rows, bounds checked.
struct RowReader {
  let rows: RowSet
  let bytes: UnsafeRawBufferPointer

  /// How many rows there really are.
  var count: Int {
    rows.columnCount > 0 ? min(rows.rowCount, rows.cells.count / rows.columnCount) : rows.rowCount
  }

  /// The text of a cell; nil for SQL `NULL` and for cells that do not exist.
  @inline(__always)
  func text(row: Int, column: Int32) -> UnsafeRawBufferPointer? {
    guard column >= 0, Int(column) < rows.columnCount else { return nil }
    let cell = rows.cells[row &* rows.columnCount &+ Int(column)]
    guard
      cell.length >= 0, cell.offset >= 0, cell.offset <= bytes.count,
      cell.length <= bytes.count &- cell.offset
    else { return nil }
    return UnsafeRawBufferPointer(rebasing: bytes[cell.offset..<(cell.offset &+ cell.length)])
  }
}
