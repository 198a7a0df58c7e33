package import OrderedJSON

/// A failure of an upstream, or of making a request for it.
package struct SourceError: Error, Sendable {
  package var code: Code
  /// What went wrong, fit for a client.
  package var message: String
  /// Detail for administrators and development mode (statement, server message, SQLSTATE).
  package var detail: JSONValue?
  /// Where in the request, as a JSONPath, if the source can tell.
  package var path: String?
  /// The errors of a GraphQL service, verbatim.
  package var upstreamErrors: [JSONValue]
  /// Of an error beside a lookup's data: where it belongs.
  package var place: Place?
  /// The HTTP status, where the endpoint keeps it; nil for that of the code.
  package var status: Int?
  /// What the upstream wants clients to see as the error's extensions, in the place of ours.
  package var extensions: JSONValue?
  /// Of an error beside a lookup's data: the keys, by index in the request, that have no values
  /// because of it.
  package var failedKeys: [Int]

  /// A place in the values that a lookup found.
  package struct Place: Sendable, Hashable {
    /// The index of the key, in the request.
    package var key: Int
    /// From the key's value down.
    package var path: [Step]

    package enum Step: Sendable, Hashable {
      case key(String)
      case index(Int)
    }

    package init(key: Int, path: [Step] = []) {
      self.key = key
      self.path = path
    }
  }

  /// The contract's error codes (`extensions.code`) that sources report.
  package struct Code: Sendable, Hashable, RawRepresentable {
    package var rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    package static let constraintViolation = Code(rawValue: "constraint-violation")
    package static let constraintError = Code(rawValue: "constraint-error")
    package static let dataException = Code(rawValue: "data-exception")
    package static let permissionError = Code(rawValue: "permission-error")
    package static let concurrentUpdate = Code(rawValue: "concurrent-update")
    package static let postgresError = Code(rawValue: "postgres-error")
    package static let maxConnections = Code(rawValue: "postgres-max-connections-error")
    package static let connectionNotEstablished = Code(rawValue: "connection-not-established")
    package static let remoteSchemaError = Code(rawValue: "remote-schema-error")
    package static let parseFailed = Code(rawValue: "parse-failed")
    package static let validationFailed = Code(rawValue: "validation-failed")
    package static let notFound = Code(rawValue: "not-found")
    package static let notSupported = Code(rawValue: "not-supported")
    package static let invalidParams = Code(rawValue: "invalid-params")
    package static let invalidConfiguration = Code(rawValue: "invalid-configuration")
    package static let timeout = Code(rawValue: "timeout")
    /// The operation's own deadline has passed.
    package static let timeLimitExceeded = Code(rawValue: "time-limit-exceeded")
    package static let unexpected = Code(rawValue: "unexpected")
    /// The request's task was cancelled, usually since the client left.
    package static let cancelled = Code(rawValue: "cancelled")
  }

  package init(
    code: Code,
    message: String,
    detail: JSONValue? = nil,
    path: String? = nil,
    upstreamErrors: [JSONValue] = [],
    place: Place? = nil,
    status: Int? = nil,
    extensions: JSONValue? = nil,
    failedKeys: [Int] = []
  ) {
    self.code = code
    self.message = message
    self.detail = detail
    self.path = path
    self.upstreamErrors = upstreamErrors
    self.place = place
    self.status = status
    self.extensions = extensions
    self.failedKeys = failedKeys
  }
}
