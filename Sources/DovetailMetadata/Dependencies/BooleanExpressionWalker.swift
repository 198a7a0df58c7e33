import OrderedCollections
import OrderedJSON

/// Walks a permission's filter or check and says which names stand where, each of which it can change.
///
/// It knows a key to be a relationship or a computed field from metadata; other keys are columns.
/// Where a relationship leads is asked of `target`; what is below an unknown target stays as it is.
struct BooleanExpressionWalker {
  let metadata: Metadata
  let source: SourceName
  let facts: UpstreamFacts
  /// Called with each name; the answer takes its place.
  let visit: (Name) -> String

  /// A name in an expression.
  enum Name {
    case column(TableName, ColumnName)
    case relationship(TableName, RelationshipName)
    case computedField(TableName, ComputedFieldName)
  }

  /// Expressions nested deeper than this are left alone; the catalog refuses them.
  private static let depthLimit = 64

  /// The table of an `_exists`, as the callback for tables sees it.
  var visitTable: (TableName) -> TableName = { $0 }

  /// Walks an expression on a table and gives it with the new names.
  func walk(_ expression: JSONValue, on table: TableName) -> JSONValue {
    walk(expression, on: table, root: table, depth: 0)
  }

  private func walk(
    _ expression: JSONValue,
    on table: TableName,
    root: TableName,
    depth: Int
  ) -> JSONValue {
    guard depth < Self.depthLimit, case .object(let members) = expression else {
      return expression
    }
    var result: JSONObject = [:]
    for (key, value) in members {
      switch key {
      case "_and", "$and", "_or", "$or":
        guard case .array(let elements) = value else {
          result[key] = walk(value, on: table, root: root, depth: depth + 1)
          continue
        }
        result[key] = .array(
          elements.map { walk($0, on: table, root: root, depth: depth + 1) }
        )
      case "_not", "$not":
        result[key] = walk(value, on: table, root: root, depth: depth + 1)
      case "_exists", "$exists":
        result[key] = walkExists(value, root: root, depth: depth)
      default:
        let (newKey, newValue) = walkField(key, value, on: table, root: root, depth: depth)
        result[newKey] = newValue
      }
    }
    return .object(result)
  }

  private func walkExists(_ value: JSONValue, root: TableName, depth: Int) -> JSONValue {
    let kind = metadata.sources[source]?.kind ?? .postgres
    guard case .object(var members) = value,
      let tableJSON = members["_table"],
      let table = try? TableName(
        ValueReader(tableJSON, context: ReadingContext(kind: kind))
      )
    else { return value }
    let newTable = visitTable(table)
    if newTable != table { members["_table"] = newTable.json }
    if let condition = members["_where"] {
      members["_where"] = walk(condition, on: table, root: root, depth: depth + 1)
    }
    return .object(members)
  }

  private func walkField(
    _ key: String,
    _ value: JSONValue,
    on table: TableName,
    root: TableName,
    depth: Int
  ) -> (String, JSONValue) {
    let tableMetadata = metadata.table(table, in: source)
    let relationship = RelationshipName(key)
    if let using = tableMetadata?.relationshipUsing(relationship) {
      let newKey = visit(.relationship(table, relationship))
      guard let target = self.target(of: using, on: table) else { return (newKey, value) }
      return (newKey, walk(value, on: target, root: root, depth: depth + 1))
    }
    if key.hasSuffix(aggregateSuffix) {
      let base = RelationshipName(String(key.dropLast(aggregateSuffix.count)))
      if let using = tableMetadata?.arrayRelationships[base]?.using {
        let newKey = visit(.relationship(table, base)) + aggregateSuffix
        guard let target = self.target(of: using, on: table) else { return (newKey, value) }
        return (newKey, walkAggregate(value, on: target, root: root, depth: depth))
      }
    }
    if let field = tableMetadata?.computedFields[ComputedFieldName(key)] {
      let newKey = visit(.computedField(table, field.name))
      guard let target = facts.returnTable(source, field.definition.function) else {
        return (newKey, value)
      }
      return (newKey, walk(value, on: target, root: root, depth: depth + 1))
    }
    let newKey = visit(.column(table, ColumnName(key)))
    return (newKey, walkOperators(value, on: table, root: root))
  }

  private let aggregateSuffix = "_aggregate"

  private func walkAggregate(
    _ value: JSONValue,
    on table: TableName,
    root: TableName,
    depth: Int
  ) -> JSONValue {
    guard case .object(var functions) = value else { return value }
    for (function, call) in functions {
      guard case .object(var members) = call else { continue }
      if let filter = members["filter"] {
        members["filter"] = walk(filter, on: table, root: root, depth: depth + 1)
      }
      if case .array(let columns)? = members["arguments"] {
        members["arguments"] = .array(columns.map { walkColumn($0, of: table) })
      }
      functions[function] = .object(members)
    }
    return .object(functions)
  }

  /// Column comparisons: the operand names a column of this table, or of the root table.
  private func walkOperators(
    _ value: JSONValue,
    on table: TableName,
    root: TableName
  ) -> JSONValue {
    guard case .object(var operators) = value else { return value }
    for (name, operand) in operators where columnOperators.contains(String(name.dropFirst())) {
      switch operand {
      case .string:
        operators[name] = walkColumn(operand, of: table)
      case .array(let path):
        guard let last = path.last else { continue }
        let owner = path.first == "$" && path.count == 2 ? root : table
        operators[name] = .array(path.dropLast() + [walkColumn(last, of: owner)])
      default: continue
      }
    }
    return .object(operators)
  }

  private let columnOperators: Set<String> = ["ceq", "cne", "cneq", "cgt", "clt", "cgte", "clte"]

  private func walkColumn(_ value: JSONValue, of table: TableName) -> JSONValue {
    guard case .string(let name) = value else { return value }
    return .string(visit(.column(table, ColumnName(name))))
  }

  /// The table at the other end of a relationship.
  private func target(
    of using: RelationshipMetadata.Using,
    on table: TableName
  ) -> TableName? {
    switch using {
    case .foreignKey(let columns): facts.foreignKeyTarget(source, table, columns)?.table
    case .remoteForeignKey(let table, _): table
    case .manual(let manual):
      if case .table(let table) = manual.target { table } else { nil }
    }
  }
}

extension TableMetadata {
  /// How an object or array relationship is made.
  func relationshipUsing(_ name: RelationshipName) -> RelationshipMetadata.Using? {
    objectRelationships[name]?.using ?? arrayRelationships[name]?.using
  }
}
