import DovetailPlan
import DovetailSource

/// Stands for an upstream whose configuration cannot be used: every call fails with the reason.
struct UnusableSource: Source {
  let error: SourceError

  init(_ error: SourceError) {
    self.error = error
  }

  var capabilities: SourceCapabilities { SourceCapabilities() }

  func introspect() async throws(SourceError) -> CatalogFragment { throw error }
  func prepare(_ fetch: Fetch) throws(SourceError) -> PreparedFetch { throw error }
  func prepare(_ lookup: Lookup) throws(SourceError) -> PreparedLookup { throw error }
  func checkHealth() async throws(SourceError) { throw error }
  func close() async {}
}
