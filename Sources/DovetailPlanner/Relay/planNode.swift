import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailSchema
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedJSON

extension OperationPlanning {
  /// `node(id: "…") { … }`: which table is meant is a part of the id, so the plan depends on it.
  func planNode(
    _ field: CollectedField,
    _ definition: SchemaField
  ) throws(PlannerError) -> RootField.Value {
    var given: InputReader.Member?
    for argument in try reader.arguments(of: field, definition.arguments) { given = argument }
    guard let given else {
      throw PlannerError(message: "missing required field 'id'", path: field.path + ".args")
    }
    let id = try reader.string(given.value, typeName: "ID", path: given.path)
    let (view, key) = try node(id, given.path)
    let members = try planMembers(
      of: field,
      abstractType: definition.type.namedType,
      chosen: [view]
    ) { schema.nodeView(named: $0) }
    guard let (fields, joins) = members[view.id] else { return .constant(Array("null".utf8)) }
    var conditions = zip(identity(of: view), key).map { column, value in
      Predicate.compare(
        column,
        .equal,
        Parameter(.constant(value), type: column.type, path: given.path)
      )
    }
    conditions.append(try permission(of: view))
    var rows = RowSelection(relation: .table(view.table.name), filter: .all(conditions))
    (rows.output, rows.joinKeys) = fields
    return .fetch(
      Fetch(target: .source(view.source.name), request: .row(rows), joins: joins.edges)
    )
  }

  /// The table of an id, and the values of its primary key.
  private func node(
    _ text: String,
    _ path: String
  ) throws(PlannerError) -> (TableView, [JSONValue]) {
    guard let json = EncodedJSON.decode(text) else {
      throw invalidNode("the id is not base64 text of JSON", path)
    }
    guard let parts = json.arrayValue, let version = parts.first else {
      throw invalidNode("the id is not a list", path)
    }
    let named: ArraySlice<JSONValue>
    let source: SourceName?
    switch version {
    case .number(let number) where number.int64 == 1:
      named = parts.dropFirst()
      source = nil
    case .number(let number) where number.int64 == 2:
      guard let name = parts.dropFirst().first?.stringValue else {
        throw invalidNode("the source is missing", path)
      }
      named = parts.dropFirst(2)
      source = SourceName(name)
    default:
      throw invalidNode("the version is unknown", path)
    }
    guard let schemaName = named.first, schemaName.isNull || schemaName.stringValue != nil,
      let name = named.dropFirst().first?.stringValue
    else {
      throw invalidNode("the table is missing", path)
    }
    let table = TableName(schema: schemaName.stringValue, name: name)
    guard let view = schema.nodeView(of: table, in: source) else {
      throw invalidNode("there is no such table", path)
    }
    let key = Array(named.dropFirst(2))
    guard key.count == view.table.keyColumns.count, !key.contains(where: \.isNull) else {
      throw invalidNode("the values of the primary key don't fit the table", path)
    }
    return (view, key)
  }

  private func invalidNode(_ reason: String, _ path: String) -> PlannerError {
    PlannerError(message: "invalid node id: \(reason)", path: path)
  }

  /// The id of a row.
  ///
  /// Where a table of an earlier source has the same name, the id says which source is meant.
  func globalID(of view: TableView) -> GlobalID {
    let name = view.table.name
    var parts: [JSONValue] = [.int(1)]
    if schema.catalog.nodeSources[name] != view.source.name {
      parts = [.int(2), .string(view.source.name.value)]
    }
    parts.append(name.schema.map { .string($0) } ?? .null)
    parts.append(.string(name.name))
    return GlobalID(
      prefix: "[" + parts.map(\.description).joined(separator: ", "),
      key: identity(of: view)
    )
  }
}
