import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailPlanner
import GraphQLLanguage
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Plans of rows")
struct RowPlanTests {
  private let plans = BlogPlans()

  // MARK: Permissions

  @Test("A role's filter and limit are in its plan, null-safe where the column may be null")
  func permission() throws {
    let rows = try plans.rows("{ author { id } }", role: "user")
    #expect(rows.permissionLimit == 10)
    guard case .compare(let bio, .isNotDistinct, let text)? = rows.filter.parts.first,
      case .compare(let id, .notEqual, let number)? = rows.filter.parts.last
    else {
      Issue.record("\(rows.filter)")
      return
    }
    #expect(bio.source == .column("bio"))
    #expect(text.operand == .session("x-hasura-bio"))
    #expect(id.source == .column("id"))
    #expect(number.operand == .constant(9))
  }

  @Test("A client's filter is plain equality, and is joined with the permission's")
  func clientFilter() throws {
    let rows = try plans.rows("{ author(where: {age: {_eq: 3}}) { id } }", role: "user")
    #expect(rows.filter.parts.count == 3)
    guard case .compare(let age, .equal, _)? = rows.filter.parts.first else {
      Issue.record("\(rows.filter)")
      return
    }
    #expect(age.source == .column("age"))
  }

  @Test("A key is looked up under the permission, without its limit")
  func primaryKey() throws {
    let fetch = try plans.fetch("{ author_by_pk(id: 3) { id } }", role: "user")
    guard case .row(let row) = fetch.request else {
      Issue.record("\(fetch.request)")
      return
    }
    #expect(row.filter.parts.count == 3)
    #expect(row.permissionLimit == nil)
  }

  @Test(
    "Related rows are under their own table's permission, in all their uses",
    arguments: [
      "{ author { articles { id } } }",
      "{ author { articles_aggregate { aggregate { count } } } }",
      "{ author(where: {articles: {id: {_eq: 1}}}) { id } }",
      "{ author(where: {articles_aggregate: {count: {predicate: {_gt: 1}}}}) { id } }",
      "{ author(order_by: {articles_aggregate: {count: asc}}) { id } }",
      "{ article_aggregate { nodes { id } } }",
    ]
  )
  func relatedPermissions(text: String) throws {
    let plan = "\(try plans.planned(text, role: "user").plan)"
    #expect(plan.contains("published"))
    // The administrator's plan has no filter.
    #expect(!"\(try plans.planned(text).plan)".contains("published"))
  }

  // MARK: Arguments

  @Test(
    "Limit and offset are numbers that are not negative",
    arguments: [
      ("limit: -1", "expected a non-negative 32-bit integer for type 'Int', but found an integer"),
      (
        "limit: 3000000000",
        "The value 3000000000 lies outside the bounds or is not an integer. Maybe it is a float, "
          + "or is there integer overflow?"
      ),
      ("limit: \"1\"", "expected a non-negative 32-bit integer for type 'Int', but found a string"),
      ("limit: 1.5", "expected a non-negative 32-bit integer for type 'Int', but found a float"),
      ("offset: -1", "expected a non-negative 64-bit integer for type 'Int', but found an integer"),
    ]
  )
  func window(argument: String, message: String) throws {
    let error = try plans.error("{ author(\(argument)) { id } }")
    #expect(error?.message == message)
    #expect(error?.path.hasPrefix("$.selectionSet.author.args.") == true)
  }

  @Test("A null argument is an absent one, and an offset may be a text")
  func nullArguments() throws {
    let rows = try plans.rows(
      #"{ author(where: null, limit: null, order_by: null, distinct_on: null, offset: "7") { id } }"#
    )
    #expect(rows.filter == .always)
    #expect(rows.limit == nil)
    #expect(rows.order.isEmpty)
    #expect(rows.offset?.operand == .constant("7"))
  }

  @Test("Orders keep their sequence, directions and places of nulls")
  func order() throws {
    let rows = try plans.rows(
      "{ article(order_by: [{rating: desc_nulls_last, id: asc}, {author: {name: desc}}]) { id } }"
    )
    #expect(rows.order.map(\.isDescending) == [true, false, true])
    #expect(rows.order.map(\.nullsFirst) == [false, false, true])
    guard case .related(_, let correlation, filter: _, key: .value(let name)) = rows.order[2].key
    else {
      Issue.record("\(rows.order)")
      return
    }
    #expect(correlation.pairs == [.init(outer: "author_id", inner: "id")])
    #expect(name.source == .column("name"))
  }

