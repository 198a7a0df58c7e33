import CPostgres
import DovetailSource

/// Copies the rows of a result into one buffer of the right size.
func copyRows(of result: OpaquePointer) -> RowSet {
  let rowCount = PQntuples(result)
  let columnCount = PQnfields(result)
  let cellCount = Int(rowCount) * Int(columnCount)
  var total = 0
  // SAFETY: every element up to `count` is initialized below.
  let cells = [RowSet.Cell](unsafeUninitializedCapacity: cellCount) { buffer, count in
    for row in 0..<rowCount {
      for column in 0..<columnCount {
        let length = Int(PQgetlength(result, row, column))
        let isNull = length == 0 && PQgetisnull(result, row, column) != 0
        buffer.initializeElement(
          at: count,
          to: isNull ? .null : RowSet.Cell(offset: total, length: length)
        )
        count += 1
        total += length
      }
    }
  }
  // SAFETY: the cells lie back to back, so that copying each fills exactly `total` bytes.
  let bytes = [UInt8](unsafeUninitializedCapacity: total) { buffer, count in
    var index = 0
    for row in 0..<rowCount {
      for column in 0..<columnCount {
        let cell = cells[index]
        index += 1
        guard cell.length > 0, let value = PQgetvalue(result, row, column) else { continue }
        UnsafeMutableRawBufferPointer(buffer)[cell.offset..<cell.offset + cell.length].copyBytes(
          from: UnsafeRawBufferPointer(start: value, count: cell.length)
        )
      }
    }
    count = total
  }
  return RowSet(
    columnCount: Int(columnCount),
    rowCount: Int(rowCount),
    bytes: bytes,
    cells: cells
  )
}

/// The result of a script's last statement as texts under a header row; null is `NULL`.
func copyTexts(of result: OpaquePointer) -> SQLScriptResult {
  guard PQresultStatus(result) == PGRES_TUPLES_OK else { return .command }
  let columns = 0..<PQnfields(result)
  var rows: [[String]] = [columns.map { PQfname(result, $0).map { String(cString: $0) } ?? "" }]
  for row in 0..<PQntuples(result) {
    rows.append(
      columns.map { column in
        guard PQgetisnull(result, row, column) == 0, let value = PQgetvalue(result, row, column)
        else { return "NULL" }
        return String(cString: value)
      }
    )
  }
  return .tuples(rows)
}
