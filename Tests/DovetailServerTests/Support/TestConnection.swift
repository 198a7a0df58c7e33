import NIOCore
import NIOPosix

/// A TCP connection to a server under test, on which bytes are sent as they are.
final class TestConnection {
  private let channel: any Channel
  private var incoming: AsyncThrowingStream<[UInt8], any Error>.AsyncIterator
  private var buffer: [UInt8] = []

  /// Why a response could not be read.
  enum Failure: Error {
    case closed(received: String)
    case malformed(String)
  }

  private final class Collector: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    let continuation: AsyncThrowingStream<[UInt8], any Error>.Continuation
    let greeting: [UInt8]

    init(
      _ continuation: AsyncThrowingStream<[UInt8], any Error>.Continuation,
      greeting: [UInt8]
    ) {
      self.continuation = continuation
      self.greeting = greeting
    }

    func channelActive(context: ChannelHandlerContext) {
      guard !greeting.isEmpty else { return }
      context.writeAndFlush(NIOAny(ByteBuffer(bytes: greeting)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      continuation.yield(Array(unwrapInboundIn(data).readableBytesView))
    }

    func channelInactive(context: ChannelHandlerContext) { continuation.finish() }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
      continuation.finish()
      context.close(promise: nil)
    }
  }

  /// Connects to a port of this machine, and sends the greeting as soon as that has succeeded.
  init(
    port: Int,
    group: any EventLoopGroup,
    host: String = "127.0.0.1",
    greeting: [UInt8] = []
  ) async throws {
    let (stream, continuation) = AsyncThrowingStream.makeStream(of: [UInt8].self)
    incoming = stream.makeAsyncIterator()
    channel = try await ClientBootstrap(group: group)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(
            Collector(continuation, greeting: greeting)
          )
        }
      }
      .connect(host: host, port: port).get()
  }

  /// Sends bytes.
  func send(_ text: String) async throws {
    try await channel.writeAndFlush(channel.allocator.buffer(string: text)).get()
  }

  /// Sends bytes.
  func send(_ bytes: [UInt8]) async throws {
    try await channel.writeAndFlush(channel.allocator.buffer(bytes: bytes)).get()
  }

  /// Ends the connection.
  func close() async {
    try? await channel.close().get()
  }

  /// Waits for the next response.
  func receive(hasBody: Bool = true) async throws -> TestResponse {
    let end = Array("\r\n\r\n".utf8)
    while true {
      if let headEnd = buffer.firstRange(of: end) {
        var response = try TestResponse(head: buffer[..<headEnd.lowerBound])
        let length = hasBody ? response.header("content-length").flatMap { Int($0) } ?? 0 : 0
        if buffer.count >= headEnd.upperBound + length {
          response.body = Array(buffer[headEnd.upperBound..<(headEnd.upperBound + length)])
          buffer.removeFirst(headEnd.upperBound + length)
          return response
        }
      }
      guard let bytes = try await incoming.next(isolation: #isolation) else {
        throw Failure.closed(received: String(decoding: buffer, as: UTF8.self))
      }
      buffer.append(contentsOf: bytes)
    }
  }

  /// Waits until the server ends the connection.
  ///
  /// - Returns: what came before, as far as it was not taken by `receive()`.
  func receiveUntilClosed() async throws -> String {
    while let bytes = try await incoming.next(isolation: #isolation) {
      buffer.append(contentsOf: bytes)
    }
    defer { buffer = [] }
    return String(decoding: buffer, as: UTF8.self)
  }
}

/// A response as it came.
struct TestResponse {
  var status: Int
  var headers: [(name: String, value: String)]
  var body: [UInt8] = []

  /// The body as text.
  var text: String { String(decoding: body, as: UTF8.self) }

  init(head: ArraySlice<UInt8>) throws {
    let lines = String(decoding: head, as: UTF8.self)
      .split(separator: "\r\n", omittingEmptySubsequences: false)
    let parts = lines[0].split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == "HTTP/1.1", let status = Int(parts[1]) else {
      throw TestConnection.Failure.malformed(String(lines[0]))
    }
    self.status = status
    headers = lines.dropFirst().map { line in
      let parts = line.split(separator: ":", maxSplits: 1)
      return (String(parts[0]), String(parts.last?.drop { $0 == " " } ?? ""))
    }
  }

  /// The value of a header.
  func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name }?.value
  }
}
