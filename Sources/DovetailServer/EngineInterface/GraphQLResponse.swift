package import DovetailAuth
package import OrderedJSON

/// What a GraphQL request led to; the server writes it as `{"data": …, "errors": […]}`.
package struct GraphQLResponse: Sendable {
  /// The JSON text of `data`; `nil` if the request failed before or in execution as a whole.
  package var data: [UInt8]?
  /// The errors, in the order in which the client shall see them.
  package var errors: [GraphQLError]
  /// What is told besides data and errors, under `extensions`.
  package var extensions: JSONValue?
  /// Headers for the client, such as cookies of an action's handler; batches drop them.
  package var headers: [HeaderField]

  /// Makes a response of data and, where only a part failed, errors.
  package init(
    data: [UInt8]?,
    errors: [GraphQLError] = [],
    extensions: JSONValue? = nil,
    headers: [HeaderField] = []
  ) {
    self.data = data
    self.errors = errors
    self.extensions = extensions
    self.headers = headers
  }

  /// Makes the response of a request that failed as a whole.
  package init(_ error: APIError) {
    self.init(data: nil, errors: [.engine(error)])
  }

  /// The HTTP status, where the endpoint keeps it: that of the first error unless there is data.
  package var status: Int {
    guard data == nil, let first = errors.first else { return 200 }
    return first.status
  }
}

/// An error in a GraphQL response.
package enum GraphQLError: Sendable {
  /// An error of ours, whose form is the server's business.
  case engine(APIError)
  /// A complete error object, such as one copied from a remote schema.
  case verbatim(JSONValue)

  /// The HTTP status, where the endpoint keeps it.
  var status: Int {
    switch self {
    case .engine(let error): error.status
    case .verbatim: 200
    }
  }
}
