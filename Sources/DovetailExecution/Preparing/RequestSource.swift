import DovetailPlan
import DovetailSource

/// What a request gives itself, as if an upstream had answered it: objects in whose places joins
/// stand (`_entities`).
struct RequestSource: Source {
  var capabilities: SourceCapabilities { SourceCapabilities() }

  func prepare(_ fetch: Fetch) throws(SourceError) -> PreparedFetch {
    guard case .given(let objects) = fetch.request else { throw Self.isNoUpstream }
    var rules: [String: DocumentShape.Rule] = [:]
    for edge in fetch.joins {
      rules[edge.responseKey] = .join(edge.id, key: edge.responseKey)
    }
    let document = RemoteDocument(bytes: objects.document, data: 0..<objects.document.count)
    return PreparedFetch(
      text: "",
      shape: .document(DocumentShape(rules: rules, isReplaced: true))
    ) { (_) async throws(SourceError) -> FetchResult in .document(document) }
  }

  func introspect() async throws(SourceError) -> CatalogFragment { throw Self.isNoUpstream }

  func prepare(_ lookup: Lookup) throws(SourceError) -> PreparedLookup { throw Self.isNoUpstream }

  func checkHealth() async throws(SourceError) {}

  func close() async {}

  private static let isNoUpstream = SourceError(
    code: .unexpected,
    message: "a request was taken for an upstream"
  )
}
