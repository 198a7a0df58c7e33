import DovetailDemo
import DovetailEngine
import Meters
import OrderedJSON
import Testing

@Suite("Metrics of services")
struct MetricsTests {
  @Test("Calls, failures and an open circuit breaker are told by the service's name")
  func outage() async throws {
    let service = try GraphService("type Query { name: String }") {
      (_, _) throws(ResolverError) in .leaf("x")
    }
    try await JoinEngine.run(["people": service]) { test in
      func lines() -> [Substring] { expositionText(test.engine.metrics).split(separator: "\n") }
      let labels = #"{name="people",kind="remote_schema"}"#
      _ = try await test.query("{ name }")
      var metrics = lines()
      #expect(metrics.contains(#"dovetail_upstream_circuit_state\#(labels) 0"#))
      #expect(metrics.contains(#"dovetail_upstream_available\#(labels) 1"#))
      // The introspection was the first call.
      #expect(metrics.contains(#"dovetail_upstream_calls_total\#(labels) 2"#))
      #expect(metrics.contains(#"dovetail_upstream_call_time_seconds_count\#(labels) 2"#))
      #expect(metrics.contains(#"dovetail_upstream_failures_total\#(labels) 0"#))
      service.fail(by: .nothing)
      // Five failures in a row open it; each request makes some attempts.
      for _ in 0..<5 { _ = await test.execute("{ name }") }
      metrics = lines()
      #expect(metrics.contains(#"dovetail_upstream_circuit_state\#(labels) 2"#))
      #expect(metrics.contains(#"dovetail_upstream_available\#(labels) 0"#))
      #expect(metrics.contains(#"dovetail_upstream_failures_total\#(labels) 5"#))
      #expect(!metrics.contains(#"dovetail_upstream_refusals_total\#(labels) 0"#))
    }
  }
}
