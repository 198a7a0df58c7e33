import OrderedCollections
import OrderedJSON

extension Metadata {
  /// Follows a column that got a new name in its database.
  ///
  /// `facts` are those from before the change.
  package mutating func renameColumn(
    _ column: ColumnName,
    to newName: ColumnName,
    of table: TableName,
    in source: SourceName,
    facts: UpstreamFacts
  ) {
    let rename = { (name: ColumnName) in name == column ? newName : name }
    rewriteExpressions(
      in: source,
      facts: facts,
      names: { name in
        if case .column(table, column) = name { newName.value } else { name.text }
      }
    )
    mapRelationships(in: source) { owner, using in
      switch using {
      case .foreignKey(let columns) where owner == table:
        return .foreignKey(columns.map(rename))
      case .remoteForeignKey(table, let columns):
        return .remoteForeignKey(table, columns.map(rename))
      case .manual(var manual):
        if owner == table { manual.columnMapping = manual.columnMapping.mapKeys(rename) }
        if manual.target == .table(table) {
          manual.columnMapping = manual.columnMapping.mapValues(rename)
        }
        return .manual(manual)
      default: return using
      }
    }
    mapQueryRelationships(in: source) { using in
      guard case .manual(var manual) = using, manual.target == .table(table) else { return using }
      manual.columnMapping = manual.columnMapping.mapValues(rename)
      return .manual(manual)
    }
    mapRemoteDefinitions { definition in
      guard case .toSource(var target) = definition, target.source == source,
        target.table == table
      else { return definition }
      target.fieldMapping = target.fieldMapping.mapValues(rename)
      return .toSource(target)
    }
    mapTypeRelationships(to: table, in: source) {
      $0.fieldMapping = $0.fieldMapping.mapValues(rename)
    }
    sources[source]?.tables[table]?.renameColumn(column, to: newName)
  }
}

extension TableMetadata {
  /// Changes the name of a column in what is defined on the table, apart from expressions.
  fileprivate mutating func renameColumn(_ column: ColumnName, to newName: ColumnName) {
    let rename = { (name: ColumnName) in name == column ? newName : name }
    configuration.columns = configuration.columns.mapKeys(rename)
    for role in selectPermissions.roles {
      selectPermissions[role]?.definition.columns.map(rename)
    }
    for role in insertPermissions.roles {
      insertPermissions[role]?.definition.columns?.map(rename)
      insertPermissions[role]?.definition.presets.renameKeys(rename)
    }
    for role in updatePermissions.roles {
      updatePermissions[role]?.definition.columns.map(rename)
      updatePermissions[role]?.definition.presets.renameKeys(rename)
    }
    for trigger in eventTriggers.keys {
      eventTriggers[trigger]?.operations.insert?.map(rename)
      eventTriggers[trigger]?.operations.update?.map(rename)
      eventTriggers[trigger]?.operations.delete?.map(rename)
    }
    // A computed field of that name hides the column from remote relationships.
    guard computedFields[ComputedFieldName(column.value)] == nil else { return }
    for name in remoteRelationships.keys {
      remoteRelationships[name]?.definition.renameField(column.value, to: newName.value)
    }
  }
}

extension ColumnSelection {
  fileprivate mutating func map(_ transform: (ColumnName) -> ColumnName) {
    if case .some(let columns) = self { self = .some(columns.map(transform)) }
  }
}

extension EventTriggerMetadata.Operation {
  fileprivate mutating func map(_ transform: (ColumnName) -> ColumnName) {
    columns.map(transform)
    payload?.map(transform)
  }
}

extension RemoteRelationshipDefinition {
  /// Changes the name of a field of the left-hand side, also where arguments use it.
  fileprivate mutating func renameField(_ field: String, to newName: String) {
    let rename = { (name: String) in RemoteJoinField.renaming(field, to: newName, in: name) }
    switch self {
    case .toSource(var target):
      target.fieldMapping = target.fieldMapping.mapKeys(rename)
      self = .toSource(target)
    case .toRemoteSchema(var target):
      target.lhsFields = target.lhsFields.map(rename)
      for index in target.remoteField.indices {
        target.remoteField[index].arguments = target.remoteField[index].arguments.mapValues {
          renamingVariable($0, rename)
        }
      }
      self = .toRemoteSchema(target)
    }
  }
}

/// Changes the variables in an argument's template.
///
/// Templates are no deeper than the JSON parser allows, so recursion is bounded.
private func renamingVariable(
  _ template: JSONValue,
  _ rename: (String) -> String
) -> JSONValue {
  switch template {
  case .string(let text) where text.hasPrefix("$"):
    .string("$" + rename(String(text.dropFirst())))
  case .array(let elements): .array(elements.map { renamingVariable($0, rename) })
  case .object(let members): .object(members.mapValues { renamingVariable($0, rename) })
  default: template
  }
}

extension OrderedDictionary {
  /// The same values in the same order, by other keys; of equal ones the last counts.
  fileprivate func mapKeys(_ transform: (Key) -> Key) -> OrderedDictionary {
    OrderedDictionary(
      map { (transform($0.key), $0.value) },
      uniquingKeysWith: { _, last in last }
    )
  }

  fileprivate mutating func renameKeys(_ transform: (Key) -> Key) {
    self = mapKeys(transform)
  }
}
