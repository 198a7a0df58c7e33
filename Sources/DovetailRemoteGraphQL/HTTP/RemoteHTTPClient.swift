import AsyncHTTPClient
package import NIOCore
import NIOHTTPCompression
import NIOSSL
import Synchronization

/// The HTTP client that all services share: one pool of connections for the process.
///
/// A second pool, made when it is first asked for, has the connections to hosts whose certificates
/// are taken as they are.
package final class RemoteHTTPClient: Sendable {
  private let verifying: HTTPClient
  private let unverifying: Mutex<HTTPClient?>
  private let makeUnverifying: @Sendable () -> HTTPClient

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
    verifying = HTTPClient(
      eventLoopGroupProvider: .shared(eventLoopGroup),
      configuration: configuration
    )
    unverifying = Mutex(nil)
    var trusting = configuration
    var tls = TLSConfiguration.makeClientConfiguration()
    tls.certificateVerification = .none
    trusting.tlsConfiguration = tls
    makeUnverifying = { [trusting] in
      HTTPClient(eventLoopGroupProvider: .shared(eventLoopGroup), configuration: trusting)
    }
  }

  deinit {
    // An HTTPClient must not go before its connections are closed; it stays alive until they are.
    verifying.shutdown { _ in }
    unverifying.withLock { $0 }?.shutdown { _ in }
  }

  /// The client for a host; a trusted one may have any certificate.
  func client(forTrustedHost isTrusted: Bool) -> HTTPClient {
    guard isTrusted else { return verifying }
    return unverifying.withLock { client in
      if let client { return client }
      let made = makeUnverifying()
      client = made
      return made
    }
  }

  /// Closes all connections; requests in flight end with an error.
  package func shutdown() async {
    // Nothing is left to be done where it has been shut down before.
    try? await verifying.shutdown()
    try? await unverifying.withLock { $0 }?.shutdown()
  }
}
