import DovetailSource
import Synchronization

/// An upstream that was connected; two are equal only if they are the same connection.
final class UpstreamConnection: Sendable {
  let source: any Source

  init(_ source: any Source) {
    self.source = source
  }
}

/// What a transaction connected, so that what it does not keep can be closed.
final class OpenedUpstreams: Sendable {
  private let connections = Mutex<[UpstreamConnection]>([])

  func add(_ source: any Source) -> UpstreamConnection {
    let connection = UpstreamConnection(source)
    connections.withLock { $0.append(connection) }
    return connection
  }

  /// Closes what is not among the upstreams that are in use from now on.
  func close(unlessIn upstreams: Upstreams) async {
    for connection in connections.withLock({ $0 }) where !upstreams.contains(connection) {
      await connection.source.close()
    }
  }
}

extension Upstreams {
  /// Whether the connection is one of these upstreams'.
  func contains(_ connection: UpstreamConnection) -> Bool {
    sources.values.contains { $0.connection === connection }
      || remoteSchemas.values.contains { $0.connection === connection }
  }
}
