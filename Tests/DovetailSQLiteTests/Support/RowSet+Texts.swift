import DovetailSource

extension RowSet {
  /// All cells as texts, row by row.
  var texts: [[String?]] {
    (0..<rowCount).map { row in
      (0..<columnCount).map { column in
        let cell = cells[row * columnCount + column]
        guard !cell.isNull else { return nil }
        return String(decoding: bytes[cell.offset..<cell.offset + cell.length], as: UTF8.self)
      }
    }
  }
}

/// The error of an operation that must fail.
func failure<Value>(
  of body: () async throws(SourceError) -> Value
) async -> SourceError? {
  do throws(SourceError) {
    _ = try await body()
    return nil
  } catch {
    return error
  }
}
