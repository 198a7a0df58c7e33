package import DovetailMetadata
import DovetailSchema
package import DovetailSource
import GraphQLLanguage
import OrderedCollections
package import OrderedJSON

/// A GraphQL request of a session.
package struct GraphQLOperationRequest: Sendable {
  package var text: String
  package var operationName: String?
  package var variables: JSONObject
  /// Which of the role's schemas the request is for.
  package var schema: Schema
  package var session: Session
  package var headers: [ExecutionContext.Header]
  package var requestID: String
  /// The address from which the client is connected, for limits by address.
  package var clientAddress: String

  /// The schemas that each role has.
  package enum Schema: Sendable, Hashable {
    case standard
    /// The one with connections and nodes.
    case relay

    var style: SchemaStyle {
      switch self {
      case .standard: .standard
      case .relay: .relay
      }
    }
  }

  package init(
    text: String,
    operationName: String? = nil,
    variables: JSONObject = [:],
    schema: Schema = .standard,
    session: Session,
    headers: [ExecutionContext.Header] = [],
    requestID: String = "",
    clientAddress: String = ""
  ) {
    self.text = text
    self.operationName = operationName
    self.variables = variables
    self.schema = schema
    self.session = session
    self.headers = headers
    self.requestID = requestID
    self.clientAddress = clientAddress
  }
}

/// The answer to a GraphQL request.
package struct GraphQLOperationResponse: Sendable {
  /// The JSON of `data`; nil if the operation failed.
  package var data: [UInt8]?
  package var errors: [EngineError]
  /// `Set-Cookie` headers of remote schemas.
  package var cookies: [String]
  /// What kind of operation it was; nil where that did not become known.
  var kind: OperationKind?
  /// How the request was or would be answered, if that was asked for.
  package var explanation: JSONValue?

  package init(data: [UInt8]?, errors: [EngineError] = [], cookies: [String] = []) {
    self.data = data
    self.errors = errors
    self.cookies = cookies
  }
}
