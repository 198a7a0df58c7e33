import DovetailMetadata
import DovetailSource
import NIOHTTP1

extension RemoteCaller {
  /// The headers of a request: those of the definition win over session variables, these over mapped
  /// headers of the client, and these over its other headers.
  func requestHeaders(
    _ context: ExecutionContext,
    _ purpose: CallPurpose
  ) throws(SourceError) -> HTTPHeaders {
    var headers = HTTPHeaders()
    var names: Set<String> = []
    let configured = purpose == .inspection ? service.introspectionHeaders : service.headers
    for header in try configured.get() {
      names.insert(header.name.lowercased())
      headers.add(name: header.name, value: header.value)
    }
    if service.forwardsSessionVariables {
      let session = context.session.variables.sorted { $0.key < $1.key }
      for (name, value) in session where !ForwardedHeaders.secrets.contains(name) {
        if names.insert(name).inserted { headers.add(name: name, value: value) }
      }
    }
    for mapped in service.clientHeaderMapping where !names.contains(mapped.remoteName) {
      for header in context.clientHeaders where header.name.lowercased() == mapped.clientName {
        names.insert(mapped.remoteName)
        headers.add(name: mapped.remoteName, value: header.value)
      }
    }
    // Session variables travel resolved, not as the client gave them.
    let client =
      service.forwardsClientHeaders
      ? ForwardedHeaders.select(
        from: context.clientHeaders.filter { header in
          !service.clientHeaderMapping.contains { $0.clientName == header.name.lowercased() }
        },
        includesSessionVariables: false
      ) : []
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

  /// What the headers say of the caller: equal queries with equal ones may share a request.
  ///
  /// Left out are only the ids of requests and traces that the engine hands on by itself. Where
  /// metadata forwards or maps headers of clients to such a name, it is for the service to say what
  /// they mean, and so they count.
  func identity(of headers: HTTPHeaders) -> [String] {
    headers.compactMap { name, value in
      let name = name.lowercased()
      let isHandedOn = name == "x-request-id" || ForwardedHeaders.isTrace(name)
      let counts =
        !isHandedOn || service.forwardsClientHeaders
        || service.clientHeaderMapping.contains { $0.remoteName == name }
      return counts ? "\(name):\(value)" : nil
    }
  }
}
