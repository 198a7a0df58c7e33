import DovetailAuth
import DovetailServer
import Testing

@Suite("The metrics endpoint")
struct MetricsEndpointTests {
  private func enable(_ settings: inout RouterSettings) {
    settings.enabledAPIs.insert(.metrics)
    settings.metricsSecret = AdminSecrets(["s3cret"])
  }

  @Test("Whoever has the secret gets the metrics of engine, server and process")
  func withSecret() async throws {
    try await withServer(settings: enable) { server in
      _ = try await server.post("/v1/graphql", #"{"query":"{ a }"}"#)
      let response = try await server.get(
        "/v1/metrics",
        headers: ["Authorization: bearer s3cret"]
      )
      #expect(response.status == 200)
      #expect(response.header("content-type") == "text/plain; version=0.0.4; charset=utf-8")
      let lines = response.text.split(separator: "\n")
      #expect(lines.contains("engine_up 1"))
      #expect(lines.contains("hasura_http_connections 1"))
      #expect(lines.contains("hasura_http_request_bytes_total 17"))
      #expect(lines.contains(#"dovetail_http_responses_total{status="2xx"} 1"#))
      #expect(lines.contains { $0.hasPrefix("process_resident_memory_bytes ") })
    }
  }

  @Test(
    "Without the secret there is nothing to see",
    arguments: [[], ["Authorization: Bearer wrong"], ["Authorization: s3cret"]]
  )
  func withoutSecret(headers: [String]) async throws {
    try await withServer(settings: enable) { server in
      let response = try await server.get("/v1/metrics", headers: headers)
      #expect(response.status == 401)
      #expect(response.header("www-authenticate") == "Bearer")
      #expect(!response.text.contains("engine_up"))
    }
  }

  @Test("The endpoint is not there unless it is enabled and has a secret")
  func absent() async throws {
    try await withServer { server in
      let response = try await server.get("/v1/metrics")
      #expect(response.status == 404)
    }
    try await withServer(settings: { $0.enabledAPIs.insert(.metrics) }) { server in
      let response = try await server.get("/v1/metrics", headers: ["Authorization: Bearer "])
      #expect(response.status == 404)
    }
    try await withServer(settings: { $0.metricsSecret = AdminSecrets(["s3cret"]) }) { server in
      let response = try await server.get("/v1/metrics", headers: ["Authorization: Bearer s3cret"])
      #expect(response.status == 404)
    }
  }
}
