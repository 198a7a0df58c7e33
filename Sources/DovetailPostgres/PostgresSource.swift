import DovetailCatalog
package import DovetailPlan
package import DovetailSource
package import OrderedJSON

import DovetailMetadata
import DovetailSQL
import Synchronization

/// A PostgreSQL database, with its read replicas if it has any.
package final class PostgresSource: Source {
  /// How many keys a lookup asks for at once: one parameter, so that the limit is only the memory
  /// of one result.
  private static let lookupChunkSize = 5000

  private let primary: PostgresPool
  private let replicas: [PostgresPool]
  private let nextReplica = Atomic(0)
  let dialect = PostgresDialect()

  /// Makes a source of its configuration in metadata.
  ///
  /// Connects to nothing yet.
  ///
  /// - Parameters:
  ///   - configuration: The member `configuration` of the source.
  ///   - environment: The variables that the configuration may name.
  /// - Throws: `invalid-configuration` or `not-supported`.
  package init(configuration: JSONValue, environment: [String: String]) throws(SourceError) {
    let configuration = try PostgresConfiguration(configuration, environment: environment)
    primary = PostgresPool(configuration.primary.target, settings: configuration.primary.settings)
    replicas = configuration.replicas.map { PostgresPool($0.target, settings: $0.settings) }
  }

  package var capabilities: SourceCapabilities { dialect.capabilities }

  /// What every source of this kind can do.
  package static var capabilitiesOfKind: SourceCapabilities { PostgresDialect().capabilities }

  /// The pool of the database that takes writes.
  package var pool: PostgresPool { primary }

  package var meters: SourceMeters {
    SourceMeters(
      pools: [primary.meters(role: "primary")] + replicas.map { $0.meters(role: "replica") }
    )
  }

  package func introspect() async throws(SourceError) -> CatalogFragment {
    .relational(try await primary.introspect())
  }

  package func prepare(_ fetch: Fetch) throws(SourceError) -> PreparedFetch {
    let statement: SQLStatement
    switch try SQLTranslator(dialect: dialect).translateAny(fetch) {
    case .mutation(let mutation): return prepareMutation(mutation, tag: fetch.tag)
    case .statement(let only): statement = only
    }
    let text = TaggedStatementText(statement.text, tag: fetch.tag)
    let mayWrite = fetch.callsWritingFunction
    return PreparedFetch(
      text: statement.text,
      shape: statement.shape,
      explain: { [self] (context) async throws(SourceError) in
        try await explain(fetch, in: context)
      }
    ) { [self] (context) async throws(SourceError) in
      let values = try dialect.parameterValues(of: statement, in: context)
      let bound = Statement(text.text(in: context), values)
      return .rows(try await mayWrite ? queryReadOnly(bound) : readingPool.query(bound))
    }
  }

  /// Runs a statement that might change something, and mustn't.
  private func queryReadOnly(_ statement: Statement) async throws(SourceError) -> RowSet {
    let mode = TransactionMode(isolation: primary.settings.isolation, isReadOnly: true)
    guard let rows = try await readingPool.execute([statement], in: mode).first else {
      throw SourceError.unexpectedReply
    }
    return rows
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
      let rows = try await readingPool.query(Statement(text, values))
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
    _ = try await primary.query(Statement("SELECT 1"))
  }

  package func run(_ script: SQLScript) async throws(SourceError) -> SQLScriptResult {
    guard let check = script.check else { return try await primary.run(script) }
    return try await primary.run(script) { [dialect] (transaction) async throws(SourceError) in
      let facts = try await transaction.introspect()
      var objections: [StatementObjection?] = []
      for probe in script.probes {
        let statement = try SQLTranslator(dialect: dialect).translate(probe)
        objections.append(try await transaction.objection(toStatement: statement.text))
      }
      try check(facts, objections)
    }
  }

  /// The database's plan for a fetch, line by line.
  package func explain(
    _ fetch: Fetch,
    in context: ExecutionContext
  ) async throws(SourceError) -> [String] {
    let statement = try SQLTranslator(dialect: dialect).translate(fetch)
    let values = try dialect.parameterValues(of: statement, in: context)
    let rows = try await primary.query(
      Statement(StatementText("EXPLAIN (FORMAT TEXT) \(statement.text)"), values)
    )
    return (0..<rows.rowCount).map { rows.text($0, 0) ?? "" }
  }

  package func close() async {
    primary.close()
    for replica in replicas { replica.close() }
  }

  /// Where reads go: the replicas in turn, or the primary if there are none.
  private var readingPool: PostgresPool {
    guard !replicas.isEmpty else { return primary }
    let turn = nextReplica.wrappingAdd(1, ordering: .relaxed).oldValue
    return replicas[Int(UInt(bitPattern: turn) % UInt(replicas.count))]
  }
}

extension Statement {
  init(_ text: StatementText, _ values: [ParameterValue]) {
    self.init(
      text,
      utf8: values.map { value in
        switch value {
        case .null: nil
        case .text(let bytes), .bytes(let bytes): bytes
        case .integer(let number): Array(String(number).utf8)
        case .real(let number): Array(String(number).utf8)
        }
      }
    )
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
