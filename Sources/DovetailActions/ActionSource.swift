import DovetailMetadata
package import DovetailPlan
package import DovetailSource
import DovetailWebhooks
import OrderedJSON

/// The handlers of all actions as a source: each fetch is one call of one webhook.
package struct ActionSource: Source {
  private let settings: WebhookSettings
  private let log: any ActionLog

  /// The log keeps the calls of asynchronous actions.
  package init(settings: WebhookSettings, log: any ActionLog) {
    self.settings = settings
    self.log = log
  }

  package var capabilities: SourceCapabilities { SourceCapabilities() }

  package func introspect() async throws(SourceError) -> CatalogFragment {
    throw SourceError(code: .notSupported, message: "metadata says all that is known of actions")
  }

  package func prepare(_ fetch: Fetch) throws(SourceError) -> PreparedFetch {
    guard case .action(let call) = fetch.request else {
      throw SourceError(code: .notSupported, message: "an action has no tables or operations")
    }
    let run: @Sendable (ExecutionContext) async throws(SourceError) -> RemoteDocument
    let record = ActionRecord(call: call, log: log)
    switch call.step {
    case .call:
      let handler = try ActionHandler(call, settings: settings)
      run = handler.run
    case .enqueue: run = record.enqueue
    case .result: run = record.result
    }
    let shape = DocumentShape(
      rules: [call.key: .copy(key: nil, call.output.flatMap(DocumentShape.make))]
    )
    return PreparedFetch(
      // The address may hold secrets where variables stand, so it is shown as it was written.
      text: "POST \(call.definition.handler)",
      shape: .document(shape)
    ) { (context) async throws(SourceError) -> FetchResult in
      .document(try await run(context))
    }
  }

  package func prepare(_ lookup: Lookup) throws(SourceError) -> PreparedLookup {
    throw SourceError(code: .notSupported, message: "actions cannot be looked up by keys")
  }

  /// Does nothing: nobody knows whether a handler would answer but by calling it.
  package func checkHealth() async throws(SourceError) {}

  /// Does nothing: connections belong to the client, which everybody shares.
  package func close() async {}
}

extension DocumentShape {
  /// What happens to the members of the objects that `AnswerWriter` writes; nil if they are copied.
  fileprivate static func make(_ object: ActionObject) -> DocumentShape? {
    var rules: [String: Rule] = [:]
    for member in object.members {
      switch member.value {
      case .typename: break
      case .join(let edge): rules[member.key] = .join(edge, key: member.key)
      case .field(_, _, let inner):
        if let shape = inner.flatMap(make) { rules[member.key] = .copy(key: nil, shape) }
      }
    }
    for key in object.joinKeys { rules[key.name] = .hidden }
    return rules.isEmpty ? nil : DocumentShape(rules: rules)
  }
}
