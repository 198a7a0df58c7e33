package import DovetailSource
package import OrderedJSON

/// A failure in the run of a plan, for the `errors` of the response.
package struct ExecutionError: Error, Sendable, Hashable {
  /// The contract's error code.
  package var code: SourceError.Code
  /// What went wrong, fit for a client.
  package var message: String
  /// Detail for administrators and development mode (`extensions.internal`).
  package var detail: JSONValue?
  /// Where in the request the cause lies, as a JSONPath, if the source could tell.
  package var requestPath: String?
  /// The place in the response as the client sees it: keys (aliases) and indices.
  package var path: [PathStep]
  /// Which join failed; nil for root fields.
  package var join: FailedJoin?
  /// The remote schema whose error stands beside the data of its root fields; nil for all others.
  package var source: String?
  /// The error object that a GraphQL service gave for a root field, to be passed on as it is.
  package var upstream: JSONValue?
  /// The HTTP status, where the endpoint keeps it; nil for that of the code.
  package var status: Int?
  /// What clients see as extensions in the place of ours.
  package var extensions: JSONValue?

  /// A step of a response path.
  package enum PathStep: Sendable, Hashable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral
  {
    case key(String)
    case index(Int)

    package init(stringLiteral value: String) { self = .key(value) }
    package init(integerLiteral value: Int) { self = .index(value) }

    /// The step as GraphQL writes it: a string or a number.
    package var json: JSONValue {
      switch self {
      case .key(let key): .string(key)
      case .index(let index): .int(index)
      }
    }
  }

  /// What the error's extensions say of a join.
  package struct FailedJoin: Sendable, Hashable {
    /// The relationship's name.
    package var relationship: String
    /// The name of the source or remote schema that was asked.
    package var source: String
    /// How many positions of the response are null because of the failure; 0 if data arrived.
    package var count: Int

    package init(relationship: String, source: String, count: Int) {
      self.relationship = relationship
      self.source = source
      self.count = count
    }
  }

  package init(
    code: SourceError.Code,
    message: String,
    detail: JSONValue? = nil,
    requestPath: String? = nil,
    path: [PathStep] = [],
    join: FailedJoin? = nil,
    source: String? = nil,
    upstream: JSONValue? = nil,
    status: Int? = nil,
    extensions: JSONValue? = nil
  ) {
    self.code = code
    self.message = message
    self.detail = detail
    self.requestPath = requestPath
    self.path = path
    self.join = join
    self.source = source
    self.upstream = upstream
    self.status = status
    self.extensions = extensions
  }
}
