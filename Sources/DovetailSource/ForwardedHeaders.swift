/// Which headers of a client travel on to services and webhooks, and under which names.
package enum ForwardedHeaders {
  /// The headers that do not travel on, by the contract's list.
  package static let ignored: Set<String> = [
    "content-length", "content-md5", "user-agent", "host", "origin", "referer", "accept",
    "accept-encoding", "accept-language", "accept-datetime", "cache-control", "connection", "dnt",
    "content-type",
  ]

  /// The headers that only concern the connection with the client: never forwarded.
  private static let ofConnection: Set<String> = [
    "connection", "content-length", "host", "transfer-encoding", "te", "trailer", "upgrade",
    "keep-alive", "expect", "proxy-authorization", "proxy-connection", "proxy-authenticate",
    "sec-websocket-key", "sec-websocket-version", "sec-websocket-protocol",
    "sec-websocket-extensions",
  ]

  /// The engine's own secrets.
  package static let secrets: Set<String> = ["x-hasura-admin-secret", "x-hasura-access-key"]

  /// The client's headers that travel on, with lower-case names.
  ///
  /// What the connection with the service needs itself is sent again as `X-Forwarded-…`.
  package static func select(
    from headers: [ExecutionContext.Header],
    ignoring ignored: Set<String> = ForwardedHeaders.ignored,
    includesSessionVariables: Bool
  ) -> [ExecutionContext.Header] {
    var result: [ExecutionContext.Header] = []
    for header in headers {
      let name = header.name.lowercased()
      if name == "host" || name == "user-agent" || name == "origin" {
        result.append(.init(name: "x-forwarded-\(name)", value: header.value))
      }
      if ignored.contains(name) || ofConnection.contains(name) || secrets.contains(name) {
        continue
      }
      if name.hasPrefix("x-hasura-"), !includesSessionVariables { continue }
      result.append(.init(name: name, value: header.value))
    }
    return result
  }

  /// The client's headers that continue its trace.
  package static func traces(
    in headers: [ExecutionContext.Header]
  ) -> [ExecutionContext.Header] {
    headers.filter { isTrace($0.name.lowercased()) }
  }

  /// Whether a name in lower case is that of a header that continues a trace.
  package static func isTrace(_ name: String) -> Bool {
    name == "traceparent" || name == "tracestate" || name == "b3" || name.hasPrefix("x-b3-")
  }
}
