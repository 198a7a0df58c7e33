import DovetailCatalog
import DovetailMetadata
import OrderedCollections
import OrderedJSON
import SampleFacts
import Testing

@Suite("Permission filters")
struct PermissionParsingTests {
  /// The blog with a select permission of the role `user` on authors.
  private func fixture(_ permission: String) -> CatalogFixture {
    CatalogFixture(
      tables: """
        {"table": "author", "array_relationships": [{"name": "articles", "using":
          {"foreign_key_constraint_on": {"table": "article", "column": "author_id"}}}],
         "select_permissions": [{"role": "user", "permission": \(permission)}]},
        {"table": "article", "object_relationships": [{"name": "author", "using":
          {"foreign_key_constraint_on": "author_id"}}]}
        """
    )
  }

  private func filter(_ text: String) throws -> PermissionFilter? {
    let fixture = fixture(#"{"columns": "*", "filter": \#(text)}"#)
    return try fixture.permissions(of: "user", on: "author")?.select?.filter
  }

  /// The only inconsistency's reason, without the words that are always there.
  private func problem(_ permission: String) throws -> (reason: String, path: [String])? {
    let found = try fixture(permission).build().inconsistencies
    guard found.count == 1, let first = found.first else { return nil }
    #expect(
      first.object
        == .permission(
          "default",
          TableName(schema: "public", name: "author"),
          "user",
          .select
        )
    )
    let start = "in table \"author\": in permission for role \"user\": "
    #expect(first.reason.hasPrefix(start))
    return (String(first.reason.dropFirst(start.count)), first.path)
  }

  @Test("An empty filter lets all rows through")
  func empty() throws {
    #expect(try filter("{}")?.isAlways == true)
  }

  @Test(
    "Each comparison operator is read in both spellings",
    arguments: ComparisonOperator.allCases.filter {
      $0 != .isDistinct && $0 != .isNotDistinct
    }
  )
  func operators(comparison: ComparisonOperator) throws {
    let name = comparison.rawValue
    guard comparison.categories?.contains(.text) ?? true else {
      let permission = #"{"columns": "*", "filter": {"age": {"\#(name)": 5}}}"#
      #expect(try problem(permission)?.reason.hasPrefix(#"is of type "integer"; this"#) == true)
      return
    }
    let isList = comparison == .in || comparison == .notIn
    let column = comparison.categories == nil ? "age" : "name"
    let value = isList ? "[5]" : "5"
    let operand: PermissionOperand = isList ? .list([.literal(5)]) : .literal(5)
    let expected = PermissionFilter.compare(.column(ColumnName(column)), comparison, operand)
    #expect(try filter(#"{"\#(column)": {"\#(name)": \#(value)}}"#) == expected)
    #expect(try filter(#"{"\#(column)": {"$\#(name.dropFirst())": \#(value)}}"#) == expected)
  }

  @Test("A bare value is short for equality, and a variable's name for the variable")
  func shorthand() throws {
    #expect(try filter(#"{"age": 5}"#) == .compare(.column("age"), .equal, .literal(5)))
    #expect(
      try filter(#"{"id": "X-Hasura-User-Id"}"#)
        == .compare(.column("id"), .equal, .session("x-hasura-user-id"))
    )
    #expect(
      try filter(#"{"name": {"$ne": "X-Hasura"}}"#)
        == .compare(.column("name"), .notEqual, .literal("X-Hasura"))
    )
  }

  @Test("Session variables may stand in lists")
  func listOperand() throws {
    #expect(
      try filter(#"{"age": {"_in": [1, "x-hasura-age"]}}"#)
        == .compare(.column("age"), .in, .list([.literal(1), .session("x-hasura-age")]))
    )
  }

