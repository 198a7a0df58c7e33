import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailPlanner
import DovetailSource
import OrderedCollections
import OrderedJSON

extension MetadataTransaction {
  /// Asks the sources for the types that native queries and logical models name and that are not
  /// known yet.
  mutating func readNamedTypes() async {
    for source in metadata.sources.values {
      let names = source.typeNames
      guard !names.isEmpty, let connected = upstreams.sources[source.name],
        let known = connected.facts.facts?.namedTypes
      else { continue }
      let unknown = names.filter { known[$0] == nil }
      // A source that does not answer is asked again by the next command.
      guard !unknown.isEmpty, let found = try? await connected.source.types(named: unknown) else {
        continue
      }
      upstreams.sources[source.name]?.facts.change { facts in
        for name in unknown { facts.namedTypes[name] = .some(found[name]) }
      }
    }
  }

  /// Asks the databases whether they can run the native queries that they were not asked about.
  ///
  /// - Returns: whether one of them refuses, so that the catalog must be built again.
  mutating func checkNativeQueries() async -> Bool {
    guard options.checksNativeQueries else { return false }
    var isRefused = false
    for source in catalog.sources.values where !source.nativeQueries.isEmpty {
      guard let owner = metadata.sources[source.name],
        let connected = upstreams.sources[source.name],
        var known = connected.facts.facts?.queryChecks
      else { continue }
      var shapes: Set<NativeQueryShape> = []
      for query in owner.nativeQueries.values {
        guard let model = owner.logicalModels[query.returns] else { continue }
        let shape = NativeQueryShape(query, model)
        shapes.insert(shape)
        guard known[shape] == nil, let resolved = source.nativeQueries[query.rootFieldName],
          let fetch = planCheck(of: resolved, in: source)
        else { continue }
        do throws(SourceError) {
          let objection = try await connected.source.objection(to: fetch)
          known[shape] = .some(
            objection.map { NativeQueryFailure(message: $0.message, detail: $0.detail) }
          )
          if objection != nil { isRefused = true }
        } catch {
          // The source does not answer: the query counts as good until it can be asked.
          continue
        }
      }
      // Queries that are gone are forgotten.
      let checks = known.filter { shapes.contains($0.key) }
      upstreams.sources[source.name]?.facts.change { $0.queryChecks = checks }
    }
    return isRefused
  }
}

extension MetadataTransaction {
  /// The native queries of a source that work, with what their databases are asked.
  func checkedQueries(of name: SourceName) -> [(name: String, fetch: Fetch)] {
    guard options.checksNativeQueries, let source = catalog.sources[name] else { return [] }
    return source.nativeQueries.values.compactMap { query in
      planCheck(of: query, in: source).map { (query.name, $0) }
    }
  }
}

/// The error of a script that native queries do not survive.
func refusal(
  of queries: [(name: String, objection: StatementObjection)],
  in source: SourceMetadata,
  _ metadata: Metadata
) -> SourceError {
  let inconsistencies = queries.map { name, objection in
    Inconsistency(
      object: .nativeQuery(source.name, name),
      reason: "in native query \"\(name)\": Failed to validate query: \(objection.message)",
      code: .unexpected,
      detail: objection.detail
    )
  }
  return SourceError(
    code: .unexpected,
    message: "cannot continue due to newly found inconsistent metadata",
    detail: .array(inconsistencies.map { metadata.describe($0) }),
    path: "$.args"
  )
}

extension MetadataObject {
  /// Whether the object is a native query.
  var isNativeQuery: Bool {
    if case .nativeQuery = self { true } else { false }
  }
}

extension SourceMetadata {
  /// The names of types in native queries and logical models, each once.
  fileprivate var typeNames: [String] {
    var names: OrderedSet<String> = []
    for query in nativeQueries.values {
      for argument in query.arguments.values { names.append(argument.type) }
    }
    for model in logicalModels.values {
      for field in model.fields.values {
        if let name = field.type.databaseType { names.append(name) }
      }
    }
    return Array(names)
  }
}

extension LogicalModelType {
  /// The database's type: of an element with `[]`; nil for objects.
  fileprivate var databaseType: String? {
    switch shape {
    case .scalar(let name): return name
    case .logicalModel: return nil
    case .array(let element):
      guard let name = element.databaseType else { return nil }
      // More dimensions are of the same type to a database.
      return name.hasSuffix("[]") && element.isArray ? name : name + "[]"
    }
  }

  private var isArray: Bool {
    if case .array = shape { true } else { false }
  }
}
