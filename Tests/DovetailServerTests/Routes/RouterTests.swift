import DovetailAuth
import DovetailServer
import OrderedJSON
import Testing

@Suite("Routes", .timeLimit(.minutes(1)))
struct RouterTests {
  static let notFound = #"{"error":"resource does not exist","path":"$","code":"not-found"}"#

  @Test(
    "Unknown paths and wrong methods",
    arguments: [
      ("GET", "/nowhere", 404, notFound), ("POST", "/v1/config", 404, notFound),
      ("GET", "/v1/metadata", 404, notFound), ("POST", "/v1/version", 404, notFound),
      ("GET", "/", 404, notFound), ("PUT", "/nowhere", 404, ""),
      ("DELETE", "/v1/graphql", 405, ""), ("PATCH", "/v1/metadata", 405, ""),
    ]
  )
  func unknown(method: String, path: String, status: Int, body: String) async throws {
    try await withServer { server in
      let response = try await server.exchange(method, path)
      #expect(response.status == status)
      #expect(response.text == body)
      #expect((response.header("allow") != nil) == (status == 405))
    }
  }

  @Test("Empty path segments don't count")
  func slashes() async throws {
    try await withServer { server in
      let response1 = try await server.get("/v1/version/")
      #expect(response1.status == 200)
      let response2 = try await server.get("//healthz")
      #expect(response2.status == 200)
    }
  }

  @Test("The version and the health are for everybody")
  func openEndpoints() async throws {
    let secrets = try #require(AdminSecrets(["secret"]))
    try await withServer(
      mode: .adminSecret(secrets, unauthorizedRole: nil),
      settings: { $0.version = "v1.2.3" }
    ) { server in
      let version = try await server.get("/v1/version")
      #expect(version.text == #"{"version":"v1.2.3","server_type":"ce"}"#)
      let health = try await server.get("/healthz")
      #expect(health.text == "OK")
      #expect(health.header("content-type")?.hasPrefix("text/plain") == true)
    }
  }

  @Test(
    "The health check tells how the engine is",
    arguments: [
      (EngineHealth.ok, "/healthz", 200, "OK"),
      (.inconsistentMetadata, "/hasura/healthz", 200, "WARN: inconsistent objects in schema"),
      (.inconsistentMetadata, "/healthz?strict=true", 500, "ERROR: inconsistent objects in schema"),
      (.inconsistentMetadata, "/healthz?strict=false", 200, "WARN: inconsistent objects in schema"),
      (.metadataStoreUnreachable, "/healthz", 500, "ERROR"),
    ]
  )
  func health(health: EngineHealth, path: String, status: Int, text: String) async throws {
    var engine = TestEngine()
    engine.health = health
    try await withServer(engine: engine) { server in
      let response = try await server.get(path)
      #expect(response.status == status)
      #expect(response.text == text)
    }
  }

  @Test("HEAD is answered like GET, without the body")
  func head() async throws {
    try await withServer { server in
      let connection = try await server.connect()
      try await connection.send(request("HEAD", "/healthz") + request("GET", "/healthz"))
      let head = try await connection.receive(hasBody: false)
      #expect(head.header("content-length") == "2")
      #expect(try await connection.receive().text == "OK")
    }
  }

