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
    for (name, value) in session where !ForwardedHeaders.secrets.contains(name) {
      if names.insert(name).inserted { headers.add(name: name, value: value) }
    }
    // Session variables travel resolved, not as the client gave them.
    let client =
      service.forwardsClientHeaders
      ? ForwardedHeaders.select(from: context.clientHeaders, includesSessionVariables: false) : []
    let traces = ForwardedHeaders.traces(in: context.clientHeaders)
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
}
