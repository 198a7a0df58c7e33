/// Why a remote schema, a permission on it or a relationship to it cannot be used.
package struct RemoteSchemaError: Error, Sendable, Hashable {
  package var code: Code
  /// The reason in the contract's words.
  package var message: String

  /// The contract's error codes of these checks.
  package enum Code: String, Sendable, Hashable {
    case remoteSchemaError = "remote-schema-error"
    case validationFailed = "validation-failed"
    case parseFailed = "parse-failed"
    case invalidParams = "invalid-params"
    case invalidConfiguration = "invalid-configuration"
    case notSupported = "not-supported"
    case notFound = "not-found"
    case unexpected = "unexpected"
  }

  package init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }
}
