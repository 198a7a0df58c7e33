import OrderedCollections
import OrderedJSON

extension Metadata {
  /// What an object refers to, apart from what it belongs to.
  func references(of object: MetadataObject, facts: UpstreamFacts) -> Set<MetadataReference> {
    switch object {
    case .relationship(let source, let table, let name, _):
      guard let using = self.table(table, in: source)?.relationshipUsing(name) else { return [] }
      return references(of: using, source, table, facts)
    case .permission(let source, let table, let role, let kind):
      return permissionReferences(source, table, role, kind, facts)
    case .computedField(let source, let table, let name):
      guard let field = self.table(table, in: source)?.computedFields[name] else { return [] }
      let function = field.definition.function
      return returnTable(source, function, facts).union([.function(source, function)])
    case .remoteRelationship(let source, let table, let name):
      return remoteRelationshipReferences(source, table, name)
    case .eventTrigger(let source, let table, let name):
      guard let trigger = self.table(table, in: source)?.eventTriggers[name] else { return [] }
      let operations = trigger.operations
      let selections = [operations.insert, operations.update, operations.delete].flatMap {
        [$0?.columns, $0?.payload]
      }
      return columns(selections.compactMap(\.self), source, table)
    case .function(let source, let function):
      let tables = returnTable(source, function, facts)
      guard tables.isEmpty, let owner = sources[source],
        let table = owner.functions[function]?.configuration.responseTable(for: owner.kind)
      else { return tables }
      return [.table(source, table)]
    case .functionPermission(let source, let function, _):
      return [.function(source, function)]
    case .nativeQuery(let source, let name):
      guard let query = sources[source]?.nativeQueries[name] else { return [] }
      return [.logicalModel(source, query.returns)]
    case .nativeQueryRelationship(let source, let query, let name, let kind):
      guard
        case .manual(let manual)? = sources[source]?.nativeQueries[query]?
          .relationship(name, kind)?.using
      else { return [] }
      return references(of: manual.target, manual, source)
    case .logicalModel(let source, let name):
      let fields = sources[source]?.logicalModels[name]?.fields.values.map(\.type) ?? []
      return Set(fields.compactMap { modelName(of: $0) }.map { .logicalModel(source, $0) })
    case .remoteSchemaRemoteRelationship(let schema, let type, let name):
      guard
        let definition = remoteSchemas[schema]?.remoteRelationships[type]?[name]?.definition
      else { return [] }
      return targets(of: definition)
    case .customTypeRelationship(let type, let name):
      guard let definition = customTypes.relationship(name, of: type)?.definition else {
        return []
      }
      return targets(of: definition)
    case .restEndpoint(let name):
      guard let endpoint = restEndpoints[name] else { return [] }
      return [.query(endpoint.collection, endpoint.query)]
    default:
      return []
    }
  }

  private func references(
    of using: RelationshipMetadata.Using,
    _ source: SourceName,
    _ table: TableName,
    _ facts: UpstreamFacts
  ) -> Set<MetadataReference> {
    var result: Set<MetadataReference> = []
    func add(_ table: TableName, _ columns: some Sequence<ColumnName>) {
      result.insert(.table(source, table))
      for column in columns { result.insert(.column(source, table, column)) }
    }
    switch using {
    case .foreignKey(let columns):
      add(table, columns)
      if let target = facts.foreignKeyTarget(source, table, columns) {
        add(target.table, target.columns)
      }
    case .remoteForeignKey(let remote, let columns):
      add(remote, columns)
      if let target = facts.foreignKeyTarget(source, remote, columns), target.table == table {
        add(table, target.columns)
      }
    case .manual(let manual):
      add(table, manual.columnMapping.keys)
      result.formUnion(references(of: manual.target, manual, source))
    }
    return result
  }

  /// What the other end of a manual relationship refers to.
  private func references(
    of target: ManualRelationship.Target,
    _ manual: ManualRelationship,
    _ source: SourceName
  ) -> Set<MetadataReference> {
    switch target {
    case .nativeQuery(let name):
      return [.nativeQuery(source, name)]
    case .table(let table):
      let owner = sources[source]?.kind
      let name = owner.map { table.normalized(for: $0) } ?? table
      let columns = manual.columnMapping.values.map {
        MetadataReference.column(source, name, $0)
      }
      return Set(columns + [.table(source, name)])
    }
  }

