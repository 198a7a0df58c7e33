import DovetailServer
import Testing

@Suite("CORS", .timeLimit(.minutes(1)))
struct CORSTests {
  @Test("Every origin is allowed by default, errors included")
  func everybody() async throws {
    try await withServer { server in
      for path in ["/v1/graphql", "/nowhere"] {
        let response = try await server.post(path, "{}", headers: ["Origin: https://a.example"])
        #expect(response.header("access-control-allow-origin") == "https://a.example")
        #expect(response.header("access-control-allow-credentials") == "true")
        #expect(
          response.header("access-control-allow-methods")
            == "GET,POST,PUT,PATCH,DELETE,OPTIONS"
        )
        #expect(
          response.header("access-control-expose-headers")
            == "X-Hasura-Query-Cache-Key,X-Hasura-Query-Family-Cache-Key,Warning"
        )
      }
      let plain = try await server.post("/v1/graphql", "{}")
      #expect(plain.header("access-control-allow-origin") == nil)
    }
  }

  @Test("A preflight is answered without looking at the path or credentials")
  func preflight() async throws {
    try await withServer { server in
      let response = try await server.exchange(
        "OPTIONS",
        "/v1/graphql",
        headers: [
          "Origin: https://a.example", "Access-Control-Request-Method: POST",
          "Access-Control-Request-Headers: content-type,x-hasura-role",
        ]
      )
      #expect(response.status == 204)
      #expect(response.header("access-control-allow-origin") == "https://a.example")
      #expect(response.header("access-control-max-age") == "1728000")
      #expect(response.header("access-control-allow-headers") == "content-type,x-hasura-role")
      #expect(response.header("content-length") == "0")
      #expect(response.header("content-type") == "text/plain charset=UTF-8")
    }
  }

  @Test("A listed origin is allowed, another one is served without CORS headers")
  func listed() async throws {
    let policy = try #require(CORSPolicy("https://a.example"))
    try await withServer(settings: { $0.cors = policy }) { server in
      let listed = try await server.get("/healthz", headers: ["Origin: https://a.example"])
      #expect(listed.header("access-control-allow-origin") == "https://a.example")
      let other = try await server.get("/healthz", headers: ["Origin: https://b.example"])
      #expect(other.status == 200)
      #expect(other.header("access-control-allow-origin") == nil)
    }
  }

  @Test("Disabled means no headers")
  func disabled() async throws {
    try await withServer(settings: { $0.cors = .disabled }) { server in
      let response = try await server.get("/healthz", headers: ["Origin: https://a.example"])
      #expect(response.header("access-control-allow-origin") == nil)
    }
  }

  @Test(
    "A star stands for exactly one label",
    arguments: [
      ("https://app.example.com", true), ("HTTPS://APP.example.com", true),
      ("https://example.com", false), ("https://a.b.example.com", false),
      ("http://app.example.com", false), ("https://app.example.com:8080", false),
      ("https://evil.com/.example.com", false), ("http://localhost:3000", true),
      ("http://localhost", false), ("https://.example.com", false),
    ]
  )
  func wildcard(origin: String, isAllowed: Bool) throws {
    let policy = try #require(CORSPolicy("https://*.example.com, http://localhost:3000"))
    #expect(policy.allows(origin) == isAllowed)
  }

  @Test(
    "What is no origin is rejected",
    arguments: [
      "", "example.com", "https://a.*.com", "https://*.*.com", "https://x.com/path", "://",
    ]
  )
  func invalid(text: String) {
    #expect(CORSPolicy(text) == nil)
  }
}
