import DovetailCatalog
import DovetailMetadata
import DovetailPostgres
import DovetailSource
import Testing

extension ServerTests {
  @Suite("Types")
  struct TypeTests {
    /// A column's declaration and a value, and what is expected of it.
    struct Example: CustomTestStringConvertible, Sendable {
      var declaration: String
      var value: String
      var graphQLName: String
      var category: ColumnType.Category
      var form: ColumnType.WireForm
      var sqlName: String

      init(
        _ declaration: String,
        _ value: String,
        _ graphQLName: String,
        _ category: ColumnType.Category,
        _ form: ColumnType.WireForm,
        sql: String? = nil
      ) {
        self.declaration = declaration
        self.value = value
        self.graphQLName = graphQLName
        self.category = category
        self.form = form
        self.sqlName = sql ?? declaration
      }

      var testDescription: String { declaration }
    }

    private static let extensions = """
      CREATE EXTENSION IF NOT EXISTS citext SCHEMA public;
      CREATE EXTENSION IF NOT EXISTS ltree SCHEMA public;
      CREATE EXTENSION IF NOT EXISTS hstore SCHEMA public;
      CREATE EXTENSION IF NOT EXISTS postgis SCHEMA public;
      CREATE TYPE types.mood AS ENUM ('sad', 'ok', 'Happy');
      CREATE TYPE types."Odd Type" AS ENUM ('x');
      CREATE TYPE types.pair AS (a int, b text);
      CREATE DOMAIN types.positive AS int CHECK (value > 0);
      CREATE DOMAIN types.moment AS timestamptz NOT NULL;
      CREATE DOMAIN types.over AS types.positive;
      """

    static let examples: [Example] = [
      Example("integer", "-5", "Int", .int, .number),
      Example("serial", "5", "Int", .int, .number, sql: "integer"),
      Example("smallint", "5", "smallint", .smallint, .number),
      Example("bigint", "9007199254740993", "bigint", .bigint, .number),
      Example("real", "1.5", "Float", .float, .number),
      Example("double precision", "1e300", "float8", .double, .number),
      Example("double precision", "NaN", "float8", .double, .number),
      Example("double precision", "-Infinity", "float8", .double, .number),
      Example(
        "numeric(30,10)",
        "12345678901234567890.5",
        "numeric",
        .numeric,
        .number,
        sql: "numeric"
      ),
      Example("money", "$1,000.50", "money", .money, .text),
      Example("boolean", "true", "Boolean", .boolean, .boolean),
      Example("text", "a\"\\\n\u{1}é", "String", .text, .text),
      Example("varchar(20)", "abc", "String", .text, .text, sql: "character varying"),
      Example("char(5)", "ab", "bpchar", .text, .text, sql: "bpchar"),
      Example("\"char\"", "a", "bpchar", .text, .text),
      Example("name", "abc", "name", .other, .text),
      Example("public.citext", "Ab", "citext", .text, .text, sql: "public.citext"),
      Example("uuid", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "uuid", .uuid, .text),
      Example("date", "0044-03-15 BC", "date", .temporal, .text),
      Example("date", "infinity", "date", .temporal, .text),
      Example("time", "12:34:56.789", "time", .temporal, .text, sql: "time without time zone"),
      Example("timetz", "12:34:56+05:30", "timetz", .temporal, .text, sql: "time with time zone"),
      Example("interval", "1 mon 2 days 03:04:05", "interval", .temporal, .text),
      Example(
        "timestamp",
        "2024-01-31 10:00:00.5",
        "timestamp",
        .temporal,
        .convertedToJSON,
        sql: "timestamp without time zone"
      ),
      Example(
        "timestamptz",
        "2024-01-31 10:00:00+02",
        "timestamptz",
        .temporal,
        .convertedToJSON,
        sql: "timestamp with time zone"
      ),
      Example("json", "{\"b\": [1, null]}", "json", .json, .json),
      Example("jsonb", "{\"b\": [1, null]}", "jsonb", .jsonb, .json),
      Example("bytea", "\\x616263", "bytea", .other, .text),
      Example("inet", "192.168.0.1/24", "inet", .other, .text),
      Example("bit(3)", "101", "bit", .other, .text, sql: "\"bit\""),
      Example("varbit", "101", "varbit", .other, .text, sql: "bit varying"),
      Example("xml", "<a>1</a>", "xml", .other, .text),
      Example("tsvector", "'a':1 'b'", "tsvector", .other, .text),
      Example("point", "(1,2)", "point", .other, .text),
      Example("oid", "4294967295", "oid", .other, .text),
      Example("int4range", "[1,10)", "int4range", .other, .text),
      Example("public.ltree", "a.b", "ltree", .ltree, .text),
      Example("public.lquery", "a.*", "lquery", .other, .text),
      Example("public.hstore", "\"a\"=>\"1\"", "hstore", .other, .convertedToJSON),
      Example("public.geometry", "POINT(1 2)", "geometry", .geometry, .convertedToJSON),
      Example("public.geography", "POINT(1 2)", "geography", .geography, .convertedToJSON),
      Example("types.mood", "Happy", "mood", .enumeration, .text),
      Example("types.\"Odd Type\"", "x", "Odd Type", .enumeration, .text),
      Example("types.pair", "(1,\"a b\")", "pair_scalar", .other, .convertedToJSON),
      Example("types.positive", "7", "positive", .other, .number),
      Example("types.over", "7", "over", .other, .number),
      Example("types.moment", "2024-01-31 10:00:00+02", "moment", .other, .convertedToJSON),
      Example("integer[]", "{1,NULL}", "Int", .array, .convertedToJSON),
      Example("text[]", "{a,\"b c\"}", "String", .array, .convertedToJSON),
      Example("types.mood[]", "{sad}", "mood", .array, .convertedToJSON),
      Example("types.positive[]", "{1}", "positive", .array, .convertedToJSON),
    ]

