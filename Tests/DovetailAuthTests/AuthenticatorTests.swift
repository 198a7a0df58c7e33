import DovetailAuth
import DovetailMetadata
import Testing

@Suite("Authentication")
struct AuthenticatorTests {
  private let open = Authenticator(mode: .open)

  private func secured(
    _ secrets: String...,
    unauthorizedRole: RoleName? = nil
  ) throws -> Authenticator {
    Authenticator(
      mode: .adminSecret(try #require(AdminSecrets(secrets)), unauthorizedRole: unauthorizedRole)
    )
  }

  private func headers(_ pairs: KeyValuePairs<String, String>) -> [HeaderField] {
    pairs.map { HeaderField(name: $0.key, value: $0.value) }
  }

  @Test("Without configuration everybody is admin unless they name another role")
  func openMode() throws {
    #expect(try open.authenticate([]).role == .admin)
    #expect(try open.authenticate(headers(["x-hasura-role": ""])).role == .admin)
    let session = try open.authenticate(
      headers(["x-hasura-role": "user", "x-hasura-user-id": "7", "accept": "x"])
    )
    #expect(session.role == RoleName("user"))
    #expect(session.variables == ["x-hasura-role": "user", "x-hasura-user-id": "7"])
  }

  @Test("Secrets are no session variables")
  func secretsAreRemoved() throws {
    let session = try secured("s").authenticate(
      headers(["x-hasura-admin-secret": "s", "x-hasura-access-key": "s", "x-hasura-a": "1"])
    )
    #expect(session.variables == ["x-hasura-role": "admin", "x-hasura-a": "1"])
  }

  @Test("Either header may hold any of the secrets", arguments: ["one", "two"])
  func severalSecrets(secret: String) throws {
    let authenticator = try secured("one", "two")
    #expect(
      try authenticator.authenticate(headers(["x-hasura-admin-secret": secret])).role == .admin
    )
    #expect(
      try authenticator.authenticate(headers(["x-hasura-access-key": secret])).role == .admin
    )
  }

  @Test(
    "A wrong secret is refused",
    arguments: ["", "s", "secre", "secrets", "Secret", "secretsecret"]
  )
  func wrongSecret(candidate: String) throws {
    let authenticator = try secured("secret", unauthorizedRole: "anonymous")
    let error = #expect(throws: AuthError.self) {
      try authenticator.authenticate(headers(["x-hasura-admin-secret": candidate]))
    }
    #expect(error == .wrongAdminSecret)
    #expect(error?.status == 401)
    #expect(error?.code == "access-denied")
    #expect(error?.message == #"invalid "x-hasura-admin-secret"/"x-hasura-access-key""#)
  }

  @Test("Without a secret nobody gets in")
  func missingSecret() throws {
    let authenticator = try secured("secret")
    let error = #expect(throws: AuthError.self) {
      try authenticator.authenticate(headers(["x-hasura-role": "user"]))
    }
    #expect(
      error?.message
        == #""x-hasura-admin-secret"/"x-hasura-access-key" required, but not found"#
    )
  }

  @Test("The unauthorized role takes all variables but the role from the client")
  func unauthorizedRole() throws {
    let authenticator = try secured("secret", unauthorizedRole: "anonymous")
    let session = try authenticator.authenticate(
      headers([
        "x-hasura-role": "admin", "x-hasura-user-id": "7",
        "x-hasura-use-backend-only-permissions": "nonsense",
      ])
    )
    #expect(session.role == RoleName("anonymous"))
    #expect(session.variables["x-hasura-role"] == "anonymous")
    #expect(session.variables["x-hasura-user-id"] == "7")
    #expect(!session.usesBackendOnlyPermissions)
  }

  @Test(
    "Backend-only permissions are for trusted clients that are not admin",
    arguments: [
      ("user", "true", true), ("user", "Y", true), ("user", "no", false), ("admin", "true", false),
    ]
  )
  func backendOnly(role: String, flag: String, isUsed: Bool) throws {
    for authenticator in [open, try secured("s")] {
      let session = try authenticator.authenticate(
        headers([
          "x-hasura-admin-secret": "s", "x-hasura-role": role,
          "x-hasura-use-backend-only-permissions": flag,
        ])
      )
      #expect(session.usesBackendOnlyPermissions == isUsed)
    }
  }

  @Test("The backend-only flag must be a boolean", arguments: ["1", "", "on"])
  func badFlag(flag: String) {
    let error = #expect(throws: AuthError.self) {
      try open.authenticate(headers(["x-hasura-use-backend-only-permissions": flag]))
    }
    #expect(error?.status == 400)
    #expect(error?.code == "bad-request")
  }

  @Test("An empty secret is none")
  func emptySecret() {
    #expect(AdminSecrets([""]) == nil)
    #expect(AdminSecrets([]) == nil)
    #expect(AdminSecrets(["", "a"])?.match("") == false)
  }
}
