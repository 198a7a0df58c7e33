/// Why a request is refused before anybody looks at what it asks for.
enum RequestRefusal: Error, Sendable, Hashable {
  /// The bytes are no HTTP.
  case malformed
  /// The headers are longer than the limit.
  case headersTooLarge
  /// There is no `Host` header, or more than one.
  case ambiguousHost
  /// An `Expect` header other than `100-continue`.
  case unknownExpectation
  /// A transfer coding other than `chunked`.
  case unknownTransferCoding
  /// The body is longer than the limit.
  case bodyTooLarge
  /// The request did not come in time.
  case tooSlow

  /// The status of the answer.
  var status: Int {
    switch self {
    case .malformed, .ambiguousHost: 400
    case .headersTooLarge: 431
    case .unknownExpectation: 417
    case .unknownTransferCoding: 501
    case .bodyTooLarge: 413
    case .tooSlow: 408
    }
  }

  /// What the client is told.
  func error(_ settings: HTTPSettings) -> APIError {
    switch self {
    case .malformed: error("the request is not valid HTTP/1.1")
    case .headersTooLarge:
      error(
        "the headers are larger than the limit of \(settings.maximumHeaderLength) bytes "
          + "(--max-total-header-length)"
      )
    case .ambiguousHost: error("the request must have exactly one Host header")
    case .unknownExpectation: error("the expectation in the Expect header is not supported")
    case .unknownTransferCoding: error("the only transfer coding that is supported is chunked")
    case .bodyTooLarge:
      APIError.tooLarge(
        "the request body",
        limit: settings.maximumBodyLength,
        option: "--max-body-length"
      )
    case .tooSlow: error("the request did not arrive in time")
    }
  }

  private func error(_ message: String) -> APIError {
    APIError(code: "bad-request", message: message, status: status)
  }
}
