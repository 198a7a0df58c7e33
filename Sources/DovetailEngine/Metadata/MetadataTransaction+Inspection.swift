import DovetailCatalog
import DovetailMetadata
import OrderedCollections
import OrderedJSON

extension MetadataTransaction {
  /// Answers a command about what a source has, tracked or not.
  func inspect(_ command: EngineCommand) throws(EngineError) -> JSONValue {
    switch command {
    case .getSourceTables(let source):
      return .array(try facts(of: source).tables.keys.sorted().map(\.json))
    case .getSourceTrackables(let source):
      return trackables(of: try facts(of: source))
    case .getTableInfo(let source, let table):
      return try info(on: table, in: source)
    case .suggestRelationships(let arguments):
      return try suggestions(arguments)
    default:
      return .null
    }
  }

  /// What a source reported; an unreachable one says why it did not.
  func facts(of name: SourceName) throws(EngineError) -> RelationalFacts {
    guard let source = upstreams.sources[name] else { throw unknownSource(name) }
    guard let facts = source.facts.facts else {
      throw EngineError(
        code: "not-exists",
        message: "source with name \"\(name)\" is inconsistent: "
          + (source.facts.failure ?? "it has not been introspected"),
        path: "$.args.source"
      )
    }
    return facts.relational
  }

  private func trackables(of facts: RelationalFacts) -> JSONValue {
    let functions = facts.functions.sorted { $0.key < $1.key }
    return [
      "tables": .array(facts.tables.keys.sorted().map { ["name": $0.json] }),
      "functions": .array(functions.map { ["name": $0.key.json] }),
    ]
  }

  // MARK: Tables

  private func info(on name: TableName, in source: SourceName) throws(EngineError) -> JSONValue {
    let kind = metadata.sources[source]?.kind ?? .postgres
    guard let table = try facts(of: source).tables[name.normalized(for: kind)] else {
      throw EngineError(
        code: "not-exists",
        message: "no such table/view exists in source: \"\(name)\"",
        path: "$.args.table"
      )
    }
    return [
      "name": table.name.json,
      "type": .string(table.kind == .table || table.kind == .partitionedTable ? "table" : "view"),
      "description": orNull(table.comment),
      "columns": .array(table.columns.map(describe)),
      "primary_key": table.primaryKey.map(describe) ?? .null,
      "unique_constraints": .array(table.uniqueConstraints.map(describe)),
      "foreign_keys": .array(table.foreignKeys.map(describe)),
      "insertable": .bool(table.isInsertable),
      "updatable": .bool(table.isUpdatable),
      "deletable": .bool(table.isDeletable),
    ]
  }

  private func describe(_ column: ColumnFacts) -> JSONValue {
    [
      "name": column.name.json, "type": .string(column.type.sqlName),
      "nullable": .bool(column.isNullable), "description": orNull(column.comment),
      "has_default": .bool(column.hasDefault), "insertable": .bool(!column.isGenerated),
      "updatable": .bool(!column.isGenerated),
    ]
  }

  private func describe(_ key: KeyConstraint) -> JSONValue {
    ["name": .string(key.name), "columns": .array(key.columns.map(\.json))]
  }

  private func describe(_ key: ForeignKeyFacts) -> JSONValue {
    let mapping = key.columns.map { ($0.own.value, $0.referenced.json) }
    return [
      "name": .string(key.name), "foreign_table": key.referencedTable.json,
      "column_mapping": .object(JSONObject(mapping, uniquingKeysWith: { first, _ in first })),
    ]
  }
}

private func orNull(_ text: String?) -> JSONValue {
  text.map { .string($0) } ?? .null
}
