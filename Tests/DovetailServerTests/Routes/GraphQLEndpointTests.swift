import DovetailAuth
import DovetailMetadata
import DovetailServer
import OrderedJSON
import Testing

@Suite("The GraphQL endpoints", .timeLimit(.minutes(1)))
struct GraphQLEndpointTests {
  static let failing: @Sendable (GraphQLRequest, RequestContext) async -> GraphQLResponse = {
    request,
    _ in
    guard request.query == "bad" else { return GraphQLResponse(data: Array("{}".utf8)) }
    return GraphQLResponse(
      APIError(
        code: "validation-failed",
        message: "no \"x\"",
        path: "$.selectionSet.x",
        internal: ["detail": 1]
      )
    )
  }

  @Test("A request reaches the engine with operation name and variables")
  func request() async throws {
    try await withServer { server in
      let response = try await server.post(
        "/v1/graphql",
        #"{"query":"query q { a }","operationName":"q","variables":{"b":1.50,"a":[]},"more":1}"#
      )
      #expect(
        response.text == """
          {"data":{"query":"query q { a }","operation":"q","variables":{"b":1.50,"a":[]}}}
          """
      )
      #expect(response.header("content-type") == "application/json; charset=utf-8")
      #expect(response.header("date")?.hasSuffix(" GMT") == true)
    }
  }

  @Test("The request id is the client's, or a UUID; errors have none")
  func requestID() async throws {
    var engine = TestEngine()
    engine.graphQL = Self.failing
    try await withServer(engine: engine) { server in
      let named = try await server.post(
        "/v1/graphql",
        #"{"query":"{ a }"}"#,
        headers: ["X-Request-ID: abc"]
      )
      #expect(named.header("x-request-id") == "abc")
      let other = try await server.post("/v1/graphql", #"{"query":"{ a }"}"#)
      #expect(other.header("x-request-id")?.count == 36)
      let failed = try await server.post(
        "/v1/graphql",
        #"{"query":"bad"}"#,
        headers: ["X-Request-ID: abc"]
      )
      #expect(
        failed.headers.map { $0.name.lowercased() }.sorted()
          == ["content-length", "content-type", "date"]
      )
    }
  }

  @Test(
    "Errors have status 200, but at the legacy endpoint their own",
    arguments: [("/v1/graphql", 200), ("/v1beta1/relay", 200), ("/v1alpha1/graphql", 400)]
  )
  func status(path: String, status: Int) async throws {
    var engine = TestEngine()
    engine.graphQL = Self.failing
    try await withServer(
      engine: engine,
      settings: { $0.showsInternalErrorsToAdministrators = false }
    ) { server in
      let response = try await server.post(path, #"{"query":"bad"}"#)
      #expect(response.status == status)
      #expect(
        response.text == """
          {"errors":[{"message":"no \\"x\\"","extensions":{"path":"$.selectionSet.x",\
          "code":"validation-failed"}}]}
          """
      )
    }
  }

  @Test(
    "Internal detail is for administrators, and for all in development mode",
    arguments: [
      ("admin", false, true, true), ("user", false, true, false), ("admin", false, false, false),
      ("user", true, false, true),
    ]
  )
  func internalDetail(
    role: String,
    developmentMode: Bool,
    forAdministrators: Bool,
    isShown: Bool
  ) async throws {
    var engine = TestEngine()
    engine.graphQL = Self.failing
    try await withServer(
      engine: engine,
      settings: {
        $0.isDevelopmentMode = developmentMode
        $0.showsInternalErrorsToAdministrators = forAdministrators
      }
    ) { server in
      let response = try await server.post(
        "/v1/graphql",
        #"{"query":"bad"}"#,
        headers: ["X-Hasura-Role: \(role)"]
      )
      #expect(response.text.contains(#""internal":{"detail":1}"#) == isShown)
    }
  }

  @Test("A batch is answered in its order, and one failure harms nobody else")
  func batch() async throws {
    var engine = TestEngine()
    engine.graphQL = Self.failing
    try await withServer(
      engine: engine,
      settings: { $0.showsInternalErrorsToAdministrators = false }
    ) { server in
      let response = try await server.post(
        "/v1/graphql",
        #"[{"query":"{ a }"},{"query":"bad"},{"query":"{ b }"}]"#
      )
      #expect(response.status == 200)
      #expect(
        response.text == """
          [{"data":{}},{"errors":[{"message":"no \\"x\\"","extensions":\
          {"path":"$.selectionSet.x","code":"validation-failed"}}]},{"data":{}}]
          """
      )
      let response1 = try await server.post("/v1/graphql", "[]")
      #expect(response1.text == "[]")
    }
  }

  @Test("A batch beyond the limit is one error")
  func batchLimit() async throws {
    var engine = TestEngine()
    engine.batchLimit = 2
    try await withServer(engine: engine) { server in
      let two = try await server.post("/v1/graphql", #"[{"query":"a"},{"query":"b"}]"#)
      #expect(two.text.hasPrefix("["))
      let three = try await server.post(
        "/v1/graphql",
        #"[{"query":"a"},{"query":"b"},{"query":"c"}]"#
      )
      #expect(three.text.hasPrefix(#"{"errors":[{"message":"the batch has 3 requests"#))
      #expect(three.text.contains(#""code":"batch-limit-exceeded""#))
    }
  }

  @Test("Data and errors of a partly failed request stand together")
  func partial() async throws {
    var engine = TestEngine()
    engine.graphQL = { _, _ in
      GraphQLResponse(
        data: Array("null".utf8),
        errors: [
          .verbatim(["message": "remote", "path": ["a"]]),
          .engine(
            APIError(code: "x", message: "action", extensions: ["code": "mine"])
          ),
        ],
        headers: [HeaderField(name: "Set-Cookie", value: "a=b\r\nEvil: yes")]
      )
    }
    try await withServer(engine: engine) { server in
      let response = try await server.post("/v1alpha1/graphql", #"{"query":"a"}"#)
      #expect(response.status == 200)
      #expect(
        response.text == """
          {"data":null,"errors":[{"message":"remote","path":["a"]},\
          {"message":"action","extensions":{"code":"mine"}}]}
          """
      )
      #expect(response.header("set-cookie") == "a=bEvil: yes")
      #expect(response.header("evil") == nil)
    }
  }

  @Test(
    "A body of another shape is an error that names the key",
    arguments: [
      ("", "invalid-json", "$"),
      ("{\"query\":", "invalid-json", "$"),
      ("1", "parse-failed", "$"),
      ("{}", "parse-failed", "$"),
      (#"{"query":1}"#, "parse-failed", "$.query"),
      (#"{"query":"a","variables":[]}"#, "parse-failed", "$.variables"),
      (#"{"query":"a","operationName":{}}"#, "parse-failed", "$.operationName"),
      (#"[{"query":"a"},{"query":null}]"#, "parse-failed", "$[1].query"),
    ]
  )
  func malformed(body: String, code: String, path: String) async throws {
    try await withServer { server in
      for (endpoint, status) in [("/v1/graphql", 200), ("/v1alpha1/graphql", 400)] {
        let response = try await server.post(endpoint, body)
        #expect(response.status == status)
        #expect(response.text.hasPrefix(#"{"errors":[{"message":"#))
        #expect(response.text.hasSuffix(#""path":"\#(path)","code":"\#(code)"}}]}"#))
      }
    }
  }

  @Test("Null stands for an absent operation name and absent variables")
  func nulls() async throws {
    try await withServer { server in
      let response = try await server.post(
        "/v1/graphql",
        #"{"query":"a","operationName":null,"variables":null}"#
      )
      #expect(response.text == #"{"data":{"query":"a","operation":null,"variables":{}}}"#)
    }
  }

  @Test("Persisted queries are declined so that clients send the text")
  func persistedQueries() async throws {
    let expected = """
      {"errors":[{"message":"PersistedQueryNotSupported","extensions":{"path":"$",\
      "code":"not-supported"}}]}
      """
    try await withServer { server in
      let post = try await server.post(
        "/v1/graphql",
        #"{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"x"}}}"#
      )
      #expect(post.status == 200)
      #expect(post.text == expected)
      let get = try await server.get("/v1/graphql?extensions=x")
      #expect(get.status == 200)
      #expect(get.text == expected)
    }
  }

  @Test("Wrong credentials are reported before a malformed body")
  func authenticationFirst() async throws {
    let secrets = try #require(AdminSecrets(["secret"]))
    try await withServer(mode: .adminSecret(secrets, unauthorizedRole: nil)) { server in
      for (path, status) in [("/v1/graphql", 200), ("/v1alpha1/graphql", 401)] {
        let response = try await server.post(
          path,
          "nonsense",
          headers: ["X-Hasura-Admin-Secret: wrong"]
        )
        #expect(response.status == status)
        #expect(
          response.text == """
            {"errors":[{"message":"invalid \\"x-hasura-admin-secret\\"/\\"x-hasura-access-key\\"",\
            "extensions":{"path":"$","code":"access-denied"}}]}
            """
        )
        let let_in = try await server.post(
          path,
          "nonsense",
          headers: ["X-Hasura-Admin-Secret: secret"]
        )
        #expect(let_in.text.contains("invalid-json"))
      }
    }
  }

  @Test("401 is kept where the configuration says so")
  func preserve401() async throws {
    let secrets = try #require(AdminSecrets(["secret"]))
    try await withServer(
      mode: .adminSecret(secrets, unauthorizedRole: nil),
      settings: { $0.preserves401 = true }
    ) { server in
      let response2 = try await server.post("/v1/graphql", #"{"query":"a"}"#)
      #expect(response2.status == 401)
    }
  }

  @Test("The relay endpoint asks for the other schema")
  func relay() async throws {
    var engine = TestEngine()
    engine.graphQL = { request, _ in
      GraphQLResponse(data: Array(request.schema == .relay ? "1".utf8 : "0".utf8))
    }
    try await withServer(engine: engine) { server in
      let response3 = try await server.post("/v1beta1/relay", #"{"query":"a"}"#)
      #expect(response3.text == #"{"data":1}"#)
      let response4 = try await server.post("/v1/graphql", #"{"query":"a"}"#)
      #expect(response4.text == #"{"data":0}"#)
    }
  }
}
