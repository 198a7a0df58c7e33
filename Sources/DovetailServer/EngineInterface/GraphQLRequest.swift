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

  /// What is told of how the request is answered.
  package enum Explain: String, Sendable, CaseIterable {
    /// The upstream calls that it would take; none is made.
    case plan
    /// The upstream calls that were made, and what each brought and took.
    case analyze
  }

  /// The document's text.
  package var query: String
  /// The operation to run, if the client named one.
  package var operationName: String?
  /// The variables; empty if the client sent none or `null`.
  package var variables: JSONObject
  /// Which schema the request is for.
  package var schema: Schema
  /// What is told of how the request is answered; nil for nothing.
  package var explain: Explain?

  /// Makes a request.
  package init(
    query: String,
    operationName: String? = nil,
    variables: JSONObject = [:],
    schema: Schema = .standard,
    explain: Explain? = nil
  ) {
    self.query = query
    self.operationName = operationName
    self.variables = variables
    self.schema = schema
    self.explain = explain
  }
}
