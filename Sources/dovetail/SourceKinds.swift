import DovetailActions
import DovetailEngine
import DovetailMetadata
import DovetailPostgres
import DovetailRemoteGraphQL
import DovetailSQLite
import DovetailSource

/// The kinds of sources: the only place that names them.
struct SourceKinds: UpstreamConnector {
  let environment: [String: String]
  let client: RemoteHTTPClient
  let remoteOptions: RemoteGraphQLOptions
  /// Whether configured headers win over headers of the client.
  var configuredHeadersWin = false

  func actions(log: any ActionLog, trusting tlsAllowlist: [TLSAllowlistEntry]) -> any Source {
    ActionSource(settings: webhooks.trusting(tlsAllowlist), log: log)
  }

  var webhooks: WebhookSettings {
    WebhookSettings(
      client: client,
      environment: environment,
      userAgent: remoteOptions.userAgent,
      configuredHeadersWin: configuredHeadersWin
    )
  }

  var kinds: [OfferedKind] {
    [SourceKindName.postgres, .citus, .cockroach].map {
      OfferedKind($0, PostgresSource.capabilitiesOfKind)
    } + [OfferedKind(.sqlite, SQLiteSource.capabilitiesOfKind)]
  }
  var onCircuitChange: CircuitObserver = { _ in }

  func connect(_ configuration: SourceConfiguration) throws(SourceError) -> any Source {
    switch configuration.kind {
    case .postgres, .citus, .cockroach:
      return try PostgresSource(
        configuration: configuration.configuration,
        environment: environment
      )
    case .sqlite:
      return try SQLiteSource(
        configuration: configuration.configuration,
        environment: environment
      )
    default:
      throw SourceError(
        code: .notSupported,
        message: "sources of kind \"\(configuration.kind)\" are not supported; the kinds are "
          + "postgres, citus, cockroach and sqlite"
      )
    }
  }

  func connect(
    _ name: RemoteSchemaName,
    _ definition: RemoteSchemaDefinition,
    trusting tlsAllowlist: [TLSAllowlistEntry]
  ) throws(SourceError) -> any Source {
    try RemoteGraphQLSource(
      name: name,
      definition: definition,
      environment: environment,
      client: client,
      options: remoteOptions,
      tlsAllowlist: tlsAllowlist,
      onCircuitChange: onCircuitChange
    )
  }
}
