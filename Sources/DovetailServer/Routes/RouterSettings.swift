package import DovetailAuth
package import OrderedJSON

/// How the endpoints behave.
package struct RouterSettings: Sendable {
  /// The groups of endpoints that are there.
  package var enabledAPIs = APIGroup.enabledByDefault
  /// What clients of `/v1/metrics` have to show; nil for no such endpoint.
  package var metricsSecret: AdminSecrets?
  /// What `/v1/version` says.
  package var version = "dev"
  /// What `/v1alpha1/config` says.
  package var configReport: JSONValue = .object(members: [])
  /// Whether everybody sees the internal detail of errors.
  package var isDevelopmentMode = false
  /// Whether administrators see the internal detail of errors.
  package var showsInternalErrorsToAdministrators = true
  /// Whether 401 stays 401 at `/v1/graphql`.
  package var preserves401 = false
  /// How many bytes the text of a GraphQL document may have.
  package var maximumQueryLength = 4 << 20
  /// How many bytes a decompressed body may have.
  package var maximumBodyLength = 64 << 20
  /// Whether the text of requests is logged only if they fail.
  package var logsQueryOnlyOnError = false
  /// Whether commands of the metadata API are logged with their arguments.
  package var logsMetadataCommands = false
  /// Which web pages of other origins may use the server.
  package var cors = CORSPolicy.everybody

  /// The settings that hold without configuration.
  package init() {}
}
