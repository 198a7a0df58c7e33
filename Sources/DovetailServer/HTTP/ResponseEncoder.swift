import DovetailAuth
import NIOCore

/// Puts a response into bytes, head and body in one buffer, so that it leaves in one write.
struct ResponseEncoder {
  /// How the connection goes on behind the response.
  enum Connection {
    /// It stays, as HTTP/1.1 has it.
    case keptByDefault
    /// It stays, which an HTTP/1.0 client must be told.
    case keptExplicitly
    /// It ends.
    case closed
  }

  let date: [UInt8]
  let connection: Connection
  /// Whether the body is left out (`HEAD`).
  let omitsBody: Bool
  let requestID: String?

  /// Encodes a response; the length that it announces is that of the body even without it.
  func encode(_ response: HTTPResponse, allocator: ByteBufferAllocator) -> ByteBuffer {
    let length = response.body.count
    var buffer = allocator.buffer(capacity: 512 + (omitsBody ? 0 : length))
    buffer.writeStaticString("HTTP/1.1 ")
    buffer.writeStatus(response.status)
    buffer.writeStaticString("\r\nDate: ")
    buffer.writeBytes(date)
    if let contentType = response.contentType {
      buffer.writeHeader("Content-Type", contentType)
    }
    if response.kind == .success, let requestID {
      buffer.writeHeader("x-request-id", requestID)
    }
    for header in response.headers {
      buffer.writeHeader(header.name, header.value)
    }
    switch connection {
    case .keptByDefault: break
    case .keptExplicitly: buffer.writeStaticString("\r\nConnection: keep-alive")
    case .closed: buffer.writeStaticString("\r\nConnection: close")
    }
    buffer.writeStaticString("\r\nContent-Length: ")
    buffer.writeString(String(length))
    buffer.writeStaticString("\r\n\r\n")
    if !omitsBody {
      response.body.forEachPiece { _ = buffer.writeBytes($0) }
    }
    return buffer
  }
}

extension ByteBuffer {
  /// Writes the status with its reason phrase.
  fileprivate mutating func writeStatus(_ status: Int) {
    switch status {
    case 200: writeStaticString("200 OK")
    case 204: writeStaticString("204 No Content")
    default: writeString("\(status) \(reasonPhrase(of: status))")
    }
  }

  /// Writes a header behind a line end.
  ///
  /// What could end the header early is left out, because values may come from upstreams and from
  /// the request.
  fileprivate mutating func writeHeader(_ name: String, _ value: String) {
    writeStaticString("\r\n")
    writeText(name, isName: true)
    writeStaticString(": ")
    writeText(value, isName: false)
  }

  private mutating func writeText(_ text: String, isName: Bool) {
    let isClean = text.utf8.allSatisfy { Self.isAllowed($0, isName: isName) }
    if isClean {
      writeString(text)
    } else {
      writeBytes(text.utf8.filter { Self.isAllowed($0, isName: isName) })
    }
  }

  private static func isAllowed(_ byte: UInt8, isName: Bool) -> Bool {
    if isName, byte == UInt8(ascii: " ") || byte == UInt8(ascii: ":") { return false }
    return byte >= 0x20 && byte != 0x7F || byte == 0x09 && !isName
  }
}

/// The reason phrase of a status (RFC 9110 §15); those that are never sent have none.
private func reasonPhrase(of status: Int) -> StaticString {
  switch status {
  case 302: "Found"
  case 400: "Bad Request"
  case 401: "Unauthorized"
  case 403: "Forbidden"
  case 404: "Not Found"
  case 405: "Method Not Allowed"
  case 408: "Request Timeout"
  case 409: "Conflict"
  case 413: "Content Too Large"
  case 415: "Unsupported Media Type"
  case 417: "Expectation Failed"
  case 429: "Too Many Requests"
  case 431: "Request Header Fields Too Large"
  case 500: "Internal Server Error"
  case 501: "Not Implemented"
  case 503: "Service Unavailable"
  case 504: "Gateway Timeout"
  default: ""
  }
}
