import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailSQL
import OrderedJSON
import Testing

struct PostgresTextTests {
  private func statement(_ request: Fetch.Request) throws -> SQLStatement {
    try SQLTranslator(dialect: PostgresDialect()).translate(
      Fetch(target: .source("db"), request: request)
    )
  }

  @Test("A list with a relationship is rows with a column of JSON")
  func nestedList() throws {
    let articles = RowSelection(
      relation: .table(TableName(schema: "blog", name: "article")),
      filter: Columns.rating.compare(.greater, 2),
      order: [Columns.rating.descending()],
      limit: count(variable: "n"),
      permissionLimit: 5,
      output: [Columns.title.field(as: "t")]
    )
    let selection = RowSelection(
      relation: .table(TableName(schema: "blog", name: "author")),
      filter: .compare(
        Columns.id,
        .equal,
        Parameter(.session("x-hasura-user-id"), type: Types.int, path: "$")
      ),
      order: [Columns.name.ascending()],
      limit: count(10),
      output: [
        Columns.name.field,
        OutputField(key: "articles", value: .array(Relationships.articles, articles)),
      ]
    )
    let statement = try statement(.rows(selection))
    #expect(
      statement.text == """
        SELECT t0."name", (SELECT coalesce(json_agg(r2.*), '[]') FROM \
        (SELECT t1."title" AS "t" FROM "blog"."article" AS t1 \
        WHERE t1."author_id" = t0."id" AND t1."rating" > $1::integer \
        ORDER BY t1."rating" DESC NULLS FIRST LIMIT LEAST($2::bigint, 5)) AS r2) \
        FROM "blog"."author" AS t0 WHERE t0."id" = $3::integer ORDER BY t0."name" ASC LIMIT 10
        """
    )
    #expect(
      statement.bindings.map(\.operand) == [
        .constant(2), .variable(VariableReference(name: "n")), .session("x-hasura-user-id"),
      ]
    )
  }

  @Test("A null-safe comparison with a session variable can use an index")
  func nullSafe() throws {
    let session = Parameter(.session("x-hasura-user-id"), type: Types.int, path: "$")
    let variable = Parameter(
      .variable(VariableReference(name: "x")),
      type: Types.int,
      path: "$"
    )
    let filter = Predicate.or([
      .compare(Columns.age, .isNotDistinct, session),
      .compare(Columns.age, .isNotDistinct, variable),
    ])
    #expect(
      try statement(.rows(RowSelection(relation: .table("author"), filter: filter))).text == """
        SELECT NULL FROM "author" AS t0 WHERE \
        ((t0."age" IS NOT NULL AND t0."age" = $1::integer) \
        OR t0."age" IS NOT DISTINCT FROM $2::integer)
        """
    )
  }

  @Test("Aggregates without a window need no inner subselect")
  func aggregate() throws {
    let count = AggregateField(key: "count", value: .count([], isDistinct: false))
    let selection = AggregateSelection(
      rows: RowSelection(relation: .table("author"), order: [Columns.name.ascending()]),
      output: [.init(key: "aggregate", value: .aggregate([count]))]
    )
    #expect(
      try statement(.aggregate(selection)).text == """
        SELECT json_build_object('aggregate', json_build_object('count', a2."a0")) \
        FROM (SELECT count(*) AS "a0" FROM "author" AS t0) AS a2
        """
    )
  }

  @Test("Connectives are put in parentheses where they are nested")
  func connectives() throws {
    let one = Columns.id.compare(.equal, 1)
    let two = Columns.id.compare(.equal, 2)
    func condition(_ filter: Predicate) throws -> String? {
      try statement(.rows(RowSelection(relation: .table("a"), filter: filter))).text
        .split(separator: "WHERE ").last.map(String.init)
    }
    let (a, b) = (#"t0."id" = $1::integer"#, #"t0."id" = $2::integer"#)
    #expect(try condition(.or([one, .and([one, two])])) == "(\(a) OR (\(a) AND \(b)))")
    #expect(try condition(.and([one, .or([one, two])])) == "\(a) AND (\(a) OR \(b))")
    #expect(try condition(.not(.or([one, two]))) == "(NOT (\(a) OR \(b)))")
    #expect(try condition(.and([.or([one]), .and([])])) == a)
  }
}
