import DovetailMetadata
import DovetailPlan
import DovetailSQL
import DovetailSource
import OrderedJSON

extension TestDatabase {
  /// Runs a mutation in a transaction and writes the response as the executor would.
  func mutate(
    _ request: Fetch.Request,
    session: [String: String] = [:],
    variables: JSONValue = [:]
  ) throws -> JSONValue {
    let fetch = Fetch(target: .source("db"), request: request)
    guard case .mutation(let mutation) = try translate(fetch) else {
      throw DatabaseError(description: "the fetch is no mutation")
    }
    try execute("SAVEPOINT mutation")
    do {
      let result = try run(mutation, testContext(session: session, variables: variables))
      try execute("RELEASE SAVEPOINT mutation")
      return try JSONValue(parsing: write(result, mutation.shape))
    } catch {
      try execute("ROLLBACK TO SAVEPOINT mutation")
      throw error
    }
  }

  /// The statements of a mutation.
  func translate(_ fetch: Fetch) throws -> SQLFetch {
    try SQLTranslator(dialect: dialect).translateAny(fetch)
  }

  private func run(_ mutation: SQLMutation, _ context: ExecutionContext) throws -> [[String?]] {
    var run = MutationRun(mutation, dialect: dialect, context: context)
    while let step = run.step {
      let text = mutation.steps[step].text
      do {
        try run.take(rowSet(try query(text, try run.values())))
      } catch let error as SourceError {
        throw mutation.failure(error, at: step)
      } catch {
        throw mutation.failure(
          SourceError(code: .dataException, message: "\(error)\n\(text)"),
          at: step
        )
      }
    }
    guard case .rows(let rows) = run.result else { return [] }
    return (0..<rows.rowCount).map { row in
      (0..<rows.columnCount).map { column in
        let cell = rows.cells[row * rows.columnCount + column]
        guard !cell.isNull else { return nil }
        return String(decoding: rows.bytes[cell.offset..<cell.offset + cell.length], as: UTF8.self)
      }
    }
  }

  private func rowSet(_ rows: [[String?]]) -> RowSet {
    var set = RowSet(
      columnCount: rows.first?.count ?? 0,
      rowCount: rows.count,
      bytes: [],
      cells: []
    )
    for value in rows.joined() {
      guard let value else {
        set.cells.append(.null)
        continue
      }
      set.cells.append(.init(offset: set.bytes.count, length: value.utf8.count))
      set.bytes += Array(value.utf8)
    }
    return set
  }
}