    @Test("Types map to scalars, and the written form of a value is that of to_json")
    func mapping() async throws {
      try await TestServer.withPool { (pool) async throws in
        try await TestServer.reset(["types"], Self.extensions, with: pool)
        let columns = Self.examples.enumerated().map { "c\($0) \($1.declaration)" }
        _ = try await pool.run(
          SQLScript(sql: "CREATE TABLE types.t (\(columns.joined(separator: ", ")))")
        )
        _ = try await pool.execute(
          [
            Statement(
              StatementText(
                "INSERT INTO types.t VALUES ("
                  + Self.examples.indices.map { "$\($0 + 1)" }.joined(separator: ", ") + ")"
              ),
              Self.examples.map(\.value)
            )
          ],
          in: TransactionMode()
        )
        let facts = try await pool.introspect()
        let table = try #require(facts.tables[TableName(schema: "types", name: "t")])
        #expect(table.columns.count == Self.examples.count)
        for (example, column) in zip(Self.examples, table.columns) {
          let type = column.type
          #expect(type.graphQLName == example.graphQLName, "\(example.declaration)")
          #expect(type.category == example.category, "\(example.declaration)")
          #expect(type.wireForm == example.form, "\(example.declaration)")
          #expect(type.sqlName == example.sqlName, "\(example.declaration)")
          try await checkForm(of: column, with: pool)
          // The name is fit for a cast that changes nothing.
          let name = column.name.value
          #expect(
            try await pool.value(
              "SELECT (\(name)::text = \(name)::\(type.sqlName)::text)::text FROM types.t"
            )
              == "true",
            "\(example.declaration)"
          )
        }
      }
    }

    /// Compares the text of the wire form with what `to_json` gives.
    private func checkForm(of column: ColumnFacts, with pool: PostgresPool) async throws {
      let name = column.name.value
      let plain = try await pool.value("SELECT \(name) FROM types.t")
      let json = try await pool.value("SELECT to_json(\(name)) FROM types.t")
      switch column.type.wireForm {
      case .number:
        #expect(json == plain || json == "\"\(plain ?? "")\"", "\(column.type.name)")
      case .text:
        let quoted = try await pool.value("SELECT to_json($1::text)", plain)
        #expect(json == quoted, "\(column.type.name)")
      case .boolean:
        #expect(json == (plain == "t" ? "true" : "false"))
      case .json:
        #expect(json == plain)
      case .convertedToJSON:
        #expect(json != nil)
      }
    }

    @Test("Enum types have their values in order, arrays their elements, domains NOT NULL")
    func details() async throws {
      try await TestServer.withPool { (pool) async throws in
        try await TestServer.reset(
          ["types"],
          Self.extensions
            + """
            CREATE TABLE types.u (
              a types.mood, b types.mood[][], c types.moment, d types.t0, e types.t0[]);
            """.replacing("types.t0", with: "types.pair"),
          with: pool
        )
        let facts = try await pool.introspect()
        let columns = try #require(facts.tables[TableName(schema: "types", name: "u")]).columns
        #expect(columns[0].type.enumValues == ["sad", "ok", "Happy"])
        #expect(columns[0].type.sqlName == "types.mood")
        #expect(columns[1].type.name == "_mood")
        #expect(columns[1].type.elementType == columns[0].type)
        #expect(columns[1].type.sqlName == "types.mood[]")
        #expect(columns[2].isNullable == false)
        #expect(columns[3].type.rowOfTable == nil)
        #expect(columns[4].type.graphQLName == "pair_scalar")
      }
    }
  }
}
