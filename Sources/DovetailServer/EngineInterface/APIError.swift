package import OrderedJSON

/// An error as clients of the HTTP API see it, before it is written in the endpoint's form.
package struct APIError: Error, Sendable, Hashable {
  /// What kind of error it is, for programs: `validation-failed`.
  package var code: String
  /// What is wrong, for people.
  package var message: String
  /// Where in the request, as a JSON path: `$.selectionSet.author`.
  package var path: String
  /// The HTTP status, where the endpoint keeps it.
  package var status: Int
  /// Detail that only some clients may see.
  package var `internal`: JSONValue?
  /// What replaces `extensions` in GraphQL responses, if an action's handler supplied it.
  package var extensions: JSONValue?

  /// Makes an error.
  package init(
    code: String,
    message: String,
    path: String = "$",
    status: Int = 400,
    internal: JSONValue? = nil,
    extensions: JSONValue? = nil
  ) {
    self.code = code
    self.message = message
    self.path = path
    self.status = status
    self.internal = `internal`
    self.extensions = extensions
  }
}

extension APIError {
  /// The path is unknown, or its API is disabled.
  static let resourceDoesNotExist = APIError(
    code: "not-found",
    message: "resource does not exist",
    status: 404
  )

  /// An administrator's endpoint was asked by another role.
  static let adminEndpoint = APIError(
    code: "access-denied",
    message: "You have to be an admin to access this endpoint"
  )

  /// A metadata endpoint was asked by another role.
  static let adminCommand = APIError(
    code: "access-denied",
    message: "restricted access : admin only",
    path: "$.args"
  )

  /// A query that is asked for by its hash alone.
  static let persistedQueryNotSupported = APIError(
    code: "not-supported",
    message: "PersistedQueryNotSupported"
  )

  /// A query that comes with its hash, to be remembered.
  static let persistedQueriesDisabled = APIError(
    code: "not-supported",
    message: "Automatic Persisted Queries is not enabled"
  )
}
