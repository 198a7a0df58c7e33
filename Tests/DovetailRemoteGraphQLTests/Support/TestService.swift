import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// An HTTP server on the loopback interface that answers as a test says, and remembers requests.
final class TestService: Sendable {
  struct Request: Sendable {
    var path: String
    var headers: HTTPHeaders
    var body: String
  }

  enum Answer: Sendable {
    case body(String, status: Int = 200, headers: [(String, String)] = [])
    /// Announces more bytes than it sends, and closes the connection.
    case half(String)
    /// Closes the connection without an answer.
    case nothing
    /// Never answers.
    case silence
    /// Answers after so many milliseconds.
    case late(String, milliseconds: Int)
  }

  private let channel: any Channel
  private let received: Received

  private final class Received: Sendable {
    let requests = Mutex<[Request]>([])
  }

  private let isSecure: Bool

  private init(channel: any Channel, received: Received, isSecure: Bool) {
    self.channel = channel
    self.received = received
    self.isSecure = isSecure
  }

  /// The requests so far.
  var requests: [Request] { received.requests.withLock { $0 } }

  /// The bodies of the requests so far.
  var bodies: [String] { requests.map(\.body) }

  var port: Int { channel.localAddress?.port ?? 0 }

  var url: String { "\(isSecure ? "https" : "http")://127.0.0.1:\(port)/graphql" }

  /// Serves while the body runs.
  static func run<Result>(
    tls: NIOSSLContext? = nil,
    answering answer: @escaping @Sendable (Request) -> Answer,
    _ body: (TestService) async throws -> Result
  ) async throws -> Result {
    let received = Received()
    let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.backlog, value: 64)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          if let tls {
            try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls))
          }
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(
            Handler(answer: answer) { request in
              received.requests.withLock { $0.append(request) }
            }
          )
        }
      }
    let channel = try await bootstrap.bind(host: "127.0.0.1", port: 0).get()
    let service = TestService(channel: channel, received: received, isSecure: tls != nil)
    do {
      let result = try await body(service)
      try await channel.close()
      return result
    } catch {
      try await channel.close()
      throw error
    }
  }

  /// Serves one answer to every request.
  static func run<Result>(
    answering text: String,
    _ body: (TestService) async throws -> Result
  ) async throws -> Result {
    try await run(answering: { _ in .body(text) }, body)
  }
}

private final class Handler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let answer: @Sendable (TestService.Request) -> TestService.Answer
  private let remember: (TestService.Request) -> Void
  private var head: HTTPRequestHead?
  private var body = ByteBuffer()

  init(
    answer: @escaping @Sendable (TestService.Request) -> TestService.Answer,
    remember: @escaping (TestService.Request) -> Void
  ) {
    self.answer = answer
    self.remember = remember
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      self.head = head
      body.clear()
    case .body(var part):
      body.writeBuffer(&part)
    case .end:
      guard let head else { return }
      let request = TestService.Request(
        path: head.uri,
        headers: head.headers,
        body: String(buffer: body)
      )
      remember(request)
      write(answer(request), context)
    }
  }

  private func write(_ answer: TestService.Answer, _ context: ChannelHandlerContext) {
    switch answer {
    case .silence:
      break
    case .late(let text, let milliseconds):
      let loopBound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
      context.eventLoop.scheduleTask(in: .milliseconds(Int64(milliseconds))) {
        let (handler, context) = loopBound.value
        handler.write(.body(text), context)
      }
    case .nothing:
      context.close(promise: nil)
    case .half(let text):
      var head = HTTPResponseHead(version: .http1_1, status: .ok)
      head.headers.add(name: "content-length", value: String(text.utf8.count * 2))
      context.write(wrapOutboundOut(.head(head)), promise: nil)
      context.writeAndFlush(
        wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))),
        promise: nil
      )
      context.close(promise: nil)
    case .body(let text, let status, let headers):
      var head = HTTPResponseHead(
        version: .http1_1,
        status: HTTPResponseStatus(statusCode: status)
      )
      for (name, value) in headers { head.headers.add(name: name, value: value) }
      head.headers.add(name: "content-length", value: String(text.utf8.count))
      context.write(wrapOutboundOut(.head(head)), promise: nil)
      context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
      context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
  }
}
