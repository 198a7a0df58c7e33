import OrderedCollections
package import OrderedJSON

/// One GraphQL request, taken out of the body of an HTTP request.
package struct GraphQLRequest: Sendable {
  /// Which of the two schemas the request is for.
  package enum Schema: Sendable {
    /// The ordinary one.
    case standard
    /// The one with Relay connections.
    case relay
  }

  /// The document's text.
  package var query: String
  /// The operation to run, if the client named one.
  package var operationName: String?
  /// The variables; empty if the client sent none or `null`.
  package var variables: JSONObject
  /// Which schema the request is for.
  package var schema: Schema

  /// Makes a request.
  package init(
    query: String,
    operationName: String? = nil,
    variables: JSONObject = [:],
    schema: Schema = .standard
  ) {
    self.query = query
    self.operationName = operationName
    self.variables = variables
    self.schema = schema
  }
}