  @Test("Connectives nest, and several keys of an object must all hold")
  func connectives() throws {
    let age = PermissionFilter.compare(.column("age"), .equal, .literal(1))
    let active = PermissionFilter.compare(.column("active"), .equal, .literal(true))
    #expect(try filter(#"{"age": 1, "active": true}"#) == .and([age, active]))
    #expect(
      try filter(#"{"$or": [{"age": 1}, {"_not": {"$and": [{"active": true}]}}]}"#)
        == .or([age, .not(.and([active]))])
    )
    #expect(
      try filter(#"{"age": {"_gt": 1, "_is_null": false}}"#)
        == .and([
          .compare(.column("age"), .greater, .literal(1)), .isNull(.column("age"), false),
        ])
    )
  }

  @Test("A relationship holds the condition on the related row")
  func relationship() throws {
    guard
      case .relationship(let relationship, let inner)? = try filter(
        #"{"articles": {"author": {"id": {"_eq": 1}}}}"#
      )
    else {
      Issue.record("not a relationship")
      return
    }
    #expect(relationship.name == "articles")
    guard case .relationship(let back, let condition) = inner else {
      Issue.record("not a relationship")
      return
    }
    #expect(back.name == "author")
    #expect(condition == .compare(.column("id"), .equal, .literal(1)))
  }

  @Test(
    "_exists asks any tracked table, not through a relationship",
    arguments: [
      #""article""#, #"{"name": "article"}"#, #"{"schema": "public", "name": "article"}"#,
    ]
  )
  func exists(table: String) throws {
    #expect(
      try filter(#"{"_exists": {"_table": \#(table), "_where": {"title": {"_eq": "x"}}}}"#)
        == .exists(
          TableName(schema: "public", name: "article"),
          .compare(.column("title"), .equal, .literal("x"))
        )
    )
  }

  @Test(
    "Columns are compared with columns of the same row or of the root",
    arguments: [
      ("_ceq", ComparisonOperator.equal), ("_cne", .notEqual), ("_cneq", .notEqual),
      ("$cgt", .greater), ("_clt", .less), ("_cgte", .greaterOrEqual), ("_clte", .lessOrEqual),
    ]
  )
  func columnComparison(name: String, comparison: ComparisonOperator) throws {
    #expect(
      try filter(#"{"name": {"\#(name)": "bio"}}"#)
        == .compareColumns(.column("name"), comparison, "bio", ofRoot: false)
    )
    guard
      case .relationship(_, let inner)? = try filter(
        #"{"articles": {"title": {"\#(name)": ["$", "name"]}}}"#
      )
    else {
      Issue.record("not a relationship")
      return
    }
    #expect(inner == .compareColumns(.column("title"), comparison, "name", ofRoot: true))
  }

  @Test("An aggregate predicate has its function, columns, filter and comparison")
  func aggregate() throws {
    guard
      case .aggregate(let condition)? = try filter(
        """
        {"articles_aggregate": {"count": {"arguments": ["id", "title"], "distinct": true,
          "filter": {"published": {"_eq": true}}, "predicate": {"_gte": 2}}}}
        """
      )
    else {
      Issue.record("not an aggregate")
      return
    }
    #expect(condition.function == .count)
    #expect(condition.arguments == ["id", "title"])
    #expect(condition.isDistinct)
    #expect(condition.filter == .compare(.column("published"), .equal, .literal(true)))
    #expect(condition.comparisons == [.init(operator: .greaterOrEqual, operand: .literal(2))])
  }

