package import DovetailCatalog
package import DovetailPlan
package import DovetailSource
package import OrderedJSON

import DovetailSQL

/// A SQLite database in a file or in memory.
package final class SQLiteSource: Source {
  /// How many keys a lookup asks for at once: few enough that several readers share a large batch.
  private static let lookupChunkSize = 2000

  /// The database's connections.
  package let pool: SQLitePool
  private let dialect = SQLiteDialect()

  /// Makes a source of its configuration in metadata. Opens nothing yet.
  ///
  /// - Parameters:
  ///   - configuration: See `SQLiteSettings`.
  ///   - environment: The variables that the configuration may name.
  ///   - directory: Where relative paths start; nil means the working directory.
  /// - Throws: `invalid-configuration`.
  package convenience init(
    configuration: JSONValue,
    environment: [String: String],
    directory: String? = nil
  ) throws(SourceError) {
    self.init(
      try SQLiteSettings(configuration, environment: environment, directory: directory)
    )
  }

  package init(_ settings: SQLiteSettings) {
    pool = SQLitePool(settings)
  }

  package var capabilities: SourceCapabilities { dialect.capabilities }

  package func introspect() async throws(SourceError) -> CatalogFragment {
    .relational(try await pool.introspect())
  }

  package func prepare(_ fetch: Fetch) throws(SourceError) -> PreparedFetch {
    let statement = try SQLTranslator(dialect: dialect).translate(fetch)
    let text = StatementText(statement.text)
    let numbers = statement.shape.numberColumns
    return PreparedFetch(text: statement.text, shape: statement.shape) {
      [self] (context) async throws(SourceError) in
      let values = try dialect.parameterValues(of: statement, in: context)
      return .rows(try await pool.query(Statement(text, values, numberColumns: numbers)))
    }
  }

  package func prepare(_ lookup: Lookup) throws(SourceError) -> PreparedLookup {
    let statement = try SQLTranslator(dialect: dialect).translate(lookup)
    let text = StatementText(statement.text)
    return PreparedLookup(
      text: statement.text,
      shape: statement.shape,
      chunkSize: Self.lookupChunkSize
    ) { [self] (keys, context) async throws(SourceError) in
      let values = try dialect.parameterValues(of: statement, keys: keys, in: context)
      let rows = try await pool.query(Statement(text, values))
      return LookupResult(rows, keyCount: keys.count)
    }
  }

  package func prepareTransaction(of fetches: [Fetch]) throws(SourceError) -> PreparedTransaction? {
    var statements: [SQLStatement] = []
    for fetch in fetches {
      statements.append(try SQLTranslator(dialect: dialect).translate(fetch))
    }
    let texts = statements.map { StatementText($0.text) }
    let numbers = statements.map(\.shape.numberColumns)
    return PreparedTransaction(texts: statements.map(\.text), shapes: statements.map(\.shape)) {
      [self, statements] (context) async throws(SourceError) in
      var bound: [Statement] = []
      for (index, statement) in statements.enumerated() {
        let values = try dialect.parameterValues(of: statement, in: context)
        bound.append(Statement(texts[index], values, numberColumns: numbers[index]))
      }
      return try await pool.execute(bound).map { .rows($0) }
    }
  }

  package func checkHealth() async throws(SourceError) {
    _ = try await pool.query(Statement("SELECT count(*) FROM sqlite_schema"))
  }

  package func run(_ script: SQLScript) async throws(SourceError) -> SQLScriptResult {
    try await pool.run(script)
  }

  /// Runs a script, and rolls it back if the check of the facts after it throws.
  package func run(
    _ script: SQLScript,
    verify: (RelationalFacts) async throws(SourceError) -> Void
  ) async throws(SourceError) -> SQLScriptResult {
    try await pool.run(script, verify: verify)
  }

  /// The database's plan for a fetch, line by line, indented.
  package func explain(
    _ fetch: Fetch,
    in context: ExecutionContext
  ) async throws(SourceError) -> [String] {
    let statement = try SQLTranslator(dialect: dialect).translate(fetch)
    let values = try dialect.parameterValues(of: statement, in: context)
    let rows = try await pool.query(
      Statement(StatementText("EXPLAIN QUERY PLAN \(statement.text)"), values)
    )
    var depths: [Int: Int] = [:]
    return (0..<rows.rowCount).map { row in
      let depth = rows.integer(row, 1).flatMap { depths[$0] }.map { $0 + 1 } ?? 0
      if let id = rows.integer(row, 0) { depths[id] = depth }
      return String(repeating: "  ", count: depth) + (rows.text(row, 3) ?? "")
    }
  }

  package func close() async {
    await pool.close()
  }
}

extension ResultShape {
  /// The columns that are written as JSON numbers.
  fileprivate var numberColumns: Set<Int> {
    switch self {
    case .rows(let shape), .row(let shape):
      var columns: Set<Int> = []
      for member in shape.members {
        if case .column(let column, .number, quoted: _) = member.value { columns.insert(column) }
      }
      for key in shape.joinKeys where key.form == .number { columns.insert(key.column) }
      return columns
    case .json, .document:
      return []
    }
  }
}

extension LookupResult {
  /// Takes rows of a key's number and its JSON text; the texts stay where they are.
  fileprivate init(_ rows: RowSet, keyCount: Int) {
    var values = [Range<Int>?](repeating: nil, count: keyCount)
    for row in 0..<rows.rowCount {
      guard let key = rows.integer(row, 0), values.indices.contains(key),
        let slice = rows.slice(row, 1)
      else { continue }
      values[key] = slice.startIndex..<slice.endIndex
    }
    self.init(bytes: rows.bytes, values: values)
  }
}