  @Test(
    "Only administrators use the metadata API",
    arguments: ["/v1/metadata", "/v2/query"]
  )
  func metadataForAdministrators(path: String) async throws {
    try await withServer { server in
      let refused = try await server.post(
        path,
        #"{"type":"x"}"#,
        headers: ["X-Hasura-Role: user"]
      )
      #expect(refused.status == 400)
      #expect(
        refused.text == """
          {"error":"restricted access : admin only","path":"$.args","code":"access-denied"}
          """
      )
      let answered = try await server.post(path, #"{"type":"x"}"#)
      #expect(
        answered.text == #"{"command":{"type":"x"},"endpoint":"\#(path)","role":"admin"}"#
      )
    }
  }

  @Test("At /v1/query the engine decides who may do what")
  func legacyQuery() async throws {
    try await withServer { server in
      let answered = try await server.post(
        "/v1/query",
        #"{"type":"x"}"#,
        headers: ["X-Hasura-Role: user"]
      )
      #expect(
        answered.text == #"{"command":{"type":"x"},"endpoint":"/v1/query","role":"user"}"#
      )
    }
  }

  @Test("Errors of the engine keep their status outside GraphQL")
  func engineErrors() async throws {
    var engine = TestEngine()
    engine.command = { _, _, _ throws(APIError) in
      throw APIError(
        code: "conflict",
        message: "old",
        path: "$.args",
        status: 409,
        internal: ["a": 1]
      )
    }
    try await withServer(engine: engine) { server in
      let response = try await server.post("/v1/metadata", #"{"type":"x"}"#)
      #expect(response.status == 409)
      #expect(
        response.text
          == #"{"error":"old","path":"$.args","code":"conflict","internal":{"a":1}}"#
      )
    }
  }

  @Test("Metadata: authentication comes before the body")
  func metadataOrder() async throws {
    let secrets = try #require(AdminSecrets(["secret"]))
    try await withServer(mode: .adminSecret(secrets, unauthorizedRole: nil)) { server in
      let unknown = try await server.post("/v1/metadata", "nonsense")
      #expect(unknown.status == 401)
      #expect(unknown.text.contains("required, but not found"))
      let known = try await server.post(
        "/v1/metadata",
        "nonsense",
        headers: ["X-Hasura-Access-Key: secret"]
      )
      #expect(known.status == 400)
      #expect(known.text.contains(#""code":"invalid-json""#))
    }
  }

  @Test(
    "Other endpoints of administrators say so",
    arguments: [
      ("POST", "/v1/graphql/explain"), ("POST", "/v1alpha1/graphql/explain"),
      ("POST", "/v1alpha1/pg_dump"), ("GET", "/v1alpha1/config"), ("GET", "/api/swagger/json"),
    ]
  )
  func administrators(method: String, path: String) async throws {
    try await withServer { server in
      let body = method == "POST" ? Array("{}".utf8) : []
      let refused = try await server.exchange(
        method,
        path,
        headers: ["X-Hasura-Role: user"],
        body: body
      )
      #expect(refused.status == 400)
      #expect(
        refused.text == """
          {"error":"You have to be an admin to access this endpoint","path":"$",\
          "code":"access-denied"}
          """
      )
      let response3 = try await server.exchange(method, path, body: body)
      #expect(response3.status == 200)
    }
  }

  @Test("A disabled API does not exist", arguments: ["/v1/metadata", "/v1/query", "/v2/query"])
  func disabled(path: String) async throws {
    try await withServer(settings: { $0.enabledAPIs = [.graphql] }) { server in
      let response = try await server.post(path, "{}")
      #expect(response.status == 404)
      #expect(response.text == Self.notFound)
      let response4 = try await server.post("/v1/graphql", #"{"query":"a"}"#)
      #expect(response4.status == 200)
    }
  }

  @Test("A dump is SQL")
  func dump() async throws {
    try await withServer { server in
      let response = try await server.post("/v1alpha1/pg_dump", "{}")
      #expect(response.header("content-type") == "application/sql")
      #expect(response.text == "-- dump")
    }
  }

  @Test("A REST request reaches the engine taken apart")
  func rest() async throws {
    try await withServer { server in
      let response = try await server.exchange(
        "PUT",
        "/api/rest/users/J%c3%bcrgen+a?first=a+b%26c&flag&x=1",
        body: Array(#"{"a":1}"#.utf8)
      )
      #expect(
        response.text == """
          {"method":"PUT","path":["users","Jürgen+a"],\
          "parameters":[["first","a b&c"],["flag",null],["x","1"]],"body":{"a":1}}
          """
      )
      let missing = try await server.get("/api/rest/missing")
      #expect(missing.status == 404)
      #expect(
        missing.text == #"{"error":"Endpoint not found","path":"$","code":"not-found"}"#
      )
    }
  }

  @Test("The fields of a web form are parameters")
  func form() async throws {
    try await withServer { server in
      let response = try await server.exchange(
        "POST",
        "/api/rest/x?a=1",
        headers: ["Content-Type: application/x-www-form-urlencoded"],
        body: Array("b=two+words&c".utf8)
      )
      #expect(
        response.text == """
          {"method":"POST","path":["x"],\
          "parameters":[["a","1"],["b","two words"],["c",null]],"body":null}
          """
      )
    }
  }

  @Test("OPTIONS without an origin lists the methods")
  func options() async throws {
    try await withServer { server in
      let response = try await server.exchange("OPTIONS", "/v1/graphql")
      #expect(response.status == 204)
      #expect(response.header("allow") == "POST, GET")
    }
  }
}

@Suite("Requests to upgrade", .timeLimit(.minutes(1)))
struct UpgradeTests {
  @Test(
    "A WebSocket handshake is declined by name",
    arguments: [("/v1/graphql", 400), ("/v1/metadata", 404)]
  )
  func webSocket(path: String, status: Int) async throws {
    try await withServer { server in
      let connection = try await server.connect()
      try await connection.send(
        request(
          "GET",
          path,
          headers: [
            "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
          ]
        )
      )
      let response = try await connection.receive()
      #expect(response.status == status)
      #expect(response.text.contains("WebSocket connections are not supported") == (status == 400))
      #expect(try await connection.receiveUntilClosed().isEmpty)
    }
  }

  @Test("A request that offers HTTP/2, as Java's client sends it, is answered in HTTP/1.1")
  func http2() async throws {
    try await withServer { server in
      let connection = try await server.connect()
      try await connection.send(
        graphQLRequest(
          "{ java }",
          headers: [
            "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c",
            "HTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA",
          ]
        )
      )
      #expect(try await connection.receive().text.contains("{ java }"))
    }
  }
}