  @Test(
    "What cannot be understood is refused, with the place",
    arguments: [
      (#"{"age": {"_foo": 1}}"#, "Unknown operator: _foo", ["filter", "age", "_foo"]),
      (
        #"{"age": {"_in": 5}}"#, "parsing [] failed, expected Array, but encountered Number",
        ["filter", "age", "_in"]
      ),
      (
        #"{"age": {"_nin": "5"}}"#, "parsing [] failed, expected Array, but encountered String",
        ["filter", "age", "_nin"]
      ),
      (#"{"ages": {"_eq": 1}}"#, "\"ages\" does not exist", ["filter", "ages"]),
      (
        #"{"_and": [{"articles": {"no": 1}}]}"#, "\"no\" does not exist",
        ["filter", "_and", "0", "articles", "no"]
      ),
      (
        #"{"_exists": {"_table": "ghost", "_where": {}}}"#, "table \"ghost\" is not tracked",
        ["filter", "_exists", "_table"]
      ),
      (#"{"name": {"_ceq": "nope"}}"#, "\"nope\" does not exist", ["filter", "name", "_ceq"]),
      (#"{"name": 5}"#, "A string is expected for type: text", ["filter", "name"]),
      (
        #"{"age": {"_gt": 1, "_lt": true}}"#, "Integer expected for input type: integer",
        ["filter", "age", "_lt"]
      ),
      (
        #"{"age": {"_in": [1, "x-hasura-age", {}]}}"#, "Integer expected for input type: integer",
        ["filter", "age", "_in"]
      ),
      (
        #"{"name": {"_ceq": "age"}}"#,
        "incompatible column types: column \"age\" has type int4, not text",
        ["filter", "name", "_ceq"]
      ),
      (
        #"{"articles": {"title": {"_ceq": ["$", "nope"]}}}"#, "\"nope\" does not exist",
        ["filter", "articles", "title", "_ceq"]
      ),
      (
        #"{"articles": {"title": {"_ceq": ["$", "age"]}}}"#,
        "incompatible column types: column \"age\" has type int4, not text",
        ["filter", "articles", "title", "_ceq"]
      ),
      (
        #"{"articles_aggregate": {"count": {"arguments": ["no"], "predicate": {"_eq": 1}}}}"#,
        "\"no\" does not exist", ["filter", "articles_aggregate", "count", "arguments"]
      ),
    ]
  )
  func refused(text: String, reason: String, path: [String]) throws {
    let found = try problem(#"{"columns": "*", "filter": \#(text)}"#)
    #expect(found?.reason == reason)
    #expect(found?.path == path)
  }

  @Test("A permission that is refused is left out, so that the role sees nothing")
  func leftOut() throws {
    let fixture = fixture(#"{"columns": "*", "filter": {"no": 1}}"#)
    #expect(try fixture.permissions(of: "user", on: "author")?.select == nil)
  }

  @Test("An expression nested without end is refused, not followed")
  func depth() throws {
    var text = #"{"age": 1}"#
    for _ in 0..<200 { text = #"{"_not": \#(text)}"# }
    let found = try problem(#"{"columns": "*", "filter": \#(text)}"#)
    #expect(found?.reason == "the expression is nested too deeply")
  }

  @Test("All columns are those that the database has now; named ones must exist")
  func columns() throws {
    let all = try fixture(#"{"columns": "*", "filter": {}}"#).permissions(of: "user", on: "author")
    #expect(all?.select?.columns.count == BlogFacts.author.columns.count)
    let some = try fixture(#"{"columns": ["id", "age"], "filter": {}}"#)
      .permissions(of: "user", on: "author")
    #expect((some?.select?.columns.keys).map { Set($0) } == ["id", "age"])
    let found = try problem(#"{"columns": ["id", "no"], "filter": {}}"#)
    #expect(found?.reason == "\"no\" does not exist")
    #expect(found?.path == ["columns"])
  }

  @Test("Root fields that select permissions restrict must be known")
  func rootFields() throws {
    let permissions = try fixture(
      #"{"columns": "*", "filter": {}, "query_root_fields": ["select_by_pk"]}"#
    ).permissions(of: "user", on: "author")
    #expect(permissions?.select?.queryRootFields == [.selectByPrimaryKey])
  }

  @Test(
    "Root fields that the rest of the permission rules out are refused",
    arguments: [
      (
        #"{"columns": ["name"], "filter": {}, "query_root_fields": ["select_by_pk"]}"#,
        "the role does not have access to the primary key of the table \"author\""
      ),
      (
        #"{"columns": "*", "filter": {}, "query_root_fields": ["select_aggregate"]}"#,
        "when \"allow_aggregations\" is set to true"
      ),
      (
        #"{"columns": "*", "filter": {}, "subscription_root_fields": ["select_aggregate"]}"#,
        "when \"allow_aggregations\" is set to true"
      ),
    ]
  )
  func impossibleRootFields(permission: String, reason: String) throws {
    #expect(try problem(permission)?.reason.contains(reason) == true)
  }
}
