import DovetailDemo
import NIOCore
import NIOEmbedded
import NIOHTTP1
import OrderedJSON
import Testing

@Suite("A connection of the billing service")
struct BillingConnectionHandlerTests {
  private func channel() throws -> EmbeddedChannel {
    let service = try BillingService(BillingData([BillingAccount(id: "cus_1", currency: "eur")]))
    return EmbeddedChannel(handler: BillingConnectionHandler(service))
  }

  private func send(
    _ method: HTTPMethod,
    _ pieces: [[UInt8]],
    headers: HTTPHeaders = [:],
    to channel: EmbeddedChannel
  ) throws -> (head: HTTPResponseHead, body: String) {
    let head = HTTPRequestHead(version: .http1_1, method: method, uri: "/graphql", headers: headers)
    try channel.writeInbound(HTTPServerRequestPart.head(head))
    for piece in pieces {
      try channel.writeInbound(HTTPServerRequestPart.body(ByteBuffer(bytes: piece)))
    }
    try channel.writeInbound(HTTPServerRequestPart.end(nil))
    var answer: (head: HTTPResponseHead?, body: String) = (nil, "")
    while let part = try channel.readOutbound(as: HTTPServerResponsePart.self) {
      switch part {
      case .head(let head): answer.head = head
      case .body(.byteBuffer(let buffer)): answer.body += String(buffer: buffer)
      case .body, .end: break
      }
    }
    return (try #require(answer.head), answer.body)
  }

  @Test("Answers one request after the other, whole or in pieces")
  func requests() throws {
    let channel = try channel()
    let request = Array(#"{"query": "{ customer(id: \"cus_1\") { id } }"}"#.utf8)
    for pieces in [[request], [Array(request.prefix(9)), Array(request.dropFirst(9))]] {
      let answer = try send(.POST, pieces, to: channel)
      #expect(answer.head.status == .ok)
      #expect(answer.head.headers["content-length"] == ["\(answer.body.utf8.count)"])
      #expect(answer.body == #"{"data":{"customer":{"id":"cus_1"}}}"#)
    }
  }

  @Test("Requests must be posted")
  func get() throws {
    let answer = try send(.GET, [], to: try channel())
    #expect(answer.head.status == .methodNotAllowed)
    #expect(answer.head.headers["allow"] == ["POST"])
    #expect(answer.body == #"{"errors":[{"message":"requests are posted"}]}"#)
  }

  @Test("A long body is refused")
  func longBody() throws {
    let piece = [UInt8](repeating: UInt8(ascii: " "), count: 1 << 20)
    let answer = try send(.POST, Array(repeating: piece, count: 5), to: try channel())
    #expect(answer.head.status == .payloadTooLarge)
  }

  @Test("Ends when the client wants it to")
  func close() throws {
    let channel = try channel()
    try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    #expect(channel.isActive)
    _ = try send(.POST, [], headers: ["connection": "close"], to: channel)
    channel.embeddedEventLoop.run()
    #expect(!channel.isActive)
  }
}
