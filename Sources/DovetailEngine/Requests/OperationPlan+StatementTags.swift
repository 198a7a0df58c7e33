import DovetailMetadata
import DovetailPlan
import GraphQLLanguage
import OrderedCollections

extension OperationPlan {
  /// The plan with the comments that statements of its root fields carry, where sources want them.
  ///
  /// Lookups of joins carry none: one may serve several fields.
  func tagged(
    _ document: Document,
    operationName: String?,
    sources: OrderedDictionary<SourceName, SourceMetadata>
  ) -> OperationPlan {
    let wanted = sources.compactMapValues { source in
      source.queryTags.flatMap { $0.isDisabled ? nil : $0 }
    }
    guard !wanted.isEmpty else { return self }
    let operations = document.operations
    let operation = operations.first {
      operationName == nil || $0.name?.value == operationName
    }
    let hash = document.shapeHash
    var plan = self
    plan.roots = roots.map { $0.tagged(operation?.name?.value, hash, wanted) }
    return plan
  }
}

extension RootField {
  fileprivate func tagged(
    _ operationName: String?,
    _ hash: String,
    _ wanted: OrderedDictionary<SourceName, QueryTags>
  ) -> RootField {
    var field = self
    switch value {
    case .fetch(var fetch):
      guard case .source(let source) = fetch.target, let tags = wanted[source] else { break }
      fetch.tag = StatementTag(
        fieldName: key,
        operationName: operationName,
        operationHash: hash,
        format: tags.format == .standard ? .standard : .sqlcommenter,
        hasRequestID: !tags.omitsRequestID
      )
      field.value = .fetch(fetch)
    case .object(let fields):
      field.value = .object(fields.map { $0.tagged(operationName, hash, wanted) })
    case .constant, .part: break
    }
    return field
  }
}
