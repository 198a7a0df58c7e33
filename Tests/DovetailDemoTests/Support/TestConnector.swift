import DovetailEngine
import DovetailMetadata
import DovetailRemoteGraphQL
import DovetailSQLite
import DovetailSource

/// Connects the kinds of sources that the demo has.
struct TestConnector: UpstreamConnector {
  var environment: [String: String]
  var client: RemoteHTTPClient

  func connect(_ configuration: SourceConfiguration) throws(SourceError) -> any Source {
    try SQLiteSource(configuration: configuration.configuration, environment: environment)
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
      options: RemoteGraphQLOptions(userAgent: "test"),
      tlsAllowlist: tlsAllowlist
    )
  }
}
