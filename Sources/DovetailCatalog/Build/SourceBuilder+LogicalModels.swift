import DovetailMetadata
import OrderedCollections

extension SourceBuilder {
  /// Resolves the logical models: a row type each, whose nested objects are relationships to rows
  /// inside of the row itself.
  mutating func resolveLogicalModels() {
    for (name, model) in source.logicalModels {
      do {
        models[name] = try resolve(model)
      } catch {
        report(
          .logicalModel(source.name, name),
          error.inside("in logical model \"\(name)\": ")
        )
      }
    }
    // A model with objects of one that does not fit does not fit either.
    var isStable = false
    while !isStable {
      isStable = true
      for (name, model) in models {
        guard let missing = missingModel(of: model) else { continue }
        models[name] = nil
        isStable = false
        report(
          .logicalModel(source.name, name),
          ResolutionError(
            .notExists,
            "in logical model \"\(name)\": the logical model \"\(missing)\" does not exist"
          )
        )
      }
    }
  }

  /// The row types.
  func finishModels() -> OrderedDictionary<String, Table> {
    var finished: OrderedDictionary<String, Table> = [:]
    for (name, model) in models {
      finished[name] = Table(
        source: source.name,
        facts: model.facts,
        naming: model.naming,
        columns: model.columns,
        relationships: model.relationships,
        remoteRelationships: [:],
        computedFields: [:],
        description: model.facts.comment,
        metadata: model.metadata,
        isSound: true,
        enumValues: nil,
        isLogicalModel: true,
        nestedFields: model.nestedFields
      )
    }
    return finished
  }

  private func missingModel(of model: TableResolution) -> String? {
    for relationship in model.relationships.values {
      if case .nested(_, let name) = relationship.target, models[name] == nil { return name }
    }
    return nil
  }

  private func resolve(_ model: LogicalModel) throws(ResolutionError) -> TableResolution {
    guard isGraphQLName(model.name) else {
      throw ResolutionError(
        .invalidConfiguration,
        "\"\(model.name)\" is not a valid GraphQL identifier"
      )
    }
    guard !model.fields.isEmpty else {
      throw ResolutionError(.invalidConfiguration, "the model has no fields")
    }
    var columns: [ColumnFacts] = []
    var nested: [LogicalModel.Field] = []
    for (index, field) in model.fields.values.enumerated() {
      guard let type = try columnType(of: field) else {
        nested.append(field)
        continue
      }
      columns.append(
        ColumnFacts(
          name: field.name,
          position: index + 1,
          type: type,
          isNullable: field.type.isNullable,
          comment: field.description
        )
      )
    }
    let name = TableName(schema: nil, name: model.name)
    var metadata = TableMetadata(name: name)
    metadata.selectPermissions = PermissionList(model.selectPermissions)
    var resolution = TableResolution(
      metadata: metadata,
      facts: TableFacts(
        name: name,
        comment: model.description,
        columns: columns,
        isInsertable: false,
        isUpdatable: false,
        isDeletable: false
      ),
      naming: TableNaming(
        convention: convention,
        base: model.name,
        isCustom: true,
        affixes: affixes,
        customRootFields: [:]
      )
    )
    resolution.isLogicalModel = true
    for column in columns where resolution.columns[column.name] == nil {
      throw illegalField(column.name)
    }
    for field in nested { try add(field, to: &resolution) }
    return resolution
  }

  private func illegalField(_ name: ColumnName) -> ResolutionError {
    ResolutionError(
      .invalidConfiguration,
      "the field \"\(name)\" is not a valid GraphQL identifier"
    )
  }

  /// The database type of a field; nil for objects of a logical model.
  private func columnType(of field: LogicalModel.Field) throws(ResolutionError) -> ColumnType? {
    var dimensions = 0
    var type = field.type
    while case .array(let element) = type.shape {
      dimensions += 1
      type = element
    }
    guard case .scalar(let name) = type.shape else {
      guard dimensions <= 1 else {
        throw ResolutionError(
          .notSupported,
          "the field \"\(field.name)\" is a list of lists of objects, which is not supported"
        )
      }
      return nil
    }
    var found = try namedType(
      dimensions == 0 ? name : name + "[]",
      "field \"\(field.name)\""
    )
    // More dimensions are of the same type to a database.
    for _ in 1..<max(dimensions, 1) {
      found = ColumnType(
        sqlName: found.sqlName,
        name: found.name,
        graphQLName: found.graphQLName,
        category: .array,
        wireForm: found.wireForm,
        element: found
      )
    }
    return found
  }

  /// The type of that name in the database.
  func namedType(_ name: String, _ subject: String) throws(ResolutionError) -> ColumnType {
    guard let type = facts.namedTypes[name] ?? nil else {
      throw ResolutionError(
        .invalidConfiguration,
        "the type \"\(name)\" of the \(subject) does not exist in the database"
      )
    }
    guard isGraphQLName(type.graphQLName) else {
      throw ResolutionError(
        .invalidConfiguration,
        "cannot use SQL type \"\(name)\" in the GraphQL schema because its name is not a valid "
          + "GraphQL identifier"
      )
    }
    return type
  }

  /// Adds a field of objects, which is a relationship from the row to what is inside of it.
  private func add(
    _ field: LogicalModel.Field,
    to model: inout TableResolution
  ) throws(ResolutionError) {
    let name = convention.fieldName(field.name.value)
    guard isGraphQLName(name) else { throw illegalField(field.name) }
    let target: String
    let kind: Relationship.Kind
    switch field.type.shape {
    case .logicalModel(let model): (target, kind) = (model, .object)
    case .array(let element):
      guard case .logicalModel(let model) = element.shape else { return }
      (target, kind) = (model, .array)
    case .scalar: return
    }
    let relationship = RelationshipName(name)
    guard model.fieldNames.insert(name).inserted else {
      throw ResolutionError(
        .invalidConfiguration,
        "conflicting definitions for field \"\(name)\""
      )
    }
    model.nestedFields.append(field.name)
    model.relationships[relationship] = Relationship(
      name: relationship,
      kind: kind,
      target: .nested(field.name, model: target),
      pairs: [],
      isNullable: field.type.isNullable,
      description: field.description,
      insertsParentFirst: false
    )
  }
}

extension SelectPermissionDefinition {
  /// The member that only permissions on tables have.
  var memberForTables: String? {
    if allowsAggregations { return "allow_aggregations" }
    if !computedFields.isEmpty { return "computed_fields" }
    if queryRootFields != nil { return "query_root_fields" }
    return subscriptionRootFields == nil ? nil : "subscription_root_fields"
  }
}
