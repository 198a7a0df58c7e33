import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization

/// Collects the body of an answer in one array, sized by what the service announces.
final class AnswerCollector: HTTPClientResponseDelegate {
  typealias Response = HTTPAnswer

  /// The answer has more bytes than are read.
  struct TooLarge: Error {
    let limit: Int
  }

  private struct State {
    var status = 0
    var contentType: String?
    var cookies: [String] = []
    var headers: [(name: String, value: String)] = []
    var body: [UInt8] = []
  }

  private let limit: Int
  private let state = Mutex(State())

  init(limit: Int) {
    self.limit = limit
  }

  func didReceiveHead(
    task: HTTPClient.Task<HTTPAnswer>,
    _ head: HTTPResponseHead
  ) -> EventLoopFuture<Void> {
    let announced = head.headers.first(name: "content-length").flatMap { Int($0) } ?? 0
    guard announced <= limit else {
      return task.eventLoop.makeFailedFuture(TooLarge(limit: limit))
    }
    state.withLock { state in
      state.status = Int(head.status.code)
      state.contentType = head.headers.first(name: "content-type")
      state.cookies = head.headers["set-cookie"]
      state.headers = head.headers.map { ($0.name, $0.value) }
      // A false announcement must not reserve much.
      state.body.reserveCapacity(min(max(announced, 0), 16 << 20))
    }
    return task.eventLoop.makeSucceededVoidFuture()
  }

  func didReceiveBodyPart(
    task: HTTPClient.Task<HTTPAnswer>,
    _ buffer: ByteBuffer
  ) -> EventLoopFuture<Void> {
    let isWithinLimit = state.withLock { state in
      guard state.body.count + buffer.readableBytes <= limit else { return false }
      state.body.append(contentsOf: buffer.readableBytesView)
      return true
    }
    return isWithinLimit
      ? task.eventLoop.makeSucceededVoidFuture()
      : task.eventLoop.makeFailedFuture(TooLarge(limit: limit))
  }

  func didFinishRequest(task: HTTPClient.Task<HTTPAnswer>) throws -> HTTPAnswer {
    state.withLock { state in
      let answer = HTTPAnswer(
        status: state.status,
        contentType: state.contentType,
        cookies: state.cookies,
        headers: state.headers,
        body: state.body
      )
      state.body = []
      return answer
    }
  }
}

/// What a service answered to a request.
struct HTTPAnswer: Sendable {
  var status: Int
  var contentType: String?
  /// The values of `Set-Cookie`.
  var cookies: [String]
  /// All headers, as they came.
  var headers: [(name: String, value: String)]
  var body: [UInt8]

  /// The value of `Retry-After`.
  var retryAfter: String? { headers.first { $0.name.lowercased() == "retry-after" }?.value }
}