  private func permissionReferences(
    _ source: SourceName,
    _ table: TableName,
    _ role: RoleName,
    _ kind: PermissionKind,
    _ facts: UpstreamFacts
  ) -> Set<MetadataReference> {
    guard let metadata = self.table(table, in: source) else { return [] }
    var result: Set<MetadataReference> = []
    var expressions: [JSONValue] = []
    switch kind {
    case .select:
      guard let definition = metadata.selectPermissions[role]?.definition else { return [] }
      expressions = [definition.filter]
      result = columns([definition.columns], source, table)
      for field in definition.computedFields { result.insert(.computedField(source, table, field)) }
    case .insert:
      guard let definition = metadata.insertPermissions[role]?.definition else { return [] }
      expressions = [definition.check]
      result = columns(
        [definition.columns ?? .all, .some(Array(definition.presets.keys))],
        source,
        table
      )
    case .update:
      guard let definition = metadata.updatePermissions[role]?.definition else { return [] }
      expressions = [definition.filter] + (definition.check.map { [$0] } ?? [])
      result = columns(
        [definition.columns, .some(Array(definition.presets.keys))],
        source,
        table
      )
    case .delete:
      guard let definition = metadata.deletePermissions[role]?.definition else { return [] }
      expressions = [definition.filter]
    }
    for expression in expressions {
      result.formUnion(expressionReferences(expression, source, table, facts))
    }
    return result
  }

  private func expressionReferences(
    _ expression: JSONValue,
    _ source: SourceName,
    _ table: TableName,
    _ facts: UpstreamFacts
  ) -> Set<MetadataReference> {
    let found = ReferenceList()
    var walker = BooleanExpressionWalker(metadata: self, source: source, facts: facts) { name in
      switch name {
      case .column(let table, let column):
        found.references.insert(.column(source, table, column))
        return column.value
      case .relationship(let table, let relationship):
        found.references.insert(.relationship(source, table, relationship))
        return relationship.value
      case .computedField(let table, let field):
        found.references.insert(.computedField(source, table, field))
        return field.value
      }
    }
    walker.visitTable = { table in
      found.references.insert(.table(source, table))
      return table
    }
    _ = walker.walk(expression, on: table)
    return found.references
  }

  /// A class, because the walker keeps its callbacks, which then cannot fill a variable.
  private final class ReferenceList {
    var references: Set<MetadataReference> = []
  }

  private func remoteRelationshipReferences(
    _ source: SourceName,
    _ table: TableName,
    _ name: RelationshipName
  ) -> Set<MetadataReference> {
    guard let metadata = self.table(table, in: source),
      let definition = metadata.remoteRelationships[name]?.definition
    else { return [] }
    let fields: [String] =
      switch definition {
      case .toSource(let target): Array(target.fieldMapping.keys)
      case .toRemoteSchema(let target): target.lhsFields
      }
    var result = targets(of: definition)
    for field in fields {
      result.formUnion(references(toJoinField: field, of: metadata, source))
    }
    return result
  }

  /// The column or computed field that a join reads.
  ///
  /// A text with dots may be a column's name, too.
  private func references(
    toJoinField field: String,
    of table: TableMetadata,
    _ source: SourceName
  ) -> Set<MetadataReference> {
    let names = Set([field, RemoteJoinField(parsing: field)?.name ?? field])
    return Set(
      names.map { name in
        let computed = ComputedFieldName(name)
        return table.computedFields[computed] != nil
          ? .computedField(source, table.name, computed)
          : .column(source, table.name, ColumnName(name))
      }
    )
  }

  private func targets(of definition: RemoteRelationshipDefinition) -> Set<MetadataReference> {
    switch definition {
    case .toRemoteSchema(let target):
      return [.remoteSchema(target.remoteSchema)]
    case .toSource(let target):
      var result = columns(
        [.some(Array(target.fieldMapping.values))],
        target.source,
        target.table
      )
      result.insert(.source(target.source))
      result.insert(.table(target.source, target.table))
      return result
    }
  }

  private func columns(
    _ selections: [ColumnSelection],
    _ source: SourceName,
    _ table: TableName
  ) -> Set<MetadataReference> {
    var result: Set<MetadataReference> = []
    for case .some(let columns) in selections {
      for column in columns { result.insert(.column(source, table, column)) }
    }
    return result
  }

  private func returnTable(
    _ source: SourceName,
    _ function: FunctionName,
    _ facts: UpstreamFacts
  ) -> Set<MetadataReference> {
    facts.returnTable(source, function).map { [.table(source, $0)] } ?? []
  }

  private func modelName(of type: LogicalModelType) -> String? {
    switch type.shape {
    case .scalar: nil
    case .logicalModel(let name): name
    case .array(let element): modelName(of: element)
    }
  }
}
