import DovetailSource

extension RowSet {
  /// Whether a cell is true, as PostgreSQL writes it.
  func boolean(_ row: Int, _ column: Int) -> Bool {
    slice(row, column)?.first == UInt8(ascii: "t")
  }
}
