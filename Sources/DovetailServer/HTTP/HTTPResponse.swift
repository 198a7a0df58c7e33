import DovetailAuth
import DovetailMetadata

/// A response, before it is put into bytes.
struct HTTPResponse: Sendable {
  /// What a response is, which decides on the headers it carries.
  enum Kind: Sendable {
    /// Has a request id and may be compressed.
    case success
    /// An error in the form that the endpoint prescribes: neither compressed nor with request id.
    case failure
  }

  var status: Int
  var kind: Kind
  /// The media type; `nil` for a response without a body.
  var contentType: String?
  var body: ResponseBody
  var headers: [HeaderField] = []
  /// What the log shall say about the request.
  var log = RequestLog()

  /// A response without a body.
  static func bare(_ status: Int, headers: [HeaderField] = []) -> HTTPResponse {
    HTTPResponse(
      status: status,
      kind: .failure,
      contentType: nil,
      body: .bytes([]),
      headers: headers
    )
  }
}

/// What is known of a request for the log, besides its HTTP side.
struct RequestLog: Sendable {
  var session: Session?
  /// What went wrong.
  var error: APIError?
  /// The operation's text or the name of the command.
  var query: String?
  /// How long the engine worked, in seconds.
  var executionTime: Double?
}

/// The bytes of a response's body.
enum ResponseBody: Sendable {
  case bytes([UInt8])
  /// The value of `data` in a GraphQL response without errors, so that it needn't be copied.
  case graphQLData([UInt8])

  private static let prefix: StaticString = "{\"data\":"
  private static let suffix: StaticString = "}"

  /// The number of bytes.
  var count: Int {
    switch self {
    case .bytes(let bytes): bytes.count
    case .graphQLData(let bytes):
      bytes.count + Self.prefix.utf8CodeUnitCount + Self.suffix.utf8CodeUnitCount
    }
  }

  /// All pieces in their order.
  func forEachPiece(_ body: (UnsafeRawBufferPointer) -> Void) {
    switch self {
    case .bytes(let bytes): bytes.withUnsafeBytes(body)
    case .graphQLData(let bytes):
      Self.prefix.withUTF8Buffer { body(UnsafeRawBufferPointer($0)) }
      bytes.withUnsafeBytes(body)
      Self.suffix.withUTF8Buffer { body(UnsafeRawBufferPointer($0)) }
    }
  }
}
