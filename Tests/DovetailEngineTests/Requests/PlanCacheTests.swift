import DovetailMetadata
import DovetailExecution
import DovetailPlan
import GraphQLLanguage
import OrderedCollections
import OrderedJSON
import Testing

@testable import DovetailEngine

@Suite("Plans kept for later requests")
struct PlanCacheTests {
  private let test: TestEngine

  init() async throws {
    test = try await TrackingTests.blog()
  }

  /// The answers to one text with several variables, the plan of each kept for the next.
  private func answers(_ text: String, _ variables: [JSONObject]) async throws -> [String] {
    var answers: [String] = []
    // Twice, so that each meets the plans of all the others.
    for _ in 0..<2 {
      answers = []
      for given in variables {
        let response = await test.execute(text, variables: given)
        answers.append(
          response.errors.first?.message
            ?? String(decoding: response.data ?? [], as: UTF8.self)
        )
      }
    }
    return answers
  }

  @Test("Scalars of a request are its own")
  func scalars() async throws {
    #expect(
      try await answers(
        "query($x: Int) { article(where: {id: {_eq: $x}}) { title } }",
        [["x": 1], ["x": 2], ["x": nil], ["x": "3"], ["x": 4]]
      ) == [
        #"{"article":[{"title":"One"}]}"#, #"{"article":[{"title":"Two"}]}"#,
        "unexpected null value for type 'Int'", #"{"article":[{"title":"Three"}]}"#,
        #"{"article":[]}"#,
      ]
    )
  }

  @Test("Directions of an order, in all their spellings, make plans of their own")
  func directions() async throws {
    let ascending = #"{"article":[{"id":1},{"id":2},{"id":3}]}"#
    let descending = #"{"article":[{"id":3},{"id":2},{"id":1}]}"#
    #expect(
      try await answers(
        "query($o: [article_order_by!]) { article(order_by: $o) { id } }",
        [
          ["o": [["id": "asc"]]], ["o": [["id": "desc"]]], ["o": ["id": "desc"]],
          ["o": [["author_id": "desc"], ["id": "asc"]]],
        ]
      ) == [ascending, descending, descending, #"{"article":[{"id":3},{"id":1},{"id":2}]}"#]
    )
  }

  @Test("The length of a list of columns matters")
  func columnLists() async throws {
    #expect(
      try await answers(
        """
        query($d: [article_select_column!]) {
          article(distinct_on: $d, order_by: [{author_id: asc}, {id: asc}]) { id } }
        """,
        [["d": ["author_id"]], ["d": ["author_id", "id"]], ["d": []]]
      ) == [
        #"{"article":[{"id":1},{"id":3}]}"#, #"{"article":[{"id":1},{"id":2},{"id":3}]}"#,
        #"{"article":[{"id":1},{"id":2},{"id":3}]}"#,
      ]
    )
  }

  @Test("Conditions of directives matter")
  func directives() async throws {
    #expect(
      try await answers(
        "query($i: Boolean!) { article(limit: 1, order_by: {id: asc}) { id title @include(if: $i) } }",
        [["i": true], ["i": false]]
      ) == [
        #"{"article":[{"id":1,"title":"One"}]}"#, #"{"article":[{"id":1}]}"#,
      ]
    )
  }

  @Test("A number that cannot be a limit is refused although its plan is there")
  func limits() async throws {
    #expect(
      try await answers(
        "query($l: Int) { article(limit: $l, order_by: {id: asc}) { id } }",
        [["l": 1], ["l": -1], ["l": 0], ["l": 3_000_000_000], ["l": nil]]
      ) == [
        #"{"article":[{"id":1}]}"#,
        "expected a non-negative 32-bit integer for type 'Int', but found an integer",
        #"{"article":[]}"#,
        "The value 3000000000 lies outside the bounds or is not an integer. Maybe it is a float, "
          + "or is there integer overflow?",
        #"{"article":[{"id":1},{"id":2},{"id":3}]}"#,
      ]
    )
  }

  @Test("Lists of values have any length, and filters any form")
  func filters() async throws {
    #expect(
      try await answers(
        "query($w: article_bool_exp) { article(where: $w, order_by: {id: asc}) { id } }",
        [
          ["w": ["id": ["_in": [1, 2]]]], ["w": ["id": ["_in": [3]]]], ["w": ["id": ["_in": []]]],
          ["w": ["author": ["name": ["_eq": "Bob"]]]], ["w": ["_or": []]], ["w": [:]],
          ["w": ["title": ["_is_null": true]]], ["w": ["title": ["_is_null": false]]],
        ]
      ) == [
        #"{"article":[{"id":1},{"id":2}]}"#, #"{"article":[{"id":3}]}"#, #"{"article":[]}"#,
        #"{"article":[{"id":3}]}"#, #"{"article":[]}"#,
        #"{"article":[{"id":1},{"id":2},{"id":3}]}"#, #"{"article":[]}"#,
        #"{"article":[{"id":1},{"id":2},{"id":3}]}"#,
      ]
    )
  }

  @Test("Defaults count where nothing is given")
  func defaults() async throws {
    #expect(
      try await answers(
        "query($l: Int = 1) { article(limit: $l, order_by: {id: asc}) { id } }",
        [[:], ["l": 2], [:]]
      ) == [
        #"{"article":[{"id":1}]}"#, #"{"article":[{"id":1},{"id":2}]}"#,
        #"{"article":[{"id":1}]}"#,
      ]
    )
  }

  @Test("Sessions share plans, not values")
  func sessions() async throws {
    try await test.run(
      """
      {"type": "sqlite_create_select_permission", "args": {"table": "article", "role": "user",
        "permission": {"columns": ["id"], "filter": {"author_id": "X-Hasura-User-Id"}}}}
      """
    )
    for (user, ids) in [("1", [1, 2]), ("2", [3]), ("1", [1, 2])] {
      let session = Session(role: "user", variables: ["x-hasura-user-id": user])
      let data = try await test.query("{ article(order_by: {id: asc}) { id } }", session: session)
      #expect(data["article"]?.arrayValue?.compactMap { $0["id"]?.intValue } == ids)
    }
  }

  @Test("Large answers in plans count as plans, and are kept for requests without variables only")
  func largeAnswers() throws {
    let answer = Array(repeating: UInt8(ascii: "x"), count: PlanCache.sizeLimit + 1)
    let plan = OperationPlan(
      kind: .query,
      roots: [
        RootField(
          key: "n",
          value: .object([RootField(key: "__schema", value: .constant(answer))])
        )
      ]
    )
    let cached = CachedPlan(
      plan: plan,
      prepared: try PreparedPlan(plan) { _ in nil },
      defaults: [:],
      cost: OperationCost(of: try Document(parsing: "{ n }"), operationName: nil)
    )
    let entry = PlanCache.Entry(document: try Document(parsing: "{ n }"))
    #expect(entry.insert(cached, for: [:], inspected: []) >= answer.count / PlanCache.growth)
    #expect(entry.plan(for: [:]) != nil)
    #expect(entry.insert(cached, for: ["x": 1], inspected: []) == 0)
    #expect(entry.plan(for: ["x": 1]) == nil)
  }

  // MARK: Shapes

  @Test(
    "Variables of one shape differ in scalars only",
    arguments: [
      (["x": 1], ["x": 2], true), (["x": 1], ["x": .number(JSONNumber(unchecked: "1.5"))], false),
      (["x": 1], ["x": "1"], false),
      (["x": 1], ["y": 1], false), (["x": 1], [:], false), (["x": nil], [:], false),
      (["x": [1, 2]], ["x": [3]], true), (["x": [1]], ["x": []], false),
      (["x": [1]], ["x": [nil]], false),
      (["x": [["a": 1]]], ["x": [["a": 2]]], true),
      (["x": [["a": 1]]], ["x": [["a": 1], ["a": 1]]], false),
      (["x": ["a": 1]], ["x": ["b": 1]], false), (["x": true], ["x": false], true),
    ] as [(JSONObject, JSONObject, Bool)]
  )
  func shapes(one: JSONObject, other: JSONObject, areEqual: Bool) {
    #expect(
      (VariableShape(one, inspected: []) == VariableShape(other, inspected: [])) == areEqual
    )
  }

  @Test("Values that planning inspected are part of the shape")
  func inspected() {
    let reference = VariableReference(name: "x", path: [.index(0), .key("a")])
    func shape(_ value: JSONValue) -> VariableShape {
      VariableShape(["x": [["a": value, "b": 1]]], inspected: [reference])
    }
    #expect(shape("asc") != shape("desc"))
    #expect(shape("asc") == shape("asc"))
  }
}