  @Test(
    "Distinct columns must be the first of the order, in any sequence",
    arguments: [
      ("distinct_on: [name, age], order_by: [{age: asc}, {name: desc}, {id: asc}]", true),
      ("distinct_on: name", true), ("distinct_on: [name, name], order_by: {name: asc}", true),
      ("distinct_on: name, order_by: {id: asc}", false),
      ("distinct_on: [name, age], order_by: [{name: asc}, {id: asc}, {age: asc}]", false),
    ]
  )
  func distinct(arguments: String, isRight: Bool) throws {
    let error = try plans.error("{ author(\(arguments)) { id } }")
    #expect((error == nil) == isRight)
    if !isRight {
      #expect(
        error?.message == "\"distinct_on\" columns must match initial \"order_by\" columns"
      )
      #expect(error?.path == "$.selectionSet.author.args")
    }
  }

  @Test(
    "What is no filter is refused at its place",
    arguments: [
      ("where: {ids: {}}", "field 'ids' not found in type: 'author_bool_exp'", "where.ids"),
      ("where: {id: 5}", "expected an object for type 'Int_comparison_exp', but found", "where.id"),
      (
        "where: {id: {_like: 5}}", "field '_like' not found in type: 'Int_comparison_exp'",
        "where.id._like"
      ),
      ("where: {id: {_eq: null}}", "unexpected null value for type 'Int'", "where.id._eq"),
      ("where: {id: {_in: null}}", "expected a list, but found null", "where.id._in"),
      ("where: {id: {_in: [1, null]}}", "unexpected null value for type 'Int'", "where.id._in[1]"),
      ("where: {_and: null}", "expected a list, but found null", "where._and"),
      (
        "where: {id: null}", "expected an object for type 'Int_comparison_exp', but found null",
        "where.id"
      ),
      (
        "where: {articles_aggregate: {}}", "exactly one predicate should be specified",
        "where.articles_aggregate"
      ),
      (
        "where: {articles_aggregate: {count: {}}}", "missing required field 'predicate'",
        "where.articles_aggregate.count"
      ),
      (
        "where: {_or: [{}, {x: 1}]}", "field 'x' not found in type: 'author_bool_exp'",
        "where._or[1].x"
      ),
      (
        "order_by: {id: up}",
        "expected one of the values ['asc', 'asc_nulls_first', 'asc_nulls_last', 'desc', "
          + "'desc_nulls_first', 'desc_nulls_last'] for type 'order_by', but found 'up'",
        "order_by.id"
      ),
      (
        "order_by: {id: \"asc\"}", "expected an enum value for type 'order_by', but found a string",
        "order_by.id"
      ),
      (
        "order_by: {articles: {id: asc}}", "field 'articles' not found in type: 'author_order_by'",
        "order_by.articles"
      ),
      ("distinct_on: [nope]", "expected one of the values [", "distinct_on[0]"),
    ]
  )
  func wrongFilters(arguments: String, message: String, place: String) throws {
    let error = try #require(try plans.error("{ author(\(arguments)) { id } }"))
    #expect(error.message.hasPrefix(message), "\(error.message)")
    // Lists of one value may be written without brackets: their place has no index.
    #expect(error.path == "$.selectionSet.author.args." + place)
  }

  @Test("The connectives mean what the contract says when they are empty")
  func emptyConnectives() throws {
    #expect(try plans.rows("{ author(where: {_and: []}) { id } }").filter == .always)
    #expect(try plans.rows("{ author(where: {_or: []}) { id } }").filter == .never)
    #expect(try plans.rows("{ author(where: {}) { id } }").filter == .always)
    #expect(try plans.rows("{ author(where: {_not: {}}) { id } }").filter == .not(.always))
  }

  @Test("Nulls in filters are ignored where the server says so")
  func collapsedNulls() throws {
    var plans = plans
    plans.options.collapsesBooleanNulls = true
    #expect(
      try plans.rows("{ author(where: {id: {_eq: null}, _and: null, age: null}) { id } }").filter
        == .always
    )
  }

  @Test("Values of an enum table are enum values")
  func enumTable() throws {
    let rows = try plans.rows("{ article(where: {kind: {_in: [news, essay]}}) { kind } }")
    guard case .compare(_, .in, let parameter) = rows.filter else {
      Issue.record("\(rows.filter)")
      return
    }
    #expect(parameter.operand == .constant(["news", "essay"]))
    #expect(
      try plans.error("{ article(where: {kind: {_eq: gossip}}) { id } }")?.message
        == "expected one of the values ['essay', 'news'] for type 'kind_enum', but found 'gossip'"
    )
  }

  // MARK: Output

  @Test(
    "A path into a JSON column is read",
    arguments: [
      ("$", []), ("$.a", ["a"]), ("a", ["a"]), ("$.a.b[0]", ["a", "b", "0"]),
      ("a['x y'][\"z\"]", ["a", "x y", "z"]), ("", []),
    ] as [(String, [String])]
  )
  func jsonPath(path: String, steps: [String]) throws {
    let text = JSONValue.string(path).description
    let rows = try plans.rows("{ author { meta(path: \(text)) } }")
    guard case .column(let column)? = rows.output.first?.value else {
      Issue.record("\(rows.output)")
      return
    }
    #expect(column.jsonPath == steps)
  }

  @Test(
    "A path that cannot be read is refused",
    arguments: ["$.", "$..a", "a[", "a['x", "$a b", "a[-1]"]
  )
  func wrongJSONPath(path: String) throws {
    let error = try plans.error("{ author { meta(path: \(JSONValue.string(path).description)) } }")
    #expect(error?.message.hasPrefix("parse json path error: ") == true)
    #expect(error?.path == "$.selectionSet.author.selectionSet.meta.args.path")
  }

  @Test("Rows of another source are looked up by the columns that the relationship maps")
  func join() throws {
    let fetch = try plans.fetch("{ author { name p: places(limit: 2) { x } } }")
    let edge = try #require(fetch.joins.first)
    #expect(fetch.joins.count == 1)
    #expect(edge.relationship == "places")
    #expect(edge.responseKey == "p")
    guard case .rows(let rows) = fetch.request, case .rows(let keyed) = edge.lookup.request else {
      Issue.record("\(fetch.request)")
      return
    }
    #expect(rows.joinKeys.map(\.value.source) == [.column("age"), .column("id")])
    #expect(keyed.columns.map(\.source) == [.column("x"), .column("y")])
    #expect(rows.output.map(\.key) == ["name", "p"])
    #expect(edge.lookup.target == .source("map"))
  }

  @Test("A join below a join belongs to it, one below a relationship has its way")
  func nestedJoins() throws {
    let fetch = try plans.fetch(
      "{ article { a: author { places { visits(limit: 1) { id } } } } }"
    )
    let edge = try #require(fetch.joins.first)
    #expect(edge.path == ["a"])
    #expect(edge.lookup.joins.isEmpty)
  }
}
