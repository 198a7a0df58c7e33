import DovetailSource

/// Reading of single cells, for catalog queries; nil for `NULL` and beyond the last row.
extension RowSet {
  func slice(_ row: Int, _ column: Int) -> ArraySlice<UInt8>? {
    let index = row * columnCount + column
    guard row >= 0, row < rowCount, column >= 0, column < columnCount, cells.indices.contains(index)
    else { return nil }
    let cell = cells[index]
    return cell.isNull ? nil : bytes[cell.offset..<cell.offset + cell.length]
  }

  func text(_ row: Int, _ column: Int) -> String? {
    slice(row, column).map { String(decoding: $0, as: UTF8.self) }
  }

  func integer(_ row: Int, _ column: Int) -> Int? {
    text(row, column).flatMap { Int($0) }
  }
}
