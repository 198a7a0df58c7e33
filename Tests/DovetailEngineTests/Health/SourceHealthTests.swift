import DovetailEngine
import DovetailMetadata
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Health checks of sources", .timeLimit(.minutes(1)))
struct SourceHealthTests {
  /// An engine with a checked source, after its first check.
  private func checked(
    _ check: String,
    until isDone: (SourceHealth) -> Bool = { _ in true }
  ) async throws -> (TestEngine, SourceHealth) {
    let test = try await TestEngine()
    try await test.addSQLite(script: "CREATE TABLE t (id INTEGER)")
    try await test.run(
      #"{"type": "sqlite_update_source", "args": {"name": "default", "health_check": \#(check)}}"#
    )
    let monitor = Task {
      await test.engine.monitorHealth(lookingEvery: .milliseconds(5))
    }
    while true {
      if let health = test.engine.health(of: .default), isDone(health) {
        monitor.cancel()
        await monitor.value
        return (test, health)
      }
      await Task.yield()
    }
  }

  @Test("A source that answers is well, and the dump of the internal state says so")
  func well() async throws {
    let (test, health) = try await checked(#"{"interval": 60}"#)
    #expect(health.status == .ok)
    #expect(health.message == nil)
    let state = try await test.run(#"{"type": "dump_internal_state", "args": {}}"#)
    #expect(state["sources"]?["default"]?["health"]?["status"] == "OK")
    await test.engine.stop()
  }

  @Test("A test that fails is reported with its reason, after the retries")
  func failed() async throws {
    let (test, health) = try await checked(
      #"""
      {"interval": 60, "retries": 1, "retry_interval": 0,
        "test": {"sql": "SELECT * FROM missing"}}
      """#
    )
    #expect(health.status == .failed)
    #expect(health.message?.contains("missing") == true, "\(health.message ?? "")")
    await test.engine.stop()
  }

  @Test("A test that writes fails")
  func writing() async throws {
    let (test, health) = try await checked(
      #"{"interval": 60, "retries": 0, "test": {"sql": "INSERT INTO t VALUES (1)"}}"#
    )
    #expect(health.status == .failed)
    #expect(await test.failure("{ __typename }") == nil)
    await test.engine.stop()
  }

  @Test("A test that takes too long is a timeout, and ends")
  func slow() async throws {
    let (test, health) = try await checked(
      #"""
      {"interval": 60, "retries": 0, "timeout": 1, "test": {"sql":
        "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT max(n) FROM c"}}
      """#
    )
    #expect(health.status == .timeout)
    await test.engine.stop()
  }

  @Test("Checks without sense are refused")
  func refused() async throws {
    let test = try await TestEngine()
    try await test.addSQLite()
    for check in [#"{"interval": 0}"#, #"{"interval": 1, "retries": -1}"#, #"{}"#] {
      let error = try await test.error(
        #"{"type": "sqlite_update_source", "args": {"name": "default", "health_check": \#(check)}}"#
      )
      #expect(error?.code == "parse-failed")
    }
    await test.engine.stop()
  }
}
