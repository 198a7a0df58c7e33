extension Metadata {
  /// The objects that would be left hanging if a thing went, directly or by way of others.
  ///
  /// What belongs to the thing (a table's own permissions, say) goes with it and is not listed.
  /// The order is that of the document, nearer dependents first.
  package func dependents(
    of reference: MetadataReference,
    facts: UpstreamFacts
  ) -> [MetadataObject] {
    var candidates: [(MetadataObject, Set<MetadataReference>)] = []
    forEachDependent { object in
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
    let removed = found.compactMap(\.reference)
    return found.filter { object in
      !removed.contains { $0 != object.reference && object.belongs(to: $0) }
    }
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
