import DovetailMetadata
package import DovetailPlan

/// The last good introspection of an upstream, kept beside the metadata so that an engine can start
/// while the upstream is away.
package struct StoredIntrospection: Sendable, Equatable {
  package var upstream: FetchTarget
  /// The form of the content; an engine reads only the forms that it knows.
  package var format: Int
  /// What distinguishes the upstream from another one that had the same name.
  package var identity: String
  /// JSON.
  package var content: [UInt8]

  /// The greatest length of a content that is kept, in bytes.
  package static let maximumLength = 64 << 20

  package init(upstream: FetchTarget, format: Int, identity: String, content: [UInt8]) {
    self.upstream = upstream
    self.format = format
    self.identity = identity
    self.content = content
  }
}

extension FetchTarget {
  /// The kind and the name under which stores keep what belongs to the upstream.
  package var storedKey: (kind: String, name: String) {
    switch self {
    case .source(let name): ("source", name.value)
    case .remoteSchema(let name): ("remote_schema", name.value)
    case .action(let name): ("action", name.value)
    case .request: ("request", "")
    }
  }

  /// The upstream of a kind and a name in a store; nil for a kind of which nothing is kept.
  package init?(storedKind: String, name: String) {
    switch storedKind {
    case "source": self = .source(SourceName(name))
    case "remote_schema": self = .remoteSchema(RemoteSchemaName(name))
    default: return nil
    }
  }
}
