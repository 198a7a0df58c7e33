import DovetailCatalog
import DovetailExecution
import DovetailMetadata
import DovetailPlan
import DovetailSource
import Synchronization

/// An upstream in memory: answers fetches and lookups by the name of their table, and keeps count.
final class MemorySource: Source {
  /// A call that was made.
  enum Call: Sendable, Hashable {
    case fetch(String)
    case lookup(String, keys: [[String]])
    case transaction([String])
  }

  typealias FetchBody = @Sendable (ExecutionContext) async throws(SourceError) -> FetchResult
  typealias LookupBody = @Sendable (LookupKeys) async throws(SourceError) -> LookupResult

  struct Table: Sendable {
    var shape: ResultShape = .rows(RowShape(members: []))
    var fetch: FetchBody = { _ async throws(SourceError) in throw MemorySource.unknown }
    var lookupShape: DocumentShape?
    var chunkSize = 1_000
    var lookup: LookupBody = { _ async throws(SourceError) in throw MemorySource.unknown }
  }

  static let unknown = SourceError(code: .notFound, message: "there is no such table")

  let tables: [String: Table]
  let hasTransactions: Bool
  private let log = Mutex<[Call]>([])

  init(_ tables: [String: Table], hasTransactions: Bool = false) {
    self.tables = tables
    self.hasTransactions = hasTransactions
  }

  var calls: [Call] { log.withLock { $0 } }

  func record(_ call: Call) { log.withLock { $0.append(call) } }

  var capabilities: SourceCapabilities { SourceCapabilities() }

  func introspect() async throws(SourceError) -> CatalogFragment { .relational(RelationalFacts()) }

  func checkHealth() async throws(SourceError) {}

  func close() async {}

  func prepare(_ fetch: Fetch) throws(SourceError) -> PreparedFetch {
    let name = fetch.tableName
    guard let table = tables[name] else { throw Self.unknown }
    return PreparedFetch(text: "SELECT FROM \(name)", shape: table.shape) {
      context async throws(SourceError) in
      self.record(.fetch(name))
      return try await table.fetch(context)
    }
  }

  func prepareTransaction(of fetches: [Fetch]) throws(SourceError) -> PreparedTransaction? {
    guard hasTransactions else { return nil }
    let names = fetches.map(\.tableName)
    let tables = names.compactMap { self.tables[$0] }
    return PreparedTransaction(texts: names, shapes: tables.map(\.shape)) {
      context async throws(SourceError) in
      self.record(.transaction(names))
      var results: [FetchResult] = []
      for table in tables { results.append(try await table.fetch(context)) }
      return results
    }
  }

  func prepare(_ lookup: Lookup) throws(SourceError) -> PreparedLookup {
    let name = lookup.tableName
    guard let table = tables[name] else { throw Self.unknown }
    return PreparedLookup(
      text: "SELECT BY KEY FROM \(name)",
      shape: table.lookupShape,
      chunkSize: table.chunkSize
    ) { keys, _ async throws(SourceError) in
      self.record(
        .lookup(name, keys: keys.map { $0.parts.map { String(decoding: $0, as: UTF8.self) } })
      )
      return try await table.lookup(keys)
    }
  }
}

extension MemorySource.Table {
  /// Rows for a root fetch.
  static func rows(
    _ rows: [[String?]],
    members: [RowShape.Member],
    keys: [RowShape.JoinKey] = []
  )
    -> Self
  {
    let result = FetchResult.rows(rowSet(rows))
    return Self(
      shape: .rows(RowShape(members: members, joinKeys: keys)),
      fetch: { _ async throws(SourceError) in result }
    )
  }

  /// A JSON document for a root fetch.
  static func document(_ json: String, shape: DocumentShape) -> Self {
    let result = FetchResult.document(remoteDocument(json))
    return Self(shape: .document(shape), fetch: { _ async throws(SourceError) in result })
  }

  /// Values by key (its parts joined by commas) for lookups.
  static func values(
    _ values: [String: String],
    shape: DocumentShape? = nil,
    chunkSize: Int = 1_000
  ) -> Self {
    Self(
      lookupShape: shape,
      chunkSize: chunkSize,
      lookup: { keys async throws(SourceError) in answer(keys) { values[$0] } }
    )
  }

  /// A lookup with a body of its own.
  static func lookup(_ body: @escaping MemorySource.LookupBody) -> Self { Self(lookup: body) }

  /// A lookup that fails.
  static func failing(_ error: SourceError, chunkSize: Int = 1_000) -> Self {
    Self(chunkSize: chunkSize, lookup: { _ async throws(SourceError) in throw error })
  }
}

/// The result of a lookup, made of the value of each key (its parts joined by commas).
func answer(_ keys: LookupKeys, value: (String) -> String?) -> LookupResult {
  var result = LookupResult(bytes: [], values: [])
  for key in keys {
    let text = key.parts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ",")
    guard let value = value(text) else {
      result.values.append(nil)
      continue
    }
    result.values.append(result.bytes.count..<(result.bytes.count + value.utf8.count))
    result.bytes.append(contentsOf: value.utf8)
  }
  return result
}

/// Rows in the wire format.
func rowSet(_ rows: [[String?]]) -> RowSet {
  var set = RowSet(columnCount: rows.first?.count ?? 0, rowCount: rows.count, bytes: [], cells: [])
  for cell in rows.joined() {
    if let cell {
      set.cells.append(RowSet.Cell(offset: set.bytes.count, length: cell.utf8.count))
      set.bytes.append(contentsOf: cell.utf8)
    } else {
      set.cells.append(.null)
    }
  }
  return set
}

/// The answer of a GraphQL service, whose data is the given JSON.
func remoteDocument(
  _ data: String,
  errors: [SourceError] = [],
  cookies: [String] = []
)
  -> RemoteDocument
{
  let prefix = #"{"data": "#
  let start = prefix.utf8.count
  return RemoteDocument(
    bytes: Array((prefix + data + "}").utf8),
    data: start..<(start + data.utf8.count),
    errors: errors,
    cookies: cookies
  )
}

extension Fetch {
  /// The name of the fetch's table.
  var tableName: String {
    guard case .rows(let rows) = request, case .table(let table) = rows.relation else { return "" }
    return table.name
  }
}

extension Lookup {
  /// The name of the lookup's table.
  var tableName: String {
    guard
      case .rows(let keyed) = request, case .array(let rows) = keyed.result,
      case .table(let table) = rows.relation
    else { return "" }
    return table.name
  }
}
