import DovetailAuth
import NIOHTTP1

/// A request, complete with its body.
struct HTTPRequest: Sendable {
  let method: HTTPMethod
  /// The path, not decoded, without the query.
  let path: String
  /// What follows the first `?`, not decoded.
  let query: String?
  /// Names in lower case, in their order.
  let headers: [HeaderField]
  private(set) var body: [UInt8]
  /// The address of the other end of the connection, without its port.
  let peerAddress: String
  /// The client's `x-request-id`, or a UUID.
  let requestID: String
  /// The client's minor version of HTTP/1.
  let minorVersion: Int
  /// How long it took to receive the body, in seconds.
  let readTime: Double

  /// The target as the client sent it.
  var target: String { query.map { "\(path)?\($0)" } ?? path }

  /// The same request with another body.
  func replacingBody(with body: [UInt8]) -> HTTPRequest {
    var request = self
    request.body = body
    return request
  }

  /// Splits a request target into path and query.
  ///
  /// A server must take the absolute form as well (RFC 9112 §3.2.2), whose host says nothing to us.
  static func split(target: String) -> (path: String, query: String?) {
    // All others begin with a slash.
    let schemes = target.hasPrefix("/") ? [] : ["http://", "https://"]
    for scheme in schemes where target.lowercased().hasPrefix(scheme) {
      let rest = target.dropFirst(scheme.count)
      let path = rest.firstIndex { $0 == "/" || $0 == "?" }.map { String(rest[$0...]) } ?? ""
      return split(target: path.hasPrefix("/") ? path : "/" + path)
    }
    guard let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) else { return (target, nil) }
    return (String(target[..<mark]), String(target[target.utf8.index(after: mark)...]))
  }
}
