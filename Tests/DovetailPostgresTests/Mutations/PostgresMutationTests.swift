import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailPostgres
import DovetailSource
import OrderedJSON
import Testing

extension ServerTests {
  @Suite("Mutations of PostgreSQL")
  struct PostgresMutationTests {
    private static let item = WrittenTable(
      name: TableName(schema: "shop", name: "item"),
      identity: ["id"]
    )
    private static let int = ColumnType(
      sqlName: "integer",
      name: "int4",
      graphQLName: "Int",
      category: .int,
      wireForm: .number
    )

    private func withSource(_ body: (PostgresSource) async throws -> Void) async throws {
      let source = try PostgresSource(
        configuration: ["connection_info": ["database_url": .string(try TestServer.url())]],
        environment: [:]
      )
      try await TestServer.reset(
        ["shop"],
        """
        CREATE TABLE shop.item (id serial PRIMARY KEY, number int UNIQUE,
          parent int REFERENCES shop.item);
        INSERT INTO shop.item (number) VALUES (1);
        """,
        with: source.pool
      )
      try await body(source)
      await source.close()
    }

    private func row(_ number: Int, children: [Int] = []) -> InsertedRow {
      var row = InsertedRow(
        values: [
          InsertedValue(
            column: "number",
            value: Parameter(.constant(.int(number)), type: Self.int, path: "$.number")
          )
        ],
        path: "$.row"
      )
      if !children.isEmpty {
        row.children = [
          NestedInsertion(
            relationship: "children",
            pairs: [.init(own: "id", ownType: Self.int, target: "parent", targetType: Self.int)],
            insertion: Insertion(
              table: Self.item,
              rows: children.map { self.row($0) },
              path: "$.children"
            ),
            path: "$.children"
          )
        ]
      }
      return row
    }

    private func insert(_ row: InsertedRow, check: Predicate = .always) -> Fetch {
      let number = ColumnReference("number", type: Self.int, isNullable: true)
      return Fetch(
        target: .source("db"),
        request: .mutation(
          Mutation(
            table: Self.item,
            operation: .insert(
              Insertion(table: Self.item, rows: [row], check: check, path: "$.object")
            ),
            output: .row(
              [OutputField(key: "number", value: .column(ColumnOutput(number)))],
              joinKeys: []
            ),
            path: "$.object"
          )
        )
      )
    }

    private func run(
      _ fetches: [Fetch],
      on source: PostgresSource
    ) async throws -> SourceError? {
      let transaction = try #require(try source.prepareTransaction(of: fetches))
      do throws(SourceError) {
        _ = try await transaction.run(ExecutionContext(session: Session(role: .admin)))
        return nil
      } catch {
        return error
      }
    }

    private func count(_ source: PostgresSource) async throws -> String? {
      try await source.pool.value("SELECT count(*) FROM shop.item")
    }

    @Test(
      "A failure undoes what came before it, in one round trip or several, and says where it was",
      arguments: [[], [5, 6]]
    )
    func rollsBack(children: [Int]) async throws {
      try await withSource { source in
        let error = try await run(
          [insert(row(2, children: children)), insert(row(1))],
          on: source
        )
        #expect(error?.code == .constraintViolation)
        #expect(error?.path == "$.object")
        #expect(error?.detail == nil)
        #expect(try await count(source) == "1")
      }
    }

    @Test("A check that fails undoes everything")
    func checks() async throws {
      try await withSource { source in
        let number = ColumnReference("number", type: Self.int, isNullable: true)
        let check = Predicate.compare(
          number,
          .less,
          Parameter(.constant(3), type: Self.int, path: "$")
        )
        let error = try await run(
          [insert(row(2), check: check), insert(row(7), check: check)],
          on: source
        )
        #expect(error?.code == .permissionError)
        #expect(
          error?.message == "check constraint of an insert/update permission has failed"
        )
        #expect(try await count(source) == "1")
      }
    }

    @Test("Nested rows are committed with the row around them")
    func commits() async throws {
      try await withSource { source in
        let error = try await run([insert(row(2, children: [5, 6]))], on: source)
        #expect(error == nil)
        let children = try await source.pool.value(
          "SELECT count(*) FROM shop.item WHERE parent IS NOT NULL"
        )
        #expect(children == "2")
      }
    }
  }
}
