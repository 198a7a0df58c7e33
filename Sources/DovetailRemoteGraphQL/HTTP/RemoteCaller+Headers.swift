import DovetailMetadata
import DovetailSource
import NIOHTTP1

extension RemoteCaller {
  /// The headers of a request: those of the definition win over session variables, and these over
  /// the client's.
  func requestHeaders(_ context: ExecutionContext) throws(SourceError) -> HTTPHeaders {
    var headers = HTTPHeaders()
    var names: Set<String> = []
    for header in try service.headers.get() {
      names.insert(header.name.lowercased())
      headers.add(name: header.name, value: header.value)
    }
    let session = context.session.variables.sorted { $0.key < $1.key }
    for (name, value) in session where !Self.secrets.contains(name) {
      if names.insert(name).inserted { headers.add(name: name, value: value) }
    }
    let client = service.forwardsClientHeaders ? forwarded(context.clientHeaders) : []
    let traces = context.clientHeaders.filter { Self.isTrace($0.name.lowercased()) }
    // A client may send a header twice, so a name is taken only when all of its values are in.
    var added: Set<String> = []
    for header in client + traces where !names.contains(header.name) {
      guard added.insert("\(header.name)\n\(header.value)").inserted else { continue }
      headers.add(name: header.name, value: header.value)
    }
    names.formUnion(client.map(\.name))
    for (name, value) in [
      ("x-request-id", context.requestID), ("user-agent", options.userAgent),
      ("content-type", "application/json"), ("accept", "application/json"),
    ] where !value.isEmpty && names.insert(name).inserted {
      headers.add(name: name, value: value)
    }
    return headers
  }

  /// The client's headers that travel on, with lower-case names.
  private func forwarded(_ headers: [ExecutionContext.Header]) -> [ExecutionContext.Header] {
    var result: [ExecutionContext.Header] = []
    for header in headers {
      let name = header.name.lowercased()
      switch name {
      case "host", "user-agent", "origin":
        result.append(.init(name: "x-forwarded-\(name)", value: header.value))
      case _ where Self.ignored.contains(name) || name.hasPrefix("x-hasura-"):
        break
      default:
        result.append(.init(name: name, value: header.value))
      }
    }
    return result
  }

  private static func isTrace(_ name: String) -> Bool {
    name == "traceparent" || name == "tracestate" || name == "b3" || name.hasPrefix("x-b3-")
  }

  private static let secrets: Set<String> = ["x-hasura-admin-secret", "x-hasura-access-key"]

  /// Headers of the contract's list, and those that only concern the connection with the client.
  private static let ignored: Set<String> = [
    "content-length", "content-md5", "user-agent", "host", "origin", "referer", "accept",
    "accept-encoding", "accept-language", "accept-datetime", "cache-control", "connection", "dnt",
    "content-type", "transfer-encoding", "te", "trailer", "upgrade", "keep-alive", "expect",
    "proxy-authorization", "proxy-connection", "proxy-authenticate", "sec-websocket-key",
    "sec-websocket-version", "sec-websocket-protocol", "sec-websocket-extensions",
  ]
}
