import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailSQL
import OrderedJSON
import Testing

struct PostgresFunctionTests {
  private func database() throws -> PostgresTestDatabase {
    let database = try PostgresTestDatabase()
    try database.execute(
      """
      CREATE FUNCTION shout(author, suffix text DEFAULT '!', session json DEFAULT '{}')
        RETURNS text STABLE LANGUAGE sql
        AS $$ SELECT upper($1.name) || $2 || coalesce($3 ->> 'x-hasura-user-id', '') $$;
      CREATE FUNCTION articles_of(author, minimum integer) RETURNS SETOF article STABLE LANGUAGE sql
        AS $$ SELECT * FROM article WHERE author_id = $1.id AND rating >= $2 $$;
      CREATE FUNCTION search(pattern text DEFAULT '%', minimum integer DEFAULT 0)
        RETURNS SETOF article STABLE LANGUAGE sql
        AS $$ SELECT * FROM article WHERE title LIKE $1 AND coalesce(rating, 0) >= $2 $$;
      """
    )
    return database
  }

  private func parameter(_ operand: Operand, _ type: ColumnType) -> FunctionCall.Value {
    .parameter(Parameter(operand, type: type, path: "$"))
  }

  private func shout(_ arguments: [FunctionCall.Argument]) -> ColumnReference {
    let call = FunctionCall(function: "shout", arguments: [.init(value: .row)] + arguments)
    return ColumnReference(source: .function(call), type: Types.text, isNullable: true)
  }

  @Test("A computed field is a call with the row, in output, filter and order")
  func scalar() throws {
    let plain = shout([])
    let full = shout([
      .init(value: parameter(.constant("?"), Types.text)),
      .init(
        name: "session",
        value: parameter(.allSessionVariables, Types.type("json", "json", .json, .json))
      ),
    ])
    let response = try database().response(
      .rows(
        RowSelection(
          relation: .table("author"),
          filter: plain.compare(.notEqual, "BOB!"),
          order: [plain.descending()],
          distinctOn: [plain],
          output: [plain.field(as: "a"), full.field(as: "b")]
        )
      ),
      session: ["x-hasura-user-id": "7"]
    )
    #expect(
      try response
        == json(
          #"[{"a": "CY \"Q\" \\ Ü!", "b": "CY \"Q\" \\ Ü?7"}, {"a": "ANN!", "b": "ANN?7"}]"#
        )
    )
  }

  @Test("A function stands in FROM, with named arguments")
  func table() throws {
    let call = FunctionCall(
      function: "search",
      arguments: [.init(name: "minimum", value: parameter(.constant(3), Types.int))]
    )
    let author = OutputField(
      key: "author",
      value: .object(
        Relationships.author,
        RowSelection(relation: .table("author"), output: [Columns.name.field])
      )
    )
    let response = try database().response(
      .rows(
        RowSelection(
          relation: .function(call),
          filter: Columns.id.compare(.greater, 10),
          order: [Columns.id.ascending()],
          output: [Columns.id.field, author]
        )
      )
    )
    #expect(
      try response
        == json(
          #"[{"id": 11, "author": {"name": "Ann"}}, {"id": 13, "author": {"name": "bob"}}]"#
        )
    )
  }

  @Test("A computed list takes the surrounding row")
  func computedTable() throws {
    let call = FunctionCall(
      function: "articles_of",
      arguments: [.init(value: .row), .init(value: parameter(.constant(4), Types.int))]
    )
    let good = RowSelection(relation: .function(call), output: [Columns.title.field])
    let response = try database().response(
      .rows(
        RowSelection(
          relation: .table("author"),
          filter: .exists(
            Exists(relation: .function(call), correlation: .none, filter: .always)
          ),
          output: [OutputField(key: "good", value: .array(.none, good))]
        )
      )
    )
    #expect(try response == json(#"[{"good": [{"title": "alpha"}]}]"#))
  }

  @Test("A table with a column named like an alias changes nothing")
  func aliasNamedColumns() throws {
    let database = try database()
    try database.execute(
      """
      CREATE TABLE odd (t0 integer, r1 integer, "Weird ""name" text);
      INSERT INTO odd VALUES (1, 2, 'x');
      CREATE FUNCTION sum_of(odd) RETURNS integer STABLE LANGUAGE sql AS 'SELECT $1.t0 + $1.r1';
      """
    )
    let call = FunctionCall(function: "sum_of", arguments: [.init(value: .row)])
    let sum = ColumnReference(source: .function(call), type: Types.int, isNullable: true)
    let weird = ColumnReference("Weird \"name", type: Types.text, isNullable: true)
    let list = RowSelection(
      relation: .table("odd"),
      output: [sum.field(as: "r1"), weird.field(as: "t0"), sum.field(as: "r2")]
    )
    let response = try database.response(
      .row(
        RowSelection(
          relation: .table("odd"),
          output: [OutputField(key: "x", value: .array(.none, list))]
        )
      )
    )
    #expect(try response == json(#"{"x": [{"r1": 3, "t0": "x", "r2": 3}]}"#))
  }
}
