import DovetailMetadata
import OrderedCollections

extension SourceBuilder {
  /// Resolves the relationships of a table against the foreign keys and the other tables.
  mutating func resolveRelationships(of name: TableName) {
    guard let table = tables[name] else { return }
    for relationship in table.metadata.objectRelationships.values {
      add(relationship, .object, to: name)
    }
    for relationship in table.metadata.arrayRelationships.values {
      add(relationship, .array, to: name)
    }
  }

  private mutating func add(
    _ metadata: RelationshipMetadata,
    _ kind: Relationship.Kind,
    to name: TableName
  ) {
    guard let table = tables[name] else { return }
    let object = MetadataObject.relationship(
      source.name,
      name,
      metadata.name,
      kind == .object ? .object : .array
    )
    do {
      try checkFieldName(metadata.name.value, in: table)
      let relationship = try resolve(metadata, kind, of: table)
      tables[name]?.relationships[metadata.name] = relationship
      tables[name]?.fieldNames.insert(metadata.name.value)
    } catch {
      report(object, error.inside("in table \"\(name)\": in relationship \"\(metadata.name)\": "))
    }
  }

  func checkFieldName(
    _ fieldName: String,
    in table: TableResolution
  ) throws(ResolutionError) {
    guard isGraphQLName(fieldName) else {
      throw ResolutionError(
        .invalidConfiguration,
        "\"\(fieldName)\" is not a valid GraphQL identifier"
      )
    }
    guard table.fieldNames.contains(fieldName) else { return }
    let column = table.columns.values.first { $0.fieldName == fieldName }
    if let column, column.name.value == fieldName {
      throw ResolutionError(
        .invalidConfiguration,
        "field definition conflicts with postgres column"
      )
    }
    if let column {
      throw ResolutionError(
        .invalidConfiguration,
        "field definition conflicts with custom field name for postgres column "
          + "\"\(column.name)\""
      )
    }
    throw ResolutionError(
      .invalidConfiguration,
      "conflicting definitions for field \"\(fieldName)\""
    )
  }

  private func resolve(
    _ metadata: RelationshipMetadata,
    _ kind: Relationship.Kind,
    of table: TableResolution
  ) throws(ResolutionError) -> Relationship {
    switch metadata.using {
    case .foreignKey(let columns):
      return try forward(metadata, kind, columns: columns, of: table)
    case .remoteForeignKey(let target, let columns):
      return try backward(
        metadata,
        kind,
        from: target.normalized(for: source.kind),
        columns: columns,
        of: table
      )
    case .manual(let manual):
      return try manualRelationship(metadata, kind, manual, of: table)
    }
  }

  /// The foreign key of this table refers to the target.
  private func forward(
    _ metadata: RelationshipMetadata,
    _ kind: Relationship.Kind,
    columns: [ColumnName],
    of table: TableResolution
  ) throws(ResolutionError) -> Relationship {
    let key = try foreignKey(of: table.facts, on: columns) { _ in true }
    try checkTracked(key.referencedTable)
    let isNullable = columns.contains { column in
      table.facts.columns.first { $0.name == column }?.isNullable ?? true
    }
    return Relationship(
      name: metadata.name,
      kind: kind,
      target: .table(key.referencedTable),
      pairs: key.columns.map { Relationship.Pair(own: $0.own, target: $0.referenced) },
      isNullable: isNullable,
      description: metadata.comment,
      insertsParentFirst: true
    )
  }

  /// A foreign key of the target refers to this table.
  private func backward(
    _ metadata: RelationshipMetadata,
    _ kind: Relationship.Kind,
    from target: TableName,
    columns: [ColumnName],
    of table: TableResolution
  ) throws(ResolutionError) -> Relationship {
    try checkTracked(target)
    guard let targetFacts = tables[target]?.facts else {
      throw ResolutionError(.notExists, "table \"\(target)\" is not tracked")
    }
    let key = try foreignKey(of: targetFacts, on: columns) {
      $0.referencedTable == table.facts.name
    }
    return Relationship(
      name: metadata.name,
      kind: kind,
      target: .table(target),
      pairs: key.columns.map { Relationship.Pair(own: $0.referenced, target: $0.own) },
      isNullable: true,
      description: metadata.comment,
      insertsParentFirst: false
    )
  }

  /// A relationship by columns that need not be keys.
  func manualRelationship(
    _ metadata: RelationshipMetadata,
    _ kind: Relationship.Kind,
    _ manual: ManualRelationship,
    of table: TableResolution
  ) throws(ResolutionError) -> Relationship {
    let target: RelatedRows
    let targetFacts: TableFacts?
    switch manual.target {
    case .table(let named):
      let name = named.normalized(for: source.kind)
      try checkTracked(name)
      (target, targetFacts) = (.table(name), tables[name]?.facts)
    case .nativeQuery(let name):
      guard let query = nativeQueries[name] else {
        throw ResolutionError(.notExists, "the native query \"\(name)\" does not exist")
      }
      (target, targetFacts) = (.nativeQuery(name), models[query.model]?.facts)
    }
    for (own, other) in manual.columnMapping {
      try checkColumn(own, of: table.facts)
      if let targetFacts { try checkColumn(other, of: targetFacts) }
    }
    return Relationship(
      name: metadata.name,
      kind: kind,
      target: target,
      pairs: manual.columnMapping.map { Relationship.Pair(own: $0.key, target: $0.value) },
      isNullable: true,
      description: metadata.comment,
      insertsParentFirst: manual.insertionOrder != "after_parent" && kind == .object
    )
  }

  private func checkTracked(_ target: TableName) throws(ResolutionError) {
    guard tables[target] != nil else {
      throw ResolutionError(.notExists, "table \"\(target)\" is not tracked")
    }
  }

  func checkColumn(_ column: ColumnName, of facts: TableFacts) throws(ResolutionError) {
    guard facts.columns.contains(where: { $0.name == column }) else {
      throw ResolutionError(.notExists, "\"\(column)\" does not exist")
    }
  }

  private func foreignKey(
    of facts: TableFacts,
    on columns: [ColumnName],
    where isWanted: (ForeignKeyFacts) -> Bool
  ) throws(ResolutionError) -> ForeignKeyFacts {
    for column in columns { try checkColumn(column, of: facts) }
    let wanted = Set(columns)
    let keys = facts.foreignKeys.filter {
      Set($0.columns.map(\.own)) == wanted && isWanted($0)
    }
    guard let key = keys.first else {
      throw ResolutionError(
        .constraintError,
        "no foreign constraint exists on the given column(s)"
      )
    }
    guard keys.count == 1 else {
      throw ResolutionError(
        .constraintError,
        "more than one foreign key constraint exists on the given column(s)"
      )
    }
    return key
  }
}
