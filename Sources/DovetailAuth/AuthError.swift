/// Why a request is not let in.
package enum AuthError: Error, Sendable, Hashable {
  /// The request has an admin secret, but a wrong one.
  case wrongAdminSecret
  /// The request has no admin secret, and there is no unauthorized role.
  case missingAdminSecret
  /// `x-hasura-use-backend-only-permissions` is no boolean.
  case invalidBackendOnlyFlag(String)

  /// The error's code in responses.
  package var code: String {
    switch self {
    case .wrongAdminSecret, .missingAdminSecret: "access-denied"
    case .invalidBackendOnlyFlag: "bad-request"
    }
  }

  /// The HTTP status, where the endpoint keeps it.
  package var status: Int {
    switch self {
    case .wrongAdminSecret, .missingAdminSecret: 401
    case .invalidBackendOnlyFlag: 400
    }
  }

  /// The text for the client.
  package var message: String {
    switch self {
    case .wrongAdminSecret:
      #"invalid "x-hasura-admin-secret"/"x-hasura-access-key""#
    case .missingAdminSecret:
      #""x-hasura-admin-secret"/"x-hasura-access-key" required, but not found"#
    case .invalidBackendOnlyFlag:
      "x-hasura-use-backend-only-permissions: " + BooleanText.expectation
    }
  }
}
