package import DovetailMetadata
package import DovetailSource
import OrderedCollections
package import OrderedJSON

/// A request to a REST endpoint.
package struct EndpointCall: Sendable {
  /// The HTTP method in upper case.
  package var method: String
  /// The decoded segments of the path below `/api/rest/`.
  package var path: [String]
  /// The decoded parameters of the URL, and of a form; nil for a name without a value.
  package var parameters: [(name: String, value: String?)]
  /// The members of a JSON body.
  package var body: JSONObject
  package var session: Session
  package var headers: [ExecutionContext.Header]
  package var requestID: String
  /// The address from which the client is connected, for limits by address.
  package var clientAddress: String

  package init(
    method: String,
    path: [String],
    parameters: [(name: String, value: String?)] = [],
    body: JSONObject = [:],
    session: Session,
    headers: [ExecutionContext.Header] = [],
    requestID: String = "",
    clientAddress: String = ""
  ) {
    self.method = method
    self.path = path
    self.parameters = parameters
    self.body = body
    self.session = session
    self.headers = headers
    self.requestID = requestID
    self.clientAddress = clientAddress
  }
}
