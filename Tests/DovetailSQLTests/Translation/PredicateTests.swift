import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import OrderedJSON
import Testing

struct PredicateTests {
  /// A condition on authors, and the ids of those for which it holds.
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var filter: Predicate
    var ids: [Int]

    init(_ description: String, _ filter: Predicate, _ ids: [Int]) {
      testDescription = description
      self.filter = filter
      self.ids = ids
    }
  }

  static let cases: [Case] = [
    Case("the empty conjunction", .always, [1, 2, 3]),
    Case("the empty disjunction", .never, []),
    Case("no empty conjunction", .not(.always), []),
    Case("no empty disjunction", .not(.never), [1, 2, 3]),
    Case("=", Columns.age.compare(.equal, 30), [1]),
    Case("<>, which null does not fulfil", Columns.age.compare(.notEqual, 30), [3]),
    Case("not =, which null does not fulfil", .not(Columns.age.compare(.equal, 30)), [3]),
    Case("a number as a string", Columns.age.compare(.equal, "30"), [1]),
    Case(">", Columns.age.compare(.greater, 30), [3]),
    Case(">=", Columns.age.compare(.greaterOrEqual, 30), [1, 3]),
    Case("<", Columns.age.compare(.less, 50), [1]),
    Case("<=", Columns.age.compare(.lessOrEqual, 50), [1, 3]),
    Case("in", Columns.age.compare(.in, [30, 50, 70]), [1, 3]),
    Case("in nothing", Columns.age.compare(.in, []), []),
    Case("not in nothing, even null", Columns.age.compare(.notIn, []), [1, 2, 3]),
    Case("not in", Columns.age.compare(.notIn, [30]), [3]),
    Case("texts in", Columns.name.compare(.in, ["bob", "a\"b\\", "{x,y}"]), [2]),
    Case("booleans in", Columns.active.compare(.in, [false]), [2]),
    Case("an aggregate of which nothing is asked", unasked, [1, 2, 3]),
    Case("null", .isNull(Columns.age, true), [2]),
    Case("not null", .isNull(Columns.age, false), [1, 3]),
    Case("null-safe =", Columns.age.compare(.isNotDistinct, 30), [1]),
    Case(
      "no null-safe =, which null fulfils",
      .not(Columns.age.compare(.isNotDistinct, 30)),
      [2, 3]
    ),
    Case("null-safe <>", Columns.age.compare(.isDistinct, 30), [2, 3]),
    Case("a boolean", Columns.active.compare(.equal, true), [1]),
    Case("a real", Columns.score.compare(.greater, "1.75"), [2, 3]),
    Case("a big integer", Columns.seen.compare(.equal, 9_007_199_254_740_993), [1]),
    Case("a decimal", Columns.balance.compare(.equal, "10.25"), [1]),
    Case("JSON", Columns.info.compare(.equal, ["a", "z"]), [2]),
    Case("like, which heeds case", Columns.name.compare(.like, "%B"), []),
    Case("like", Columns.name.compare(.like, "b_b"), [2]),
    Case("like with escapes", Columns.name.compare(.like, "%\\\\ _"), [3]),
    Case("like with signs of GLOB", Columns.name.compare(.like, "*[b]?b"), []),
    Case("not like", Columns.name.compare(.notLike, "%b"), [1, 3]),
    Case("ilike", Columns.name.compare(.ilike, "B%"), [2]),
    Case("not ilike", Columns.name.compare(.notIlike, "B%"), [1, 3]),
    Case("a text with quotes", Columns.name.compare(.equal, "Cy \"q\" \\ ü"), [3]),
    Case("an injection", Columns.name.compare(.equal, "' OR true --"), []),
    Case("a key of an object", Columns.info.compare(.hasKey, "k"), [1]),
    Case("a key among items", Columns.info.compare(.hasKey, "z"), [2]),
    Case("no key", .not(Columns.info.compare(.hasKey, "z")), [1]),
    Case("any key", Columns.info.compare(.hasKeysAny, ["k", "z", "q"]), [1, 2]),
    Case("all keys", Columns.info.compare(.hasKeysAll, ["a", "z"]), [2]),
    Case("columns", .compareColumns(Columns.age, .greater, Columns.score), [1, 3]),
    Case(
      "and, or, not",
      .and([
        .or([Columns.id.compare(.equal, 1), Columns.id.compare(.equal, 2)]),
        .not(.and([Columns.age.compare(.equal, 30), Columns.active.compare(.equal, true)])),
      ]),
      [2]
    ),
    Case("no related rows", .not(articles(.always)), [3]),
    Case("related rows", articles(Columns.rating.compare(.equal, 3)), [1, 2]),
    Case(
      "related rows of related rows",
      articles(reviews(Columns.stars.compare(.less, 3))),
      [1, 2]
    ),
    Case(
      "the surrounding row, from deep inside",
      articles(
        reviews(.compareColumns(Columns.stars, .greater, ColumnReference.author(Columns.id)))
      ),
      [1]
    ),
    Case(
      "the surrounding row of a permission, which is that of the related rows",
      .exists(
        Exists(
          relation: .table("article"),
          correlation: Relationships.articles,
          permission: .compareColumns(Columns.rating, .equal, Columns.rating.atRoot),
          filter: .compareColumns(Columns.authorID, .equal, Columns.id.atRoot)
        )
      ),
      [1, 2]
    ),
    Case(
      "a relation that is unrelated",
      .exists(
        Exists(
          relation: .table("review"),
          correlation: .none,
          filter: Columns.stars.compare(.equal, 9)
        )
      ),
      []
    ),
    Case("a count", counting(.greater, 1), [1]),
    Case("a count of none", counting(.equal, 0), [3]),
    Case("a count in a list", counting(.in, [0, 1]), [2, 3]),
    Case("all of no rows, which is null", allRated(.isNull(true)), [3]),
    Case(
      "all of some rows",
      allRated(.compare(.equal, Parameter(.constant(true), type: Types.bool, path: "$"))),
      [2]
    ),
    Case(
      "a column that is hidden by a condition",
      .compare(
        ColumnReference(
          source: .redacted("name", unless: Columns.age.compare(.greater, 40)),
          type: Types.text,
          isNullable: true
        ),
        .like,
        Parameter(.constant("%"), type: Types.text, path: "$")
      ),
      [3]
    ),
    Case(
      "a cast",
      .compare(
        ColumnReference(source: .cast(Columns.info), type: Types.text, isNullable: true),
        .like,
        Parameter(.constant("[%z%]"), type: Types.text, path: "$")
      ),
      [2]
    ),
  ]

  @Test("A condition holds for the right rows", arguments: Engine.allCases, cases)
  func holds(engine: Engine, example: Case) throws {
    let response = try engine.open().response(
      .rows(
        RowSelection(
          relation: .table("author"),
          filter: example.filter,
          order: [Columns.id.ascending()],
          output: [Columns.id.field]
        )
      )
    )
    #expect(response.arrayValue?.compactMap { $0["id"]?.intValue } == example.ids)
  }

  @Test("Session variables and GraphQL variables are bound", arguments: Engine.allCases)
  func operands(engine: Engine) throws {
    let database = try engine.open()
    func names(_ filter: Predicate) throws -> [String] {
      let response = try database.response(
        authorNames(where: filter),
        session: ["x-hasura-user-id": "2", "x-hasura-ids": "{1,2}"],
        variables: ["id": 1, "ids": [1, 3], "filter": ["ids": [3]]]
      )
      return response.arrayValue?.compactMap { $0["name"]?.stringValue } ?? []
    }
    func compare(_ comparison: ComparisonOperator, _ operand: Operand) -> Predicate {
      .compare(Columns.id, comparison, Parameter(operand, type: Types.int, path: "$"))
    }
    #expect(try names(compare(.equal, .session("x-hasura-user-id"))) == ["bob"])
    #expect(try names(compare(.isNotDistinct, .session("x-hasura-user-id"))) == ["bob"])
    #expect(try names(compare(.in, .session("x-hasura-ids"))) == ["Ann", "bob"])
    #expect(try names(compare(.equal, .variable(VariableReference(name: "id")))) == ["Ann"])
    let item = VariableReference(name: "filter", path: [.key("ids"), .index(0)])
    #expect(try names(compare(.greaterOrEqual, .variable(item))).count == 1)
    let list = Operand.list([.session("x-hasura-user-id"), .constant(1)])
    #expect(try names(compare(.in, list)) == ["Ann", "bob"])
  }

  private static func articles(_ filter: Predicate) -> Predicate {
    .exists(
      Exists(
        relation: .table("article"),
        correlation: Relationships.articles,
        filter: filter
      )
    )
  }

  private static func reviews(_ filter: Predicate) -> Predicate {
    .exists(
      Exists(relation: .table("review"), correlation: Relationships.reviews, filter: filter)
    )
  }

  private static func allRated(_ comparison: AggregatePredicate.Comparison) -> Predicate {
    let isRated = ColumnReference(
      source: .redacted("published", unless: .isNull(Columns.rating, false)),
      type: Types.bool,
      isNullable: true
    )
    return .aggregate(
      AggregatePredicate(
        relation: .table("article"),
        correlation: Relationships.articles,
        permission: .isNull(Columns.title, false),
        function: .boolAnd,
        arguments: [isRated],
        isDistinct: false,
        filter: .always,
        comparisons: [comparison]
      )
    )
  }

  /// A predicate that asks for nothing of the aggregate holds for every row.
  private static let unasked = Predicate.aggregate(
    AggregatePredicate(
      relation: .table("article"),
      correlation: Relationships.articles,
      permission: .always,
      function: .count,
      arguments: [],
      isDistinct: false,
      filter: .always,
      comparisons: []
    )
  )

  private static func counting(_ comparison: ComparisonOperator, _ value: JSONValue) -> Predicate {
    .aggregate(
      AggregatePredicate(
        relation: .table("article"),
        correlation: Relationships.articles,
        permission: .always,
        function: .count,
        arguments: [],
        isDistinct: false,
        filter: Columns.rating.compare(.greater, 0),
        comparisons: [
          .compare(comparison, Parameter(.constant(value), type: Types.int, path: "$")),
          .isNull(false),
        ]
      )
    )
  }
}

extension ColumnReference {
  /// The column, read from the relation on which the whole predicate stands.
  fileprivate static func author(_ column: ColumnReference) -> ColumnReference { column.atRoot }
}
