import DovetailMetadata
import OrderedCollections

extension SourceBuilder {
  /// Resolves the native queries; those that do not fit are reported.
  mutating func resolveNativeQueries() {
    for (name, query) in source.nativeQueries {
      do {
        nativeQueries[name] = try resolve(query)
      } catch {
        report(
          .nativeQuery(source.name, name),
          error.inside("in native query \"\(name)\": ")
        )
      }
    }
  }

  private func resolve(_ query: NativeQuery) throws(ResolutionError) -> TrackedNativeQuery {
    guard isGraphQLName(query.rootFieldName) else {
      throw ResolutionError(
        .invalidConfiguration,
        "\"\(query.rootFieldName)\" is not a valid GraphQL identifier"
      )
    }
    guard let model = source.logicalModels[query.returns], models[query.returns] != nil else {
      throw ResolutionError(
        .notExists,
        "the logical model \"\(query.returns)\" does not exist"
      )
    }
    let template = try parseQueryTemplate(query.code)
    let unknown = template.arguments.filter { query.arguments[$0] == nil }
    guard unknown.isEmpty else {
      throw ResolutionError(
        MetadataError.Code("validation-failed"),
        "undeclared arguments: " + unknown.map { "\"\($0)\"" }.joined(separator: ", ")
      )
    }
    var arguments: [TrackedNativeQuery.Argument] = []
    for (name, argument) in query.arguments {
      guard isGraphQLName(name) else {
        throw ResolutionError(
          .invalidConfiguration,
          "the argument \"\(name)\" is not a valid GraphQL identifier"
        )
      }
      arguments.append(
        TrackedNativeQuery.Argument(
          name: name,
          type: try namedType(argument.type, "argument \"\(name)\""),
          isNullable: argument.isNullable,
          description: argument.description
        )
      )
    }
    if let failure = facts.queryChecks[NativeQueryShape(query, model)] ?? nil {
      throw ResolutionError(
        MetadataError.Code("validation-failed"),
        "Failed to validate query: \(failure.message)",
        detail: failure.detail
      )
    }
    return TrackedNativeQuery(
      name: query.rootFieldName,
      template: template,
      arguments: arguments,
      model: query.returns,
      naming: TableNaming(
        convention: convention,
        base: query.rootFieldName,
        isCustom: true,
        affixes: affixes,
        customRootFields: [:]
      ),
      description: query.description
    )
  }

  // MARK: Relationships

  /// Adds the relationships of native queries to the rows that they give.
  ///
  /// The rows of a model have one type, so queries with one model share their relationships; two of
  /// one name must be the same.
  mutating func resolveRelationshipsOfNativeQueries() {
    for (name, query) in source.nativeQueries where nativeQueries[name] != nil {
      for relationship in query.objectRelationships.values {
        add(relationship, .object, to: query)
      }
      for relationship in query.arrayRelationships.values {
        add(relationship, .array, to: query)
      }
    }
  }

  private mutating func add(
    _ metadata: RelationshipMetadata,
    _ kind: Relationship.Kind,
    to query: NativeQuery
  ) {
    guard let model = models[query.returns] else { return }
    do {
      let relationship = try resolve(metadata, kind, of: model)
      if model.relationships[metadata.name] == relationship { return }
      try checkFieldName(metadata.name.value, in: model)
      models[query.returns]?.relationships[metadata.name] = relationship
      models[query.returns]?.fieldNames.insert(metadata.name.value)
    } catch {
      report(
        .nativeQueryRelationship(
          source.name,
          query.rootFieldName,
          metadata.name,
          kind == .object ? .object : .array
        ),
        error.inside(
          "in native query \"\(query.rootFieldName)\": in relationship \"\(metadata.name)\": "
        )
      )
    }
  }

  private func resolve(
    _ metadata: RelationshipMetadata,
    _ kind: Relationship.Kind,
    of model: TableResolution
  ) throws(ResolutionError) -> Relationship {
    guard case .manual(let manual) = metadata.using else {
      throw ResolutionError(
        .invalidConfiguration,
        "the rows of a native query have no foreign keys: use \"manual_configuration\""
      )
    }
    return try manualRelationship(metadata, kind, manual, of: model)
  }
}
