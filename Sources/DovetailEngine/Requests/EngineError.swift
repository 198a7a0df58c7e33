package import OrderedJSON

/// A failure as clients of the HTTP API see it.
package struct EngineError: Error, Sendable, Hashable {
  /// The contract's code.
  package var code: String
  package var message: String
  /// A JSONPath into the request.
  package var path: String
  /// The HTTP status where the endpoint keeps it.
  package var status: Int
  /// Detail that only administrators and development mode show.
  package var detail: JSONValue?
  /// The place in the response, keys and indices, for errors beside data.
  package var responsePath: [JSONValue]
  /// Further members of `extensions`.
  package var extensions: [String: JSONValue]
  /// An error object of an upstream service that is passed on as it is.
  package var verbatim: JSONValue?
  /// What clients see in the place of `extensions`, as a handler wants it.
  package var replacedExtensions: JSONValue?

  package init(
    code: String,
    message: String,
    path: String = "$",
    status: Int = 400,
    detail: JSONValue? = nil,
    responsePath: [JSONValue] = [],
    extensions: [String: JSONValue] = [:],
    verbatim: JSONValue? = nil,
    replacedExtensions: JSONValue? = nil
  ) {
    self.code = code
    self.message = message
    self.path = path
    self.status = status
    self.detail = detail
    self.responsePath = responsePath
    self.extensions = extensions
    self.verbatim = verbatim
    self.replacedExtensions = replacedExtensions
  }
}
