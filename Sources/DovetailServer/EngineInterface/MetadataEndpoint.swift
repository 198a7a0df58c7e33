/// Where a command of the metadata API was sent to.
package enum MetadataEndpoint: String, Sendable {
  /// `/v1/metadata`
  case metadata = "/v1/metadata"
  /// `/v1/query`, the legacy endpoint, which takes nearly all commands.
  case v1Query = "/v1/query"
  /// `/v2/query`: SQL and data manipulation.
  case v2Query = "/v2/query"
}
