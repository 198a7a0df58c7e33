import DovetailCatalog
import DovetailMetadata
import OrderedCollections
import OrderedJSON

extension MetadataTransaction {
  /// `suggest_relationships`: what foreign keys between tracked tables offer.
  func suggestions(_ arguments: SuggestRelationships) throws(EngineError) -> JSONValue {
    let facts = try facts(of: arguments.source)
    guard let source = metadata.sources[arguments.source] else {
      throw unknownSource(arguments.source)
    }
    let wanted = arguments.tables.map { Set($0.map { $0.normalized(for: source.kind) }) }
    let tracked = Set(source.tables.keys)
    var suggestions: [Suggestion] = []
    for name in source.tables.keys.sorted() {
      guard let table = facts.tables[name] else { continue }
      for key in table.foreignKeys where tracked.contains(key.referencedTable) {
        suggestions += Suggestion.both(of: key, on: table)
      }
    }
    if let wanted { suggestions.removeAll { !wanted.contains($0.from.table) } }
    if arguments.omitsTracked {
      let relationships = existing(in: source)
      suggestions.removeAll { relationships.contains($0) }
    }
    return ["relationships": .array(suggestions.map(\.json))]
  }

  /// The relationships that metadata has, as they would be suggested.
  private func existing(in source: SourceMetadata) -> Set<Suggestion> {
    var found: Set<Suggestion> = []
    let facts = editContext.facts
    for (name, table) in source.tables {
      for relationship in table.objectRelationships.values {
        found.formUnion(ends(of: relationship.using, on: name, source, facts, isArray: false))
      }
      for relationship in table.arrayRelationships.values {
        found.formUnion(ends(of: relationship.using, on: name, source, facts, isArray: true))
      }
    }
    return found
  }

  private func ends(
    of using: RelationshipMetadata.Using,
    on table: TableName,
    _ source: SourceMetadata,
    _ facts: UpstreamFacts,
    isArray: Bool
  ) -> [Suggestion] {
    switch using {
    case .foreignKey(let columns):
      guard let target = facts.foreignKeyTarget(source.name, table, columns) else { return [] }
      return [
        Suggestion(
          isArray: isArray,
          from: .init(table: table, columns: columns),
          to: .init(table: target.table, columns: target.columns)
        )
      ]
    case .remoteForeignKey(let remote, let columns):
      guard let target = facts.foreignKeyTarget(source.name, remote, columns) else { return [] }
      return [
        Suggestion(
          isArray: isArray,
          from: .init(table: table, columns: target.columns),
          to: .init(table: remote, columns: columns)
        )
      ]
    case .manual(let manual):
      guard case .table(let remote) = manual.target else { return [] }
      return [
        Suggestion(
          isArray: isArray,
          from: .init(table: table, columns: Array(manual.columnMapping.keys)),
          to: .init(table: remote, columns: Array(manual.columnMapping.values))
        )
      ]
    }
  }
}

/// A relationship that a foreign key offers; the order of its columns does not distinguish it.
private struct Suggestion: Hashable {
  var isArray: Bool
  var from: End
  var to: End

  struct End {
    var table: TableName
    var columns: [ColumnName]

    var json: JSONValue {
      ["table": table.json, "columns": .array(columns.map(\.json))]
    }
  }

  /// The relationship of the table that has a key, and that of the table it refers to.
  static func both(of key: ForeignKeyFacts, on table: TableFacts) -> [Suggestion] {
    let own = End(table: table.name, columns: key.columns.map(\.own))
    let other = End(table: key.referencedTable, columns: key.columns.map(\.referenced))
    let keys = (table.primaryKey.map { [$0] } ?? []) + table.uniqueConstraints
    let isUnique = keys.contains { Set($0.columns) == Set(own.columns) }
    return [
      Suggestion(isArray: false, from: own, to: other),
      Suggestion(isArray: !isUnique, from: other, to: own),
    ]
  }

  var json: JSONValue {
    ["type": isArray ? "array" : "object", "from": from.json, "to": to.json]
  }

  private var pairs: Set<ForeignKeyFacts.Pair> {
    Set(zip(from.columns, to.columns).map { .init(own: $0, referenced: $1) })
  }

  static func == (one: Suggestion, other: Suggestion) -> Bool {
    one.isArray == other.isArray && one.from.table == other.from.table
      && one.to.table == other.to.table && one.pairs == other.pairs
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(isArray)
    hasher.combine(from.table)
    hasher.combine(to.table)
    hasher.combine(pairs)
  }
}
