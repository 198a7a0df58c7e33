package import OrderedJSON

/// Why an operation cannot be planned, in the contract's shape.
package struct PlannerError: Error, Sendable, Hashable {
  package var code: Code
  package var message: String
  /// A JSONPath into the request: `$.selectionSet.author.args.where.id._eq`.
  package var path: String
  /// Detail for administrators.
  package var detail: JSONValue?

  /// The contract's error codes that planning reports.
  package enum Code: String, Sendable, Hashable {
    case validationFailed = "validation-failed"
    case parseFailed = "parse-failed"
    case notSupported = "not-supported"
    case notFound = "not-found"
    case notExists = "not-exists"
    case unexpectedPayload = "unexpected-payload"
    case constraintViolation = "constraint-violation"
    case permissionDenied = "permission-denied"
    case dataException = "data-exception"
    case badRequest = "bad-request"
    case unexpected = "unexpected"
  }

  package init(
    code: Code = .validationFailed,
    message: String,
    path: String = "$",
    detail: JSONValue? = nil
  ) {
    self.code = code
    self.message = message
    self.path = path
    self.detail = detail
  }
}
