package import DovetailMetadata
package import OrderedJSON

/// A request to the metadata API.
package struct MetadataRequest: Sendable {
  package var body: JSONValue
  package var api: MetadataAPI
  package var session: Session
  /// The address from which the client is connected, for limits by address.
  package var clientAddress: String

  package init(
    body: JSONValue,
    api: MetadataAPI,
    session: Session,
    clientAddress: String = ""
  ) {
    self.body = body
    self.api = api
    self.session = session
    self.clientAddress = clientAddress
  }
}

/// The endpoints that take metadata commands.
package enum MetadataAPI: String, Sendable {
  case metadata = "/v1/metadata"
  case v1Query = "/v1/query"
  case v2Query = "/v2/query"
}
