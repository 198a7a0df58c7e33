import DovetailMetadata
import OrderedCollections

extension RemoteRelationshipResolver {
  /// The rows of a table to which a definition leads.
  func resolve(
    _ definition: RemoteRelationshipDefinition.ToSource,
    from side: RemoteJoinSide
  ) throws(ResolutionError) -> RemoteRelationship.TableTarget {
    guard let source = sources[definition.source] else {
      throw ResolutionError(.notFound, "source not found: \"\(definition.source)\"")
    }
    let name = definition.table.normalized(for: source.source.kind)
    guard let table = source.tables[name] else {
      throw ResolutionError(
        .notExists,
        "table \"\(name)\" does not exist in source: \(definition.source)"
      )
    }
    if let strategy = definition.strategy, strategy != .rows {
      throw ResolutionError(
        .invalidConfiguration,
        "strategy \"\(strategy.rawValue)\" does not fit: tables are looked up by \"rows\""
      )
    }
    var target = RemoteRelationship.TableTarget(
      source: definition.source,
      table: name,
      kind: definition.kind == .object ? .object : .array,
      pairs: [],
      settings: definition.lookups
    )
    for (field, column) in definition.fieldMapping {
      let found: (field: RemoteJoinField, values: RemoteJoinSide.Field)?
      do {
        found = try side.joinField(field)
      } catch {
        throw ResolutionError(.invalidConfiguration, error.message)
      }
      guard let (joined, values) = found else {
        throw ResolutionError(
          .notExists,
          "field \"\(field)\" is not provided by \(side.identifier)"
        )
      }
      try source.checkColumn(column, of: table.facts)
      let isArray =
        table.facts.columns.first { $0.name == column }?.type.category == .array
      if values.listDepth > 0, !isArray { try spread(field, in: &target) }
      target.pairs.append(.init(field: joined, column: column))
    }
    return target
  }

  /// Marks the pair that comes next as the one whose field is a list of keys.
  private func spread(
    _ field: String,
    in target: inout RemoteRelationship.TableTarget
  ) throws(ResolutionError) {
    guard target.spread == nil else {
      throw ResolutionError(
        .invalidConfiguration,
        "field \"\(field)\" holds a list, and so does another; one join field may be a list of keys"
      )
    }
    guard target.kind == .object else {
      throw ResolutionError(
        .invalidConfiguration,
        "field \"\(field)\" holds a list of keys, each of which gives one row: the relationship "
          + "must be an \"object\" relationship, and its field is a list"
      )
    }
    target.spread = target.pairs.count
  }
}
