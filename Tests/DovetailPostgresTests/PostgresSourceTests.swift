import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailPostgres
import DovetailSource
import OrderedJSON
import Testing

extension ServerTests {
  @Suite("PostgreSQL source")
  struct PostgresSourceTests {
    private static let table = TableName(schema: "shop", name: "item")

    private func withSource(
      _ configuration: JSONValue? = nil,
      _ body: (PostgresSource) async throws -> Void
    ) async throws {
      let url = try TestServer.url()
      let source = try PostgresSource(
        configuration: configuration
          ?? ["connection_info": ["database_url": ["from_env": "SHOP_URL"]]],
        environment: ["SHOP_URL": url]
      )
      try await TestServer.reset(
        ["shop"],
        """
        CREATE TABLE shop.item (id int PRIMARY KEY, name text, price numeric, made timestamptz);
        INSERT INTO shop.item VALUES (1, 'one', 1.50, '2024-01-31T10:00:00Z'), (2, NULL, NULL, NULL);
        """,
        with: source.pool
      )
      try await body(source)
      await source.close()
    }

    private func columns(of source: PostgresSource) async throws -> [ColumnFacts] {
      guard case .relational(let facts) = try await source.introspect() else {
        Issue.record("no relational facts")
        return []
      }
      return try #require(facts.tables[Self.table]).columns
    }

    private func reference(_ column: ColumnFacts) -> ColumnReference {
      ColumnReference(column.name, type: column.type, isNullable: column.isNullable)
    }

    private func selection(of source: PostgresSource) async throws -> RowSelection {
      let columns = try await columns(of: source)
      let id = try #require(columns.first)
      return RowSelection(
        relation: .table(Self.table),
        filter: .compare(
          reference(id),
          .equal,
          Parameter(
            .variable(VariableReference(name: "id")),
            type: id.type,
            path: "$.selectionSet.item.args.where.id._eq"
          )
        ),
        output: columns.map {
          OutputField(key: $0.name.value, value: .column(ColumnOutput(reference($0))))
        }
      )
    }

    private func context(_ variables: JSONValue = [:]) -> ExecutionContext {
      var context = ExecutionContext(session: Session(role: .admin))
      if let members = variables.objectValue { context.variables = members }
      return context
    }

    @Test("A fetch yields rows with its variables put in")
    func fetch() async throws {
      try await withSource { (source) async throws in
        let prepared = try source.prepare(
          Fetch(target: .source("shop"), request: .rows(try await selection(of: source)))
        )
        #expect(prepared.text.contains("$1"))
        guard case .rows(let rows) = try await prepared.run(context(["id": 1])) else {
          Issue.record("no rows")
          return
        }
        #expect(rows.rowCount == 1)
        let text = String(decoding: rows.bytes, as: UTF8.self)
        #expect(text.contains("one") && text.contains("1.50") && text.contains("2024-01-31T"))
        guard case .rows(let none) = try await prepared.run(context(["id": 77])) else {
          Issue.record("no rows")
          return
        }
        #expect(none.rowCount == 0)
      }
    }

    @Test("A bad value is a data exception, told by its message alone")
    func dataException() async throws {
      try await withSource { (source) async throws in
        let prepared = try source.prepare(
          Fetch(target: .source("shop"), request: .rows(try await selection(of: source)))
        )
        let error = await #expect(throws: SourceError.self) {
          try await prepared.run(context(["id": "many"]))
        }
        #expect(error?.code == .dataException)
        #expect(error?.message == "invalid input syntax for type integer: \"many\"")
        #expect(error?.detail == nil)
      }
    }

    @Test("A lookup yields a value for each key, null where there is no row")
    func lookup() async throws {
      try await withSource { (source) async throws in
        var rows = try await selection(of: source)
        rows.filter = .always
        let id = try #require(try await columns(of: source).first)
        let prepared = try source.prepare(
          Lookup(
            target: .source("shop"),
            request: .rows(KeyedSelection(columns: [reference(id)], result: .object(rows)))
          )
        )
        let keys = LookupKeys(["2", "9", "1"].map { LookupKey(parts: [Array($0.utf8)]) })
        let result = try await prepared.run(keys, context())
        let values = result.values.map { range in
          range.map { String(decoding: result.bytes[$0], as: UTF8.self) }
        }
        #expect(values.count == 3)
        #expect(values[0]?.contains("\"id\":2") == true)
        #expect(values[1] == nil)
        #expect(values[2]?.contains("\"name\":\"one\"") == true)
      }
    }

    @Test("Fetches of a transaction run in one")
    func transaction() async throws {
      try await withSource { (source) async throws in
        let fetch = Fetch(target: .source("shop"), request: .rows(try await selection(of: source)))
        let prepared = try #require(try source.prepareTransaction(of: [fetch, fetch]))
        #expect(prepared.texts.count == 2 && prepared.shapes.count == 2)
        #expect(try await prepared.run(context(["id": 1])).count == 2)
      }
    }

    @Test("The database's plan for a fetch is shown")
    func explain() async throws {
      try await withSource { (source) async throws in
        let fetch = Fetch(target: .source("shop"), request: .rows(try await selection(of: source)))
        let lines = try await source.explain(fetch, in: context(["id": 1]))
        #expect(lines.contains { $0.contains("item") && $0.contains("cost=") })
      }
    }

    @Test("Reads go to the replicas, scripts to the primary")
    func replicas() async throws {
      let url = try TestServer.url()
      let configuration: JSONValue = [
        "connection_info": ["database_url": .string(url + "?application_name=primary")],
        "read_replicas": [
          ["database_url": .string(url + "?application_name=replica1")],
          ["database_url": .string(url + "?application_name=replica2")],
        ],
      ]
      try await withSource(configuration) { (source) async throws in
        let prepared = try source.prepare(
          Fetch(target: .source("shop"), request: .rows(try await selection(of: source)))
        )
        for _ in 0..<4 { _ = try await prepared.run(context(["id": 1])) }
        let counts = try await source.pool.value(
          """
          SELECT string_agg(application_name, ',' ORDER BY application_name) FROM pg_stat_activity
          WHERE application_name LIKE 'replica%' AND query LIKE '%item%'
          """
        )
        #expect(counts == "replica1,replica2")
        #expect(
          try await source.run(SQLScript(sql: "SHOW application_name"))
            == .tuples([["application_name"], ["primary"]])
        )
      }
    }

    @Test("A source is made while its database is down, and works when that is up")
    func lazyConnection() async throws {
      try TestServer.control("stop")
      let source = try PostgresSource(
        configuration: [
          "connection_info": [
            "database_url": .string(try TestServer.url()), "pool_settings": ["retries": 0],
          ]
        ],
        environment: [:]
      )
      await #expect(throws: SourceError.self) { try await source.checkHealth() }
      await #expect(throws: SourceError.self) { try await source.introspect() }
      try TestServer.control("start")
      try await source.checkHealth()
      _ = try await source.introspect()
      await source.close()
    }
  }
}
