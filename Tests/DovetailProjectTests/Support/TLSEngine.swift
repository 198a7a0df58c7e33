import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import OrderedJSON
import Synchronization

/// Something on a port of this machine that takes HTTPS, answers every command alike, and notes what it
/// was asked.
final class TLSEngine: Sendable {
  private let channel: any Channel
  private let log: RequestLog

  /// Starts to listen.
  init(answering answer: JSONValue, status: HTTPResponseStatus = .ok) async throws {
    let log = RequestLog()
    let context = try NIOSSLContext(
      configuration: .makeServerConfiguration(
        certificateChain: NIOSSLCertificate.fromPEMBytes(Array(Self.certificate.utf8)).map {
          .certificate($0)
        },
        privateKey: .privateKey(NIOSSLPrivateKey(bytes: Array(Self.key.utf8), format: .pem))
      )
    )
    let body = answer.serialized()
    channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          try pipeline.addHandler(NIOSSLServerHandler(context: context))
          try pipeline.configureHTTPServerPipeline()
          try pipeline.addHandler(Answering(body: body, status: status, log: log))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    self.log = log
  }

  /// Where it listens.
  var endpoint: String { "https://localhost:\(channel.localAddress?.port ?? 0)" }

  /// The paths that were asked for, each with the admin secret that came along.
  var requests: [String] { log.requests.withLock { $0 } }

  func stop() async throws {
    try await channel.close()
  }

  /// A certificate of `localhost` that nobody knows; it is its own authority.
  static let certificate = """
    -----BEGIN CERTIFICATE-----
    MIIBmzCCAUGgAwIBAgIUYS6OlyhrG4n+3nDfgTqAmvCmf3QwCgYIKoZIzj0EAwIw
    FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNDE0Mjg1MloYDzIxMjYxMDMx
    MTQyODUyWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
    PQMBBwNCAAQx73FMM+trrmWKHcZOhl85jB0agPzKxcWc9NkcwHmg6RyUGb2HDoXD
    BOS0ONTC3Uwsl46CcU8834wZhKvWQiIco28wbTAdBgNVHQ4EFgQUba4oln4i3cgW
    JN7cTorbcgD7jNQwHwYDVR0jBBgwFoAUba4oln4i3cgWJN7cTorbcgD7jNQwGgYD
    VR0RBBMwEYIJbG9jYWxob3N0hwR/AAABMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZI
    zj0EAwIDSAAwRQIgRic5t9dBVGvAnN1jMRj+sUSkPIBLvkiRn7GJOSbA7GkCIQDh
    BMjabe6lRbH+3KJMWzlT3Ga0DvCpvey6RwsoG2BEEA==
    -----END CERTIFICATE-----
    """

  private static let key = """
    -----BEGIN PRIVATE KEY-----
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgLZhqvwJoQddFncsh
    sR0uc0/Qivw9A2pv3/Bp7RBOOGuhRANCAAQx73FMM+trrmWKHcZOhl85jB0agPzK
    xcWc9NkcwHmg6RyUGb2HDoXDBOS0ONTC3Uwsl46CcU8834wZhKvWQiIc
    -----END PRIVATE KEY-----
    """
}

/// The requests that came in.
private final class RequestLog: Sendable {
  let requests = Mutex<[String]>([])
}

/// Answers each request with the same body.
private final class Answering: ChannelInboundHandler, Sendable {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let body: [UInt8]
  private let status: HTTPResponseStatus
  private let log: RequestLog

  init(body: [UInt8], status: HTTPResponseStatus, log: RequestLog) {
    self.body = body
    self.status = status
    self.log = log
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      let secret = head.headers.first(name: "x-hasura-admin-secret") ?? "-"
      log.requests.withLock { $0.append("\(head.uri) \(secret)") }
    case .body: break
    case .end:
      let headers = HTTPHeaders([("content-length", "\(body.count)")])
      let head = HTTPResponseHead(version: .http1_1, status: status, headers: headers)
      context.write(wrapOutboundOut(.head(head)), promise: nil)
      context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: body)))), promise: nil)
      context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
  }
}
