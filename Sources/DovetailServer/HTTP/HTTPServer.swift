package import NIOCore
import NIOHTTP1
import NIOPosix
import ServiceLifecycle
import Synchronization

/// The HTTP server: listens, and hands each connection to a handler of its own.
///
/// It is a `Service`: `run()` returns after a graceful shutdown, when all requests in flight have
/// been answered or their time is over.
package final class HTTPServer: Service {
  private let settings: HTTPSettings
  private let router: Router
  private let group: any EventLoopGroup
  private let loops: LoopContexts
  private let registry = ConnectionRegistry()
  private let listeners = Mutex<[any Channel]>([])

  /// Makes a server, which does not listen yet, on event loops that the caller ends.
  package init(settings: HTTPSettings, router: Router, group: any EventLoopGroup) {
    self.settings = settings
    self.router = router
    self.group = group
    self.loops = LoopContexts(group)
  }

  /// Listens from now on.
  ///
  /// - Returns: the addresses, as `host:port`, that clients can connect to.
  @discardableResult
  package func start() async throws(ServerError) -> [SocketAddress] {
    let addresses = try listeningAddresses(host: settings.host, port: settings.port)
    var bound: [SocketAddress] = []
    var failure: ServerError?
    for address in addresses {
      // "::" and "0.0.0.0" cannot both be listened on, and with the former the latter is served.
      if settings.host == "*", !bound.isEmpty { break }
      do throws(ServerError) {
        let channel = try await listen(on: address)
        listeners.withLock { $0.append(channel) }
        if let local = channel.localAddress { bound.append(local) }
      } catch {
        failure = failure ?? error
        if error.isPortTaken { break }
      }
    }
    if let failure, bound.isEmpty || failure.isPortTaken {
      await stopListening()
      throw failure
    }
    return bound
  }

  /// Serves until a graceful shutdown; listens first, if `start()` was not called.
  package func run() async throws {
    if listeners.withLock({ $0.isEmpty }) { try await start() }
    do {
      try await gracefulShutdown()
    } catch {
      // Cancelled: there is no time to wait for requests in flight.
      await stopListening()
      registry.closeAll()
      return
    }
    await shutDown()
  }

  /// Stops listening, ends idle connections, and waits for the others as long as configured.
  package func shutDown() async {
    // First, so that no answer that is given from now on keeps its connection.
    registry.drain()
    await stopListening()
    let timeout = settings.shutdownTimeout
    await withTaskGroup(of: Void.self) { tasks in
      tasks.addTask { [registry] in await registry.waitUntilEmpty() }
      tasks.addTask { [registry] in
        if (try? await Task.sleep(for: timeout)) != nil { registry.closeAll() }
      }
      await tasks.next()
      tasks.cancelAll()
    }
    await registry.waitUntilEmpty()
  }

  private func stopListening() async {
    let channels = listeners.withLock { listeners in
      defer { listeners = [] }
      return listeners
    }
    for channel in channels { try? await channel.close() }
  }

  private func listen(on address: SocketAddress) async throws(ServerError) -> any Channel {
    do {
      return try await bootstrap().bind(to: address).get()
    } catch {
      throw .cannotListen(
        host: settings.host,
        port: settings.port,
        ListenFailure(error)
      )
    }
  }

  private func bootstrap() -> ServerBootstrap {
    let (settings, router, loops, registry) = (settings, router, loops, registry)
    var limits = NIOHTTPDecoderLimitConfiguration()
    limits.maxHeaderListSize = settings.maximumHeaderLength
    limits.maxHeaderFieldSize = settings.maximumHeaderLength
    return ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 1_024)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
      .childChannelOption(
        .recvAllocator,
        value: AdaptiveRecvByteBufferAllocator(minimum: 1_024, initial: 4_096, maximum: 262_144)
      )
      .childChannelInitializer { [limits] channel in
        channel.eventLoop.makeCompletedFuture {
          let decoder = HTTPRequestDecoder(
            leftOverBytesStrategy: .dropBytes,
            limitConfiguration: limits
          )
          try channel.pipeline.syncOperations.addHandlers([
            ByteToMessageHandler(decoder),
            HTTPConnectionHandler(
              settings: settings,
              router: router,
              accessLog: router.accessLog,
              registry: registry,
              loopContext: loops.context(of: channel.eventLoop)
            ),
          ])
        }
      }
  }
}
