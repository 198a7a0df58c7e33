package import DovetailMetadata
package import DovetailSource
package import OrderedJSON

/// Connects what metadata names: the engine's only way to kinds of sources.
package protocol UpstreamConnector: Sendable {
  /// The kinds of sources that can be connected.
  var kinds: [OfferedKind] { get }

  /// A source of the kind; nothing is sent to it yet.
  func connect(_ configuration: SourceConfiguration) throws(SourceError) -> any Source

  /// A remote GraphQL service; nothing is sent to it yet.
  ///
  /// The certificates of the hosts on the list may be self-signed.
  func connect(
    _ name: RemoteSchemaName,
    _ definition: RemoteSchemaDefinition,
    trusting tlsAllowlist: [TLSAllowlistEntry]
  ) throws(SourceError) -> any Source

  /// What calls the handlers of actions; the log keeps calls of asynchronous ones.
  ///
  /// The hosts on the list may have any certificate.
  func actions(
    log: any ActionLog,
    trusting tlsAllowlist: [TLSAllowlistEntry]
  ) -> any Source

  /// What the engine itself calls webhooks with.
  var webhooks: WebhookSettings { get }
}

extension UpstreamConnector {
  package func actions(
    log: any ActionLog,
    trusting tlsAllowlist: [TLSAllowlistEntry]
  ) -> any Source {
    UnusableSource(
      SourceError(code: .notSupported, message: "this engine does not call handlers of actions")
    )
  }

  package var webhooks: WebhookSettings { .none }
}

extension UpstreamConnector {
  package var kinds: [OfferedKind] { [] }
}

/// A kind of source with what every source of the kind can do.
package struct OfferedKind: Sendable {
  package var name: SourceKindName
  package var capabilities: SourceCapabilities

  package init(_ name: SourceKindName, _ capabilities: SourceCapabilities) {
    self.name = name
    self.capabilities = capabilities
  }
}

/// What metadata says of the connection of a source.
package struct SourceConfiguration: Sendable, Hashable {
  package var name: SourceName
  package var kind: SourceKindName
  package var configuration: JSONValue

  package init(name: SourceName, kind: SourceKindName, configuration: JSONValue) {
    self.name = name
    self.kind = kind
    self.configuration = configuration
  }
}
