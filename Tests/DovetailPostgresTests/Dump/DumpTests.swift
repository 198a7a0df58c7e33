import DovetailPostgres
import DovetailSource
import OrderedJSON
import Testing

extension ServerTests {
  @Suite("pg_dump")
  struct DumpTests {
    private func source(_ url: String) throws -> PostgresSource {
      try PostgresSource(
        configuration: ["connection_info": ["database_url": .string(url)]],
        environment: [:]
      )
    }

    @Test("A database is dumped as the options say")
    func schema() async throws {
      let source = try source(try TestServer.url())
      let setup = SQLScript(
        sql:
          "CREATE SCHEMA dumped; CREATE TABLE dumped.t (id integer); INSERT INTO dumped.t VALUES (7)"
      )
      _ = try await source.run(setup)
      let whole = DumpRequest(options: ["-O", "-x", "--schema", "dumped"])
      let text = String(decoding: try await source.dump(whole), as: UTF8.self)
      #expect(text.contains("CREATE TABLE dumped.t"))
      #expect(text.contains("-- PostgreSQL database dump"))
      #expect(text.contains("\n7\n"))
      let schema = DumpRequest(
        options: ["-O", "-x", "--schema-only", "--schema=dumped"],
        isCleaned: true
      )
      #expect(
        String(decoding: try await source.dump(schema), as: UTF8.self) == """
          CREATE SCHEMA dumped;
          CREATE TABLE dumped.t (
              id integer
          );

          """
      )
      _ = try await source.run(SQLScript(sql: "DROP SCHEMA dumped CASCADE"))
      await source.close()
    }

    @Test("What pg_dump complains about is the detail of the error")
    func failure() async throws {
      let source = try source(try TestServer.url())
      let error = await #expect(throws: SourceError.self) {
        try await source.dump(DumpRequest(options: ["--strict-names", "--schema=nowhere"]))
      }
      #expect(error?.message == "error while executing pg_dump")
      #expect(error?.code == .unexpected)
      #expect(error?.detail?.stringValue?.contains("no matching schemas") == true)
      await source.close()
    }

    @Test(
      "Options that lead elsewhere are refused",
      arguments: [
        ["-fdump"], ["--file=dump"], ["-f", "dump"], ["--dbname=other"], ["-hexample.test"],
        ["--port=1"], ["--fil=dump"], ["-sfdump"], ["-sOx", "-hexample.test"],
        ["host=example.test"], ["--schema", "public", "other"], ["--", "other"], ["-"],
        ["--schema"],
        ["-Fd"], ["--no-such-option"], ["--schema-only=1"], ["-n", "public", "-d", "other"],
      ]
    )
    func refused(options: [String]) async throws {
      let source = try source("postgresql://127.0.0.1:1/none")
      let error = await #expect(throws: SourceError.self) {
        try await source.dump(DumpRequest(options: options))
      }
      #expect(error?.code == .notSupported)
      await source.close()
    }
  }
}
