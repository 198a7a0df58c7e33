/// Reading of single cells, for catalogs and metadata stores; nil for `NULL` and beyond the last row.
extension RowSet {
  /// The bytes of a cell.
  package func slice(_ row: Int, _ column: Int) -> ArraySlice<UInt8>? {
    let index = row * columnCount + column
    guard row >= 0, row < rowCount, column >= 0, column < columnCount, cells.indices.contains(index)
    else { return nil }
    let cell = cells[index]
    return cell.isNull ? nil : bytes[cell.offset..<cell.offset + cell.length]
  }

  /// The text of a cell.
  package func text(_ row: Int, _ column: Int) -> String? {
    slice(row, column).map { String(decoding: $0, as: UTF8.self) }
  }

  /// A whole number in decimal notation.
  package func integer(_ row: Int, _ column: Int) -> Int? {
    guard let slice = slice(row, column), var byte = slice.first else { return nil }
    var rest = slice.dropFirst()
    let isNegative = byte == UInt8(ascii: "-")
    if isNegative {
      guard let next = rest.popFirst() else { return nil }
      byte = next
    }
    var value = 0
    while true {
      guard byte >= 48, byte <= 57 else { return nil }
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(Int(byte - 48))
      if overflow || carry { return nil }
      value = sum
      guard let next = rest.popFirst() else { break }
      byte = next
    }
    return isNegative ? -value : value
  }
}
