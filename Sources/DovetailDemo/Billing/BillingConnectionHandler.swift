package import NIOCore
package import NIOHTTP1

/// Answers the requests of one connection, one after the other.
package final class BillingConnectionHandler: ChannelInboundHandler {
  package typealias InboundIn = HTTPServerRequestPart
  package typealias OutboundOut = HTTPServerResponsePart

  private static let maximumBodyLength = 4 << 20

  private let service: BillingService
  private var head: HTTPRequestHead?
  private var body: [UInt8] = []
  private var isTooLong = false

  /// A handler that asks the service.
  package init(_ service: BillingService) {
    self.service = service
  }

  package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      self.head = head
      body = []
      isTooLong = false
    case .body(let piece):
      isTooLong = isTooLong || body.count + piece.readableBytes > Self.maximumBodyLength
      if !isTooLong { body += piece.readableBytesView }
    case .end:
      guard let head else { return }
      respond(to: head, context: context)
      self.head = nil
    }
  }

  package func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  private func respond(to head: HTTPRequestHead, context: ChannelHandlerContext) {
    let answer: BillingService.Answer
    if head.method != .POST {
      answer = .init(status: 405, body: refusal("requests are posted"))
    } else if isTooLong {
      answer = .init(status: 413, body: refusal("the body is too long"))
    } else {
      answer = service.answer(body)
    }
    var headers = HTTPHeaders([
      ("content-type", "application/json; charset=utf-8"),
      ("content-length", "\(answer.body.count)"),
    ])
    if head.method != .POST { headers.add(name: "allow", value: "POST") }
    if !head.isKeepAlive { headers.add(name: "connection", value: "close") }
    let responseHead = HTTPResponseHead(
      version: head.version,
      status: HTTPResponseStatus(statusCode: answer.status),
      headers: headers
    )
    context.write(wrapOutboundOut(.head(responseHead)), promise: nil)
    if head.method != .HEAD {
      let buffer = context.channel.allocator.buffer(bytes: answer.body)
      context.write(wrapOutboundOut(.body(.byteBuffer(buffer))), promise: nil)
    }
    let written = context.eventLoop.makePromise(of: Void.self)
    if !head.isKeepAlive {
      written.futureResult.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
    }
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: written)
  }

  private func refusal(_ message: String) -> [UInt8] {
    Array(#"{"errors":[{"message":"\#(message)"}]}"#.utf8)
  }
}
