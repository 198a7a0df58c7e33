import DovetailPostgres
import DovetailSource
import OrderedJSON
import Testing

extension ServerTests {
  /// A pooler gives each transaction any of two servers.
  @Suite("Behind a pooler")
  struct PoolerTests {
    private func withSource(
      _ information: [(String, JSONValue)],
      _ body: (PostgresPool) async throws -> Void
    ) async throws {
      let url = try TestServer.poolerURL()
      let source = try PostgresSource(
        configuration: [
          "connection_info": .object(
            members: [("database_url", .string(url))] + information
          )
        ],
        environment: [:]
      )
      do {
        try await body(source.pool)
      } catch {
        await source.close()
        throw error
      }
      await source.close()
    }

    @Test(
      "Statements do not depend on the server that they meet",
      arguments: [nil, false, true]
    )
    func statements(usesPreparedStatements: Bool?) async throws {
      let setting = usesPreparedStatements.map { ("use_prepared_statements", JSONValue.bool($0)) }
      try await withSource([setting].compactMap(\.self)) { (pool) async throws in
        try await withThrowingTaskGroup(of: String?.self) { group in
          for number in 0..<80 {
            group.addTask {
              let sql = "SELECT ($1::int * \(number % 5))::text || pg_sleep(0.001)::text"
              let value = try await pool.value(sql, String(number))
              return value == String(number * (number % 5)) ? nil : "\(number): \(value ?? "nil")"
            }
          }
          for try await wrong in group { #expect(wrong == nil) }
        }
      }
    }

    @Test("Transactions keep their isolation level, and reads stay read-only")
    func transactions() async throws {
      try await withSource([("isolation_level", "serializable")]) { (pool) async throws in
        for _ in 0..<8 {
          #expect(try await pool.value("SHOW transaction_isolation") == "serializable")
          #expect(try await pool.value("SHOW transaction_read_only") == "on")
        }
        let written = try await pool.execute(
          [
            Statement("CREATE TEMPORARY TABLE bounced ON COMMIT DROP AS SELECT 1 AS one"),
            Statement("SELECT one FROM bounced"),
          ],
          in: TransactionMode(isolation: .serializable)
        )
        #expect(written.last.map { String(decoding: $0.bytes, as: UTF8.self) } == "1")
        #expect(await pool.failure("CREATE TABLE never (id int)")?.code == .unexpected)
      }
    }

    @Test("What a session needs does not become the state of others", arguments: [nil, true])
    func state(usesPreparedStatements: Bool?) async throws {
      let setting = usesPreparedStatements.map { ("use_prepared_statements", JSONValue.bool($0)) }
      try await withSource([setting].compactMap(\.self)) { (pool) async throws in
        for _ in 0..<4 { _ = try await pool.value("SELECT 1") }
      }
      let others = PostgresPool(
        .string(try TestServer.poolerURL()),
        settings: PoolSettings(preparation: .never)
      )
      defer { others.close() }
      for _ in 0..<4 {
        #expect(try await others.value("SHOW default_transaction_read_only") == "off")
        #expect(try await others.value("SHOW default_transaction_isolation") == "read committed")
        #expect(try await others.value("SELECT count(*) FROM pg_prepared_statements") == "0")
      }
    }
  }
}
