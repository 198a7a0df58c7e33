/// A group of endpoints that can be switched off together (`--enabled-apis`).
package enum APIGroup: String, Sendable, Hashable, CaseIterable {
  case metadata
  case graphql
  case pgdump
  case config
  case developer
  case metrics

  /// The groups that are on unless the configuration says otherwise.
  package static let enabledByDefault: Set<APIGroup> = [.metadata, .graphql, .pgdump, .config]
}
