import OrderedCollections

extension Metadata {
  /// The objects that would be left hanging if a thing went, directly or by way of others.
  ///
  /// What belongs to the thing (a table's own permissions, say) goes with it and is not listed.
  /// The order is that of the document, nearer dependents first.
  package func dependents(
    of reference: MetadataReference,
    facts: UpstreamFacts
  ) -> [MetadataObject] {
    // Nothing depends on a permission, so that what goes is known without looking at them.
    var found = closure(of: reference, facts) { _, _ in false }
    let gone = [reference] + found.compactMap(\.reference)
    let holders = tablesWhosePermissionsMayName(gone)
    if !holders.isEmpty {
      found = closure(of: reference, facts) { holders[$0]?.contains($1.name) ?? false }
    }
    let removed = found.compactMap(\.reference)
    return found.filter { object in
      !removed.contains { $0 != object.reference && object.belongs(to: $0) }
    }
  }

  /// The objects that refer to a thing, directly or by way of others, nearer ones first.
  private func closure(
    of reference: MetadataReference,
    _ facts: UpstreamFacts,
    includesPermissions: (SourceName, TableMetadata) -> Bool
  ) -> [MetadataObject] {
    var candidates: [(MetadataObject, Set<MetadataReference>)] = []
    forEachDependent(includesPermissions: includesPermissions) { object in
      if !object.belongs(to: reference) {
        candidates.append((object, references(of: object, facts: facts)))
      }
    }
    var found: [MetadataObject] = []
    var gone: [MetadataReference] = [reference]
    while !gone.isEmpty {
      let (hit, rest) = partition(candidates) { references in
        references.contains { reference in gone.contains { reference.isPart(of: $0) } }
      }
      found += hit.map(\.0)
      gone = hit.compactMap(\.0.reference)
      candidates = rest
    }
    return found
  }

  /// The tables of which a permission may refer to one of the things, found by the names in their
  /// texts without reading any: there may be hundreds of thousands.
  private func tablesWhosePermissionsMayName(
    _ gone: [MetadataReference]
  ) -> [SourceName: Set<TableName>] {
    var found: [SourceName: Set<TableName>] = [:]
    for (name, source) in sources {
      let own = gone.filter { $0.source == name && $0.table != nil }
      guard !own.isEmpty else { continue }
      for table in source.tables.values where table.permissionsMayName(own) {
        found[name, default: []].insert(table.name)
      }
    }
    return found
  }

  /// The objects that would be left hanging if an object were dropped.
  package func dependents(of object: MetadataObject, facts: UpstreamFacts) -> [MetadataObject] {
    guard let reference = object.reference else { return [] }
    return dependents(of: reference, facts: facts).filter { $0 != object }
  }

  /// Refuses to drop a thing that others depend on, or removes them first.
  mutating func releaseDependents(
    of reference: MetadataReference,
    cascade: Bool,
    facts: UpstreamFacts,
    except: (MetadataObject) -> Bool = { _ in false }
  ) throws(MetadataError) {
    let dependents = dependents(of: reference, facts: facts).filter { !except($0) }
    guard !dependents.isEmpty else { return }
    guard cascade else { throw MetadataError.dependents(dependents) }
    for object in dependents { remove(object) }
  }

  private func partition(
    _ candidates: [(MetadataObject, Set<MetadataReference>)],
    by isHit: (Set<MetadataReference>) -> Bool
  ) -> (
    hit: [(MetadataObject, Set<MetadataReference>)],
    rest: [(MetadataObject, Set<MetadataReference>)]
  ) {
    var hit: [(MetadataObject, Set<MetadataReference>)] = []
    var rest: [(MetadataObject, Set<MetadataReference>)] = []
    for candidate in candidates {
      if isHit(candidate.1) { hit.append(candidate) } else { rest.append(candidate) }
    }
    return (hit, rest)
  }
}

extension TableMetadata {
  /// Whether an expression may lead to another table.
  private var permissionsMayLeave: Bool {
    permissionsMayContain("_exists") || permissionsMayContain("$exists")
      || objectRelationships.keys.contains { permissionsMayContain($0.value) }
      || arrayRelationships.keys.contains {
        permissionsMayContain($0.value) || permissionsMayContain($0.value + "_aggregate")
      }
      || computedFields.keys.contains { permissionsMayContain($0.value) }
  }

  /// Whether a permission may refer to one of the things, which are tables of the same source or
  /// parts of them.
  fileprivate func permissionsMayName(_ things: [MetadataReference]) -> Bool {
    var mayLeave: Bool?
    return things.contains { thing in
      let isNamed: Bool
      switch thing {
      case .column(_, _, let column): isNamed = permissionsMayContain(column.value)
      case .computedField(_, _, let field): isNamed = permissionsMayContain(field.value)
      case .relationship(_, _, let name):
        isNamed =
          permissionsMayContain(name.value) || permissionsMayContain(name.value + "_aggregate")
      default: isNamed = true
      }
      guard isNamed else { return false }
      // The permissions on a table go with it.
      if thing.table == name { return thing != .table(thing.source ?? .default, name) }
      let leaves = mayLeave ?? permissionsMayLeave
      mayLeave = leaves
      return leaves
    }
  }
}

extension MetadataError {
  /// The refusal to drop something that other objects depend on.
  package static func dependents(_ objects: [MetadataObject]) -> MetadataError {
    MetadataError(
      .dependencyError,
      "cannot drop due to the following dependent objects: "
        + objects.map(\.dependentName).joined(separator: ", ")
    )
  }
}
