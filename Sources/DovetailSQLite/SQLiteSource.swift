import DovetailCatalog
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
  let dialect = SQLiteDialect()

  /// Makes a source of its configuration in metadata.
  ///
  /// Opens nothing yet.
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

  /// What every source of this kind can do.
  package static var capabilitiesOfKind: SourceCapabilities { SQLiteDialect().capabilities }

  package func introspect() async throws(SourceError) -> CatalogFragment {
    .relational(try await pool.introspect())
  }

  package func prepare(_ fetch: Fetch) throws(SourceError) -> PreparedFetch {
    let statement: SQLStatement
    switch try SQLTranslator(dialect: dialect).translateAny(fetch) {
    case .mutation(let mutation): return prepareMutation(mutation, tag: fetch.tag)
    case .statement(let only): statement = only
    }
    let text = TaggedStatementText(statement.text, tag: fetch.tag)
    let numbers = statement.shape.numberColumns
    return PreparedFetch(
      text: statement.text,
      shape: statement.shape,
      explain: { [self] (context) async throws(SourceError) in
        try await explain(fetch, in: context)
      }
    ) { [self] (context) async throws(SourceError) in
      let values = try dialect.parameterValues(of: statement, in: context)
      let bound = Statement(text.text(in: context), values, numberColumns: numbers)
      let rows = try await queryTolerant(bound) { (dialect) throws(SourceError) in
        let tolerant = try SQLTranslator(dialect: dialect).translate(fetch)
        let values = try dialect.parameterValues(of: tolerant, in: context)
        return Statement(StatementText(tolerant.text), values, numberColumns: numbers)
      }
      return .rows(rows)
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
      let rows = try await queryTolerant(Statement(text, values)) { (dialect) throws(SourceError) in
        let tolerant = try SQLTranslator(dialect: dialect).translate(lookup)
        let values = try dialect.parameterValues(of: tolerant, keys: keys, in: context)
        return Statement(StatementText(tolerant.text), values)
      }
      return LookupResult(rows, keyCount: keys.count)
    }
  }

  package func prepareTransaction(of fetches: [Fetch]) throws(SourceError) -> PreparedTransaction? {
    var translated: [SQLFetch] = []
    for fetch in fetches {
      translated.append(try SQLTranslator(dialect: dialect).translateAny(fetch))
    }
    return prepareTransaction(of: translated, tags: fetches.map(\.tag))
  }

  package func checkHealth() async throws(SourceError) {
    _ = try await pool.query(Statement("SELECT count(*) FROM sqlite_schema"))
  }

  package func run(_ script: SQLScript) async throws(SourceError) -> SQLScriptResult {
    var probes: [SQLProbe] = []
    for fetch in script.probes {
      let statement = try SQLTranslator(dialect: dialect).translate(fetch)
      probes.append(SQLProbe(sql: statement.text, valueCount: statement.bindings.count))
    }
    return try await pool.run(script, probes: probes)
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
  var numberColumns: Set<Int> {
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
