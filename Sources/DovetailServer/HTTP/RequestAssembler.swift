import DovetailAuth
import NIOCore
import NIOHTTP1

/// Puts the parts of a request together; it neither reads nor answers.
struct RequestAssembler {
  private let head: HTTPRequestHead
  private let maximumBodyLength: Int
  private let startedAt: NIODeadline
  private var body: ByteBuffer?
  private var bytesSinceProgress = 0

  /// Whether the client waits for `100 Continue` before it sends the body.
  let expectsContinue: Bool

  /// Begins a request.
  ///
  /// - Throws: what must not be followed, because it is ambiguous or too much.
  init(
    head: HTTPRequestHead,
    maximumBodyLength: Int,
    now: NIODeadline
  ) throws(RequestRefusal) {
    self.head = head
    self.maximumBodyLength = maximumBodyLength
    self.startedAt = now
    // RFC 9112 §3.2: a server must refuse a request that names no host, or several.
    let hosts = head.headers[canonicalForm: "host"].count
    guard hosts == 1 || hosts == 0 && head.version.minor == 0 else { throw .ambiguousHost }
    // RFC 9112 §6.1: what has been encoded otherwise must not be read as if it were not.
    guard head.headers["transfer-encoding"].allSatisfy({ $0.lowercased() == "chunked" }) else {
      throw .unknownTransferCoding
    }
    switch head.headers.first(name: "expect")?.lowercased() {
    case nil: expectsContinue = false
    case "100-continue": expectsContinue = head.version.minor > 0
    default: throw .unknownExpectation
    }
    if let length = announcedLength {
      guard length <= maximumBodyLength else { throw .bodyTooLarge }
    }
  }

  /// Whether the connection may serve another request afterwards.
  var keepsAlive: Bool {
    // The parser stops at a request to upgrade or connect, and what follows it would be misread.
    head.isKeepAlive && !head.headers.contains(name: "upgrade") && head.method != .CONNECT
  }

  private var announcedLength: Int? {
    head.headers.first(name: "content-length").flatMap { Int($0) }
  }

  /// Takes a piece of the body.
  ///
  /// - Returns: whether enough came to say that the client isn't merely pretending to send.
  mutating func append(_ piece: ByteBuffer) throws(RequestRefusal) -> Bool {
    var piece = piece
    guard (body?.readableBytes ?? 0) + piece.readableBytes <= maximumBodyLength else {
      throw .bodyTooLarge
    }
    bytesSinceProgress += piece.readableBytes
    if body == nil {
      // Reserve what is announced, but not so much that announcing costs us more than the client.
      if let length = announcedLength, length > piece.readableBytes {
        piece.reserveCapacity(min(length, 1 << 20))
      }
      body = piece
    } else {
      body?.writeBuffer(&piece)
    }
    // The reference counts 2048 bytes as progress.
    guard bytesSinceProgress >= 2_048 else { return false }
    bytesSinceProgress = 0
    return true
  }

  /// The request, after all parts were appended.
  func finish(peerAddress: String, now: NIODeadline) -> HTTPRequest {
    var headers: [HeaderField] = []
    headers.reserveCapacity(head.headers.count)
    for (name, value) in head.headers {
      headers.append(HeaderField(name: name.lowercased(), value: value))
    }
    let (path, query) = HTTPRequest.split(target: head.uri)
    return HTTPRequest(
      method: head.method,
      path: path,
      query: query,
      headers: headers,
      body: body.map { Array($0.readableBytesView) } ?? [],
      peerAddress: peerAddress,
      requestID: headers.first(named: "x-request-id") ?? randomUUID(),
      minorVersion: head.version.minor,
      readTime: Double((now - startedAt).nanoseconds) / 1e9
    )
  }
}
