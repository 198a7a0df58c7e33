import DovetailCatalog
import DovetailExecution
import DovetailMetadata
import DovetailPlan
import DovetailSource
import GraphQLLanguage
import OrderedJSON

/// A fetch of a table of the memory source.
func fetch(
  _ table: String,
  target: FetchTarget = .source("memory"),
  joins: [JoinEdge] = []
)
  -> Fetch
{
  Fetch(
    target: target,
    request: .rows(RowSelection(relation: .table(tableName(table)))),
    joins: joins
  )
}

/// A root field with a fetch of its own.
func root(_ key: String, _ fetch: Fetch) -> RootField {
  RootField(key: key, value: .fetch(fetch))
}

/// A join edge that looks keys up in a table of the memory source.
func edge(
  _ id: Int,
  _ relationship: String,
  key: [String],
  in table: String,
  joins: [JoinEdge] = [],
  onError: JoinFailure = .null
) -> JoinEdge {
  let rows = RowSelection(relation: .table(tableName(table)))
  return JoinEdge(
    id: id,
    relationship: relationship,
    path: [],
    responseKey: relationship,
    key: key,
    lookup: Lookup(
      target: .source("memory"),
      request: .rows(KeyedSelection(columns: [], result: .array(rows))),
      joins: joins
    ),
    onError: onError
  )
}

private func tableName(_ name: String) -> TableName { TableName(schema: nil, name: name) }

/// A member of a row's object that is a column.
func column(
  _ key: String,
  _ index: Int,
  _ form: ColumnType.WireForm = .number,
  quoted: Bool = false
)
  -> RowShape.Member
{
  member(key, .column(index, form, quoted: quoted))
}

/// A member of a row's object.
func member(_ key: String, _ value: RowShape.Value) -> RowShape.Member {
  var writer = JSONWriter()
  writer.appendKey(key)
  return RowShape.Member(prefix: writer.bytes, value: value)
}

/// Prepares and runs a plan on a memory source.
func run(
  _ roots: [RootField],
  kind: OperationKind = .query,
  on source: MemorySource,
  options: ExecutionOptions = .init()
) async throws -> ExecutionResult {
  let plan = try PreparedPlan(OperationPlan(kind: kind, roots: roots)) { _ in source }
  return await Executor().execute(
    plan,
    context: ExecutionContext(session: .admin),
    options: options
  )
}

extension ExecutionResult {
  /// The data as text.
  var text: String? { data.map { String(decoding: $0, as: UTF8.self) } }
}
