package import NIOCore
import NIOHTTP1
import NIOPosix

/// The HTTP server of the billing service, on a port of this machine.
package struct BillingServer: Sendable {
  /// Where requests are posted to.
  package let url: String
  private let listener: any Channel

  /// Starts a server on a free port.
  package static func start(
    _ service: BillingService,
    group: any EventLoopGroup
  ) async throws(DemoError) -> BillingServer {
    let bootstrap = ServerBootstrap(group: group)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(BillingConnectionHandler(service))
        }
      }
    do {
      let listener = try await bootstrap.bind(host: "127.0.0.1", port: 0).get()
      guard let port = listener.localAddress?.port else {
        throw DemoError("the billing service has no port")
      }
      return BillingServer(url: "http://127.0.0.1:\(port)/graphql", listener: listener)
    } catch {
      throw DemoError("the billing service cannot listen: \(error)")
    }
  }

  /// Takes no more connections.
  package func stop() async {
    try? await listener.close()
  }
}
