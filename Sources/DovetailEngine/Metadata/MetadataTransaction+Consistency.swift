import DovetailCatalog
import DovetailMetadata
import OrderedCollections
import OrderedJSON

extension MetadataTransaction {
  /// `get_inconsistent_metadata`.
  var consistencyReport: JSONValue {
    let objects = catalog.inconsistencies.map { metadata.describe($0) }
    return [
      "is_consistent": .bool(objects.isEmpty),
      "inconsistent_objects": .array(objects),
    ]
  }

  /// `reload_metadata`: succeeds whatever is found.
  mutating func reload(_ arguments: ReloadMetadata) async throws(EngineError) -> JSONValue {
    do {
      try arguments.validate(in: metadata)
    } catch {
      throw EngineError(error)
    }
    let sources = names(arguments.sources, of: metadata.sources.keys)
    let schemas = names(arguments.remoteSchemas, of: metadata.remoteSchemas.keys)
    makesVersion = true
    invalidations.sources.formUnion(sources)
    invalidations.remoteSchemas.formUnion(schemas)
    await refreshUpstreams(.nothing)
    await introspectAgain(sources, schemas)
    await rebuild()
    var answer: [(key: String, value: JSONValue)] = [
      ("message", "success"), ("is_consistent", .bool(catalog.inconsistencies.isEmpty)),
    ]
    if !catalog.inconsistencies.isEmpty {
      answer.append(
        ("inconsistent_objects", .array(catalog.inconsistencies.map { metadata.describe($0) }))
      )
    }
    return .object(members: answer)
  }

  private func names<Name: MetadataName>(
    _ selection: ReloadMetadata.Selection<Name>,
    of all: OrderedSet<Name>
  ) -> [Name] {
    switch selection {
    case .all: Array(all)
    case .none: []
    case .some(let names): names
    }
  }

  /// `reload_remote_schema`.
  mutating func reload(_ name: RemoteSchemaName) async throws(EngineError) -> JSONValue {
    guard metadata.remoteSchemas[name] != nil else {
      throw EngineError(
        code: "not-exists",
        message: "remote schema with name \"\(name)\" does not exist",
        path: "$.args"
      )
    }
    let before = self
    makesVersion = true
    invalidations.remoteSchemas.insert(name)
    await refreshUpstreams(.remoteSchema(name))
    await rebuild()
    let new = newInconsistencies(since: before.catalog)
    if let failure = upstreams.remoteSchemas[name]?.facts.failure {
      self = before
      throw EngineError(code: "remote-schema-error", message: failure, path: "$.args")
    }
    guard new.isEmpty else {
      let detail = JSONValue.array(new.map { metadata.describe($0) })
      self = before
      throw EngineError(
        code: "unexpected",
        message: "cannot continue due to newly found inconsistent metadata",
        path: "$.args",
        status: 500,
        detail: detail
      )
    }
    invalidations.remoteSchemas.insert(name)
    guard let differences = schemaDifferences[name], !differences.isEmpty else {
      return MetadataEdit.success
    }
    return ["message": "success", "schema_changes": .array(differences.map(\.json))]
  }

  /// `introspect_remote_schema`: the service's answer as it was stored.
  func introspection(of name: RemoteSchemaName) throws(EngineError) -> JSONValue {
    guard let bytes = upstreams.remoteSchemas[name]?.introspection else {
      throw EngineError(
        code: "not-exists",
        message: "remote schema: \"\(name)\" not found",
        path: "$.args"
      )
    }
    do {
      guard case .object(var members) = try JSONValue(parsing: bytes) else { return .null }
      members[subgraphSDLMember] = nil
      return .object(members)
    } catch {
      throw EngineError(
        code: "remote-schema-error",
        message: "the stored introspection is not JSON: \(error)",
        path: "$.args"
      )
    }
  }

  /// `drop_inconsistent_metadata`: removes what is inconsistent until nothing is.
  mutating func dropInconsistentObjects() async throws(EngineError) -> JSONValue {
    makesVersion = true
    // Removing an object can make others inconsistent; each round removes at least one.
    var droppable = catalog.inconsistencies.filter { !$0.isInformational }
    while !droppable.isEmpty {
      for object in droppable.reversed().flatMap(\.objects) {
        for dependent in metadata.dependents(of: object, facts: editContext.facts) {
          metadata.remove(dependent)
        }
        metadata.remove(object)
      }
      await refreshUpstreams(.nothing)
      await rebuild()
      let remaining = catalog.inconsistencies.filter { !$0.isInformational }
      guard remaining != droppable else {
        throw EngineError(
          code: "unexpected",
          message: "cannot continue due to new inconsistent metadata",
          path: "$.args",
          detail: .array(remaining.map { metadata.describe($0) })
        )
      }
      droppable = remaining
    }
    return MetadataEdit.success
  }
}
