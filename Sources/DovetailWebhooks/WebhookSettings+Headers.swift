package import DovetailSource

/// Which headers of clients a webhook gets.
package enum ClientHeaderChoice: Sendable, Hashable {
  case none
  /// All but those of the list; without one, those that are never of use to webhooks.
  case allBut([String]?)
}

extension WebhookSettings {
  /// The headers of a request: the client's (if they are forwarded), the engine's, and those that
  /// metadata configures; of one name the first count, or the configured ones by the engine's setting.
  package func requestHeaders(
    configured: [ExecutionContext.Header],
    client choice: ClientHeaderChoice,
    context: ExecutionContext
  ) -> [ExecutionContext.Header] {
    var client: [ExecutionContext.Header] = []
    if case .allBut(let ignored) = choice {
      client = ForwardedHeaders.select(
        from: context.clientHeaders,
        ignoring: ignored.map { Set($0.map { $0.lowercased() }) } ?? ForwardedHeaders.ignored,
        includesSessionVariables: true
      )
    }
    let own: [ExecutionContext.Header] = [
      .init(name: "Content-Type", value: "application/json"),
      .init(name: "User-Agent", value: userAgent),
    ]
    var result: [ExecutionContext.Header] = []
    var names: Set<String> = []
    let groups =
      configuredHeadersWin ? [configured, client, own] : [client, own, configured]
    for group in groups + [ForwardedHeaders.traces(in: context.clientHeaders)] {
      result += group.filter { !names.contains($0.name.lowercased()) }
      names.formUnion(group.map { $0.name.lowercased() })
    }
    if !context.requestID.isEmpty, !names.contains("x-request-id") {
      result.append(.init(name: "x-request-id", value: context.requestID))
    }
    return result
  }
}
