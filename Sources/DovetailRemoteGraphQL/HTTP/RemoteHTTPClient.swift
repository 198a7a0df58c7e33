import AsyncHTTPClient
package import NIOCore
import NIOHTTPCompression

/// The HTTP client that all services share: one pool of connections for the process.
package final class RemoteHTTPClient: Sendable {
  let client: HTTPClient

  /// Starts a client on the event loops of the process.
  ///
  /// So many HTTP/1.1 connections to one host are open at a time; more requests wait. The answer's
  /// bound counts when it is decompressed.
  package init(
    eventLoopGroup: any EventLoopGroup = HTTPClient.defaultEventLoopGroup,
    connectionsPerHost: Int = 64,
    maximumAnswerSize: Int = 256 << 20
  ) {
    var pool = HTTPClient.Configuration.ConnectionPool(
      idleTimeout: .seconds(60),
      concurrentHTTP1ConnectionsPerHostSoftLimit: max(connectionsPerHost, 1)
    )
    // A service that is down must not hold up requests until they time out.
    pool.retryConnectionEstablishment = false
    var configuration = HTTPClient.Configuration(
      redirectConfiguration: .disallow,
      timeout: HTTPClient.Configuration.Timeout(connect: .seconds(10)),
      connectionPool: pool,
      decompression: .enabled(limit: .size(maximumAnswerSize))
    )
    configuration.tracing.tracer = nil
    client = HTTPClient(
      eventLoopGroupProvider: .shared(eventLoopGroup),
      configuration: configuration
    )
  }

  deinit {
    // An HTTPClient must not go before its connections are closed; it stays alive until they are.
    client.shutdown { _ in }
  }

  /// Closes all connections; requests in flight end with an error.
  package func shutdown() async {
    // Nothing is left to be done where it has been shut down before.
    try? await client.shutdown()
  }
}
