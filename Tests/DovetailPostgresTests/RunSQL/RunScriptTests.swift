import DovetailCatalog
import DovetailMetadata
import DovetailPostgres
import DovetailSource
import OrderedJSON
import Testing

extension ServerTests {
  @Suite("run_sql")
  struct RunScriptTests {
    @Test("The last statement's rows come as texts under a header")
    func tuples() async throws {
      try await TestServer.withPool { (pool) async throws in
        let result = try await pool.run(
          SQLScript(
            sql:
              "SELECT 0; SELECT 1 AS one, NULL AS none, true AS yes UNION ALL SELECT 2, '', false"
          )
        )
        #expect(result == .tuples([["one", "none", "yes"], ["1", "NULL", "t"], ["2", "", "f"]]))
        #expect(try await pool.run(SQLScript(sql: "SELECT 1 AS a WHERE false")) == .tuples([["a"]]))
      }
    }

    @Test(
      "Commands and empty scripts have no rows",
      arguments: [
        "CREATE SCHEMA IF NOT EXISTS nothing", "", " -- nothing",
        "SELECT 1; DROP SCHEMA IF EXISTS nothing",
      ]
    )
    func commands(sql: String) async throws {
      try await TestServer.withPool { (pool) async throws in
        #expect(try await pool.run(SQLScript(sql: sql)) == .command)
      }
    }

    @Test("A script is one transaction")
    func atomic() async throws {
      try await TestServer.withPool { (pool) async throws in
        try await TestServer.reset(["script"], "CREATE TABLE script.t (id int)", with: pool)
        let error = await #expect(throws: SourceError.self) {
          try await pool.run(SQLScript(sql: "INSERT INTO script.t VALUES (1); SELECT 1 / 0"))
        }
        #expect(error?.code == .postgresError)
        #expect(error?.message == "query execution failed")
        #expect(error?.path == "$.args")
        #expect(error?.detail?["error"]?["status_code"] == "22012")
        #expect(error?.detail?["error"]?["message"] == "division by zero")
        #expect(try await pool.value("SELECT count(*) FROM script.t") == "0")
      }
    }

    @Test("A read-only script cannot write", arguments: [false, true])
    func readOnly(isOutside: Bool) async throws {
      try await TestServer.withPool { (pool) async throws in
        let script = SQLScript(
          sql: "CREATE TABLE forbidden (id int)",
          isReadOnly: true,
          isOutsideTransaction: isOutside
        )
        let error = await #expect(throws: SourceError.self) { try await pool.run(script) }
        #expect(error?.detail?["error"]?["status_code"] == "25006")
      }
    }

    @Test("Outside of a transaction each statement stands for itself")
    func outside() async throws {
      try await TestServer.withPool { (pool) async throws in
        try await TestServer.reset(["script"], "CREATE TABLE script.t (id int)", with: pool)
        let sql = """
          CREATE INDEX CONCURRENTLY i ON script.t (id);
          INSERT INTO script.t VALUES (1);
          SELECT id, ';' AS s FROM script.t;
          """
        await #expect(throws: SourceError.self) { try await pool.run(SQLScript(sql: sql)) }
        #expect(
          try await pool.run(SQLScript(sql: sql, isOutsideTransaction: true))
            == .tuples([["id", "s"], ["1", ";"]])
        )
        await #expect(throws: SourceError.self) {
          try await pool.run(
            SQLScript(
              sql: "INSERT INTO script.t VALUES (2); SELECT 1 / 0",
              isOutsideTransaction: true
            )
          )
        }
        #expect(try await pool.value("SELECT count(*) FROM script.t") == "2")
      }
    }

    @Test("A script leaves no traces in the sessions of others")
    func session() async throws {
      try await TestServer.withPool(PoolSettings(maxConnections: 1)) { (pool) async throws in
        _ = try await pool.run(
          SQLScript(sql: "SET search_path TO nowhere; SET default_transaction_read_only TO off")
        )
        #expect(try await pool.value("SHOW search_path") != "nowhere")
        #expect(try await pool.value("SHOW transaction_read_only") == "on")
      }
    }

    @Test(
      "COPY with the client is refused",
      arguments: ["COPY (SELECT 1) TO STDOUT", "COPY copied FROM STDIN"]
    )
    func copy(sql: String) async throws {
      try await TestServer.withPool { (pool) async throws in
        _ = try await pool.run(SQLScript(sql: "CREATE TABLE IF NOT EXISTS copied (id int)"))
        let error = await #expect(throws: SourceError.self) {
          try await pool.run(SQLScript(sql: sql))
        }
        #expect(error?.message == "query execution failed")
        #expect(try await pool.value("SELECT 1") == "1")
      }
    }

    @Test("A check of the facts sees the script's changes, and undoes them if it throws")
    func verification() async throws {
      try await TestServer.withPool { (pool) async throws in
        try await TestServer.reset(["verify"], "CREATE TABLE verify.a (id int)", with: pool)
        let name = TableName(schema: "verify", name: "b")
        let script = SQLScript(sql: "ALTER TABLE verify.a RENAME TO b")
        await #expect(throws: SourceError.self) {
          try await pool.run(script) { (transaction) async throws(SourceError) in
            guard try await transaction.introspect().tables[name] == nil else {
              throw SourceError(code: .notFound, message: "seen")
            }
          }
        }
        #expect(try await pool.introspect().tables[name] == nil)
        _ = try await pool.run(script) { (_) async throws(SourceError) in }
        #expect(try await pool.introspect().tables[name] != nil)
      }
    }
  }
}
