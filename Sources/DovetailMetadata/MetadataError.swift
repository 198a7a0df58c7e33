package import OrderedJSON

/// Why metadata could not be read or a command could not be applied.
package struct MetadataError: Error, Sendable, Hashable {
  package var code: Code
  package var message: String
  /// Where, in the request body or the document that was read.
  package var path: JSONPath
  /// Detail for administrators.
  package var `internal`: JSONValue?

  /// The codes that clients of the metadata API see.
  package struct Code: Sendable, Hashable, CustomStringConvertible {
    package let value: String

    package init(_ value: String) {
      self.value = value
    }

    package var description: String { value }
  }

  package init(
    _ code: Code,
    _ message: String,
    path: JSONPath = .arguments,
    internal: JSONValue? = nil
  ) {
    self.code = code
    self.message = message
    self.path = path
    self.internal = `internal`
  }

  /// The same error in a document that holds this one at `prefix`.
  package func prefixed(with prefix: JSONPath) -> MetadataError {
    var error = self
    error.path = path.prefixed(with: prefix)
    return error
  }
}

extension MetadataError.Code {
  package static let alreadyExists = Self("already-exists")
  package static let alreadyTracked = Self("already-tracked")
  package static let alreadyUntracked = Self("already-untracked")
  package static let badRequest = Self("bad-request")
  package static let conflict = Self("conflict")
  package static let constraintError = Self("constraint-error")
  package static let constraintViolation = Self("constraint-violation")
  package static let cyclicDependency = Self("cyclic-dependency")
  package static let dependencyError = Self("dependency-error")
  package static let invalidConfiguration = Self("invalid-configuration")
  package static let invalidParams = Self("invalid-params")
  package static let notExists = Self("not-exists")
  package static let notFound = Self("not-found")
  package static let notSupported = Self("not-supported")
  package static let parseFailed = Self("parse-failed")
  package static let permissionDenied = Self("permission-denied")
  package static let unexpected = Self("unexpected")
  package static let unexpectedPayload = Self("unexpected-payload")
}
