package import OrderedJSON

/// A request to a REST endpoint of the user's.
package struct RESTRequest: Sendable {
  /// The HTTP method in upper case.
  package var method: String
  /// The segments of the path behind `/api/rest/`, percent-decoded.
  package var path: [String]
  /// The parameters of the URL and of a form in the body, in their order, percent-decoded; `nil` for
  /// a name without `=`.
  package var parameters: [(name: String, value: String?)]
  /// The body; `nil` if there is none.
  package var body: JSONValue?

  /// Makes a request.
  package init(
    method: String,
    path: [String],
    parameters: [(name: String, value: String?)] = [],
    body: JSONValue? = nil
  ) {
    self.method = method
    self.path = path
    self.parameters = parameters
    self.body = body
  }
}
