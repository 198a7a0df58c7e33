package import DovetailCatalog
package import DovetailPlan

/// An upstream: a database, a GraphQL service, an HTTP API.
///
/// The only thing that the middle of the engine knows of a kind of source. A kind is a folder with a
/// type that conforms, and a line in `SourceKinds.swift` of the program.
package protocol Source: Sendable {
  /// What the upstream can do; decides what is offered on it and what is pushed down to it.
  var capabilities: SourceCapabilities { get }

  /// Reads what the upstream offers.
  func introspect() async throws(SourceError) -> CatalogFragment

  /// Makes the upstream's request for a fetch: pure, no I/O.
  func prepare(_ fetch: Fetch) throws(SourceError) -> PreparedFetch

  /// Makes the upstream's request for the lookup of a join edge: pure, no I/O.
  func prepare(_ lookup: Lookup) throws(SourceError) -> PreparedLookup

  /// Makes one request of several fetches of a mutation, which run in order and succeed or fail
  /// together; nil if the source has no transactions, so that they run one by one. Pure, no I/O.
  func prepareTransaction(of fetches: [Fetch]) throws(SourceError) -> PreparedTransaction?

  /// The types that the upstream knows by these names; those that it doesn't know are left out.
  func types(named names: [String]) async throws(SourceError) -> [String: ColumnType]

  /// What the upstream objects to in a fetch, which it reads and does not run; nil for nothing.
  func objection(to fetch: Fetch) async throws(SourceError) -> StatementObjection?

  /// Whether the upstream answers.
  func checkHealth() async throws(SourceError)

  /// How the calls have gone; nil for sources that do not keep count.
  var status: UpstreamStatus? { get }

  /// What the source measures of itself.
  var meters: SourceMeters { get }

  /// Runs SQL text as an administrator (`run_sql`). Sources without SQL refuse.
  func run(_ script: SQLScript) async throws(SourceError) -> SQLScriptResult

  /// Writes the database as a script, with the options of its own tool (`pg_dump`). Sources without
  /// such a tool refuse.
  func dump(_ request: DumpRequest) async throws(SourceError) -> [UInt8]

  /// Releases all connections. Requests in flight end with an error.
  func close() async
}

extension Source {
  package var status: UpstreamStatus? { nil }

  package var meters: SourceMeters { SourceMeters() }

  package func prepareTransaction(of fetches: [Fetch]) throws(SourceError) -> PreparedTransaction? {
    nil
  }

  package func types(named names: [String]) async throws(SourceError) -> [String: ColumnType] {
    [:]
  }

  package func objection(to fetch: Fetch) async throws(SourceError) -> StatementObjection? { nil }

  package func run(_ script: SQLScript) async throws(SourceError) -> SQLScriptResult {
    throw SourceError(
      code: .notSupported,
      message: "this kind of source has no SQL: run_sql cannot be used on it"
    )
  }
}

extension Source {
  package func dump(_ request: DumpRequest) async throws(SourceError) -> [UInt8] {
    throw SourceError(
      code: .notSupported,
      message: "this kind of source has no tool to dump it"
    )
  }
}

/// What a dump of a source is to hold.
package struct DumpRequest: Sendable, Hashable {
  /// The options of the database's tool.
  package var options: [String]
  /// Whether comments, settings and the like are left out.
  package var isCleaned: Bool

  package init(options: [String], isCleaned: Bool = false) {
    self.options = options
    self.isCleaned = isCleaned
  }
}

/// What a source offers, as the catalog is built of it.
package enum CatalogFragment: Sendable {
  case relational(RelationalFacts)
  /// The service's introspection answer, as it came.
  case typed(introspection: [UInt8])
}

/// What a source can do.
package struct SourceCapabilities: Sendable, Hashable {
  /// The comparison operators that SQL for this source may use.
  package var comparisons: Set<ComparisonOperator>
  package var aggregates: Set<AggregateFunction>
  /// Whether names without a schema belong to a default schema of this name (`public`).
  package var defaultSchema: String?
  /// Whether identities of tables and functions are certain: no other object ever has the same.
  package var hasCertainIdentities: Bool

  package init(
    comparisons: Set<ComparisonOperator> = [],
    aggregates: Set<AggregateFunction> = [],
    defaultSchema: String? = nil,
    hasCertainIdentities: Bool = false
  ) {
    self.comparisons = comparisons
    self.aggregates = aggregates
    self.defaultSchema = defaultSchema
    self.hasCertainIdentities = hasCertainIdentities
  }
}

/// SQL text to be run as it is.
package struct SQLScript: Sendable {
  package var sql: String
  package var isReadOnly: Bool
  /// Run each statement by itself instead of all in one transaction.
  package var isOutsideTransaction: Bool
  /// Called in the script's transaction, before it is committed, with what the source looks like, and
  /// what it objects to in each of the probes.
  ///
  /// If it throws, the script is undone. Not called for scripts outside of a transaction.
  package var check: Check?
  /// Fetches that the source could run before.
  package var probes: [Fetch]

  package typealias Check =
    @Sendable (RelationalFacts, [StatementObjection?]) throws(SourceError) -> Void

  package init(
    sql: String,
    isReadOnly: Bool = false,
    isOutsideTransaction: Bool = false,
    check: Check? = nil,
    probes: [Fetch] = []
  ) {
    self.sql = sql
    self.isReadOnly = isReadOnly
    self.isOutsideTransaction = isOutsideTransaction
    self.check = check
    self.probes = probes
  }
}

/// What the last statement of a script gave.
package enum SQLScriptResult: Sendable, Equatable {
  /// A header row and rows of texts; null is `"NULL"`, as the contract has it.
  case tuples([[String]])
  case command
}
