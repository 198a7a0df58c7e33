import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailPlanner
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Variables")
struct VariableTests {
  private let plans = BlogPlans()

  @Test(
    "What is wrong with variables is told in the contract's words",
    arguments: [
      ("query { author(limit: $x) { id } }", "{}", "unbound variable \"x\""),
      (
        "query { author(where: {id: {_eq: $x}}) { id } }", "{}", "unbound variable \"x\""
      ),
      (
        "query { author(where: {meta: {_eq: {a: [$x]}}}) { id } }", "{}",
        "unbound variable \"x\""
      ),
      ("query { author @include(if: $x) { id } }", "{}", "unbound variable \"x\""),
      (
        "query { author { id } }", #"{"b": 1, "a": 2}"#,
        "unexpected variables in variableValues: a, b"
      ),
      (
        "query($x: author_bool_exp) { author(where: $x) { id } }", #"{"x": {"a b": {"_eq": 1}}}"#,
        "variable value contains object with key \"a b\", which is not a legal GraphQL name"
      ),
      (
        "query($x: Int!) { author(limit: $x) { id } }", "{}",
        "expecting a value for non-nullable variable: \"x\""
      ),
      (
        "query($x: Int!) { author(limit: $x) { id } }", #"{"x": null}"#,
        "null value found for non-nullable type: \"Int!\""
      ),
      (
        "query($x: [Int!]!) { author(where: {id: {_in: $x}}) { id } }", #"{"x": null}"#,
        "null value found for non-nullable type: \"[Int!]!\""
      ),
      (
        "query($x: Int! = null) { author(limit: $x) { id } }", "{}",
        "null value found for non-nullable type: \"Int!\""
      ),
      (
        "query($x: author_bool_exp!) { author(where: $x) { id } }", #"{"x": {"a b": 1}}"#,
        "variable value contains object with key \"a b\", which is not a legal GraphQL name"
      ),
      (
        "query($x: [Int!]) { author(where: {id: {_in: $x}}) { id } }", #"{"x": [1, null]}"#,
        "unexpected null value for type 'Int'"
      ),
      (
        "query($x: Int = 3) { author_by_pk(id: $x) { id } }", #"{"x": null}"#,
        "unexpected null value for type 'Int'"
      ),
      (
        "query($x: Int) { author_by_pk(id: $x) { id } }", #"{"x": 1}"#,
        "variable 'x' is declared as 'Int', but used where 'Int!' is expected"
      ),
      (
        "query($x: String) { author(limit: $x) { id } }", #"{"x": "1"}"#,
        "variable 'x' is declared as 'String', but used where 'Int' is expected"
      ),
      (
        "query($x: [Int]) { author(where: {id: {_in: $x}}) { id } }", #"{"x": [1]}"#,
        "variable 'x' is declared as '[Int]', but used where '[Int!]' is expected"
      ),
      (
        "query($x: Int) { author(where: {id: {_eq: $x}}) { id } }", "{}",
        "unexpected null value for type 'Int'"
      ),
    ]
  )
  func wrong(text: String, variables: String, message: String) throws {
    let error = try plans.error(text, variables: variables)
    #expect(error?.message == message)
    #expect(error?.code == .validationFailed)
  }

  @Test("A variable declared twice is a syntax matter")
  func declaredTwice() throws {
    let error = try plans.error(
      "query($x: Int, $x: Int) { author(limit: $x) { id } }",
      variables: #"{"x": 1}"#
    )
    #expect(error?.message == "multiple definitions for variable \"x\"")
    #expect(error?.code == .parseFailed)
  }

  @Test("A type that does not fit is reported where the variable is used")
  func place() throws {
    let error = try plans.error(
      "query($x: Int) { author { articles(limit: $x, where: {id: {_eq: 1}, title: {_eq: $x}}) { id } } }",
      variables: #"{"x": 1}"#
    )
    #expect(
      error?.path == "$.selectionSet.author.selectionSet.articles.args.where.title._eq"
    )
  }

  @Test(
    "What the specification allows is allowed",
    arguments: [
      ("query($x: Int!) { author(limit: $x) { id } }", #"{"x": 1}"#),
      ("query($x: Int = 3) { author(limit: $x) { id } }", "{}"),
      ("query($x: Int = 3) { author_by_pk(id: $x) { id } }", "{}"),
      ("query($x: Int) { author(limit: $x) { id } }", "{}"),
      ("query($x: Int) { author(limit: $x) { id } }", #"{"x": null}"#),
      ("query($x: Nonsense) { author { id } }", "{}"),
      ("query($x: [Int!]) { author(where: {id: {_in: $x}}) { id } }", #"{"x": [1, 2]}"#),
      ("query($x: Int!) { author(where: {id: {_in: [$x, 2]}}) { id } }", #"{"x": 1}"#),
      ("query($x: author_order_by!) { author(order_by: $x) { id } }", #"{"x": {"id": "asc"}}"#),
      ("query($x: jsonb) { author(where: {meta: {_eq: $x}}) { id } }", #"{"x": {"a b": 1}}"#),
      ("query($x: Boolean!) { author { id @skip(if: $x) name } }", #"{"x": true}"#),
      ("query($x: Int) { author(limit: $x) { id } }", #"{"x": 2.0}"#),
      ("query($x: Int!) @cached(ttl: $x) { author { id } }", #"{"x": 5}"#),
    ]
  )
  func right(text: String, variables: String) throws {
    #expect(try plans.error(text, variables: variables) == nil)
  }

  @Test("Scalars stay in the variables, so that a plan serves all values")
  func operands() throws {
    let rows = try plans.rows(
      "query($x: Int, $l: [Int!]) { author(where: {id: {_eq: $x}, age: {_in: $l}}) { id } }",
      variables: #"{"x": 1, "l": [1]}"#
    )
    guard case .and(let parts) = rows.filter, case .compare(_, .equal, let one) = parts[0],
      case .compare(_, .in, let list) = parts[1]
    else {
      Issue.record("\(rows.filter)")
      return
    }
    #expect(one.operand == .variable(VariableReference(name: "x")))
    #expect(list.operand == .variable(VariableReference(name: "l")))
  }

  @Test(
    "What a plan depends on is noted",
    arguments: [
      (
        "query($o: order_by!) { author(order_by: {id: $o}) { id } }", #"{"o": "asc"}"#,
        [VariableReference(name: "o")]
      ),
      (
        "query($o: [author_order_by!]) { author(order_by: $o) { id } }",
        #"{"o": [{"id": "asc"}]}"#,
        [VariableReference(name: "o", path: [.index(0), .key("id")])]
      ),
      (
        "query($i: Boolean!) { author { id name @include(if: $i) } }", #"{"i": true}"#,
        [VariableReference(name: "i")]
      ),
      (
        "query($w: author_bool_exp) { author(where: $w) { id } }",
        #"{"w": {"bio": {"_is_null": true}, "id": {"_eq": 3}}}"#,
        [VariableReference(name: "w", path: [.key("bio"), .key("_is_null")])]
      ),
      (
        "query($p: String) { author { meta(path: $p) } }", #"{"p": "$.a"}"#,
        [VariableReference(name: "p")]
      ),
      ("query($x: Int) { author(limit: $x) { id } }", #"{"x": 1}"#, []),
    ]
  )
  func inspected(text: String, variables: String, references: [VariableReference]) throws {
    #expect(try plans.planned(text, variables: variables).inspected == Set(references))
  }

  @Test("A list of columns matters as a whole: its length is part of the plan")
  func columnList() throws {
    let planned = try plans.planned(
      "query($d: [author_select_column!]) { author(distinct_on: $d) { id } }",
      variables: #"{"d": ["name"]}"#
    )
    #expect(planned.inspected.contains(VariableReference(name: "d")))
  }

  @Test("Defaults are filled in")
  func defaults() throws {
    let planned = try plans.planned(
      "query($x: Int = 3, $y: Int, $z: Int = 4) { author(limit: $x, offset: $y) { id } }",
      variables: #"{"z": 5}"#
    )
    #expect(planned.variables == ["x": 3, "z": 5])
  }

  @Test("Null is accepted for non-null variables where that is configured, and fails in its place")
  func acceptedNull() throws {
    var lenient = plans
    lenient.options.acceptsNullInNonNullVariables = true
    let limit = "query($x: Int!) { author(limit: $x) { id } }"
    #expect(try lenient.rows(limit, variables: #"{"x": null}"#).limit == nil)
    let condition = "query($x: Int!) { author(where: {id: {_eq: $x}}) { id } }"
    #expect(
      try lenient.error(condition, variables: #"{"x": null}"#)?.message
        == "unexpected null value for type 'Int'"
    )
  }

  @Test("What a variable without a value would give is left out where that is configured")
  func unbound() throws {
    var lenient = plans
    lenient.options.leavesOutUnboundVariables = true
    let text = """
      query($i: Int, $n: String) { author(where: {id: {_eq: $i}, name: {_eq: $n}}) { id } }
      """
    let rows = try lenient.rows(text, variables: #"{"n": "Ann"}"#)
    #expect(rows.filter.parts.count == 1)
    // Null that is given remains null.
    #expect(
      try lenient.error(text, variables: #"{"i": null, "n": "Ann"}"#)?.message
        == "unexpected null value for type 'Int'"
    )
  }

  @Test(
    "Limits are integers, however they are spelt in JSON, and not too large",
    arguments: [
      ("2147483648", "The value 2147483648 lies outside the bounds or is not an integer."),
      ("2.5", "The value 2.5 lies outside the bounds or is not an integer."),
      ("-1", "expected a non-negative 32-bit integer for type 'Int', but found an integer"),
      (#""2""#, "expected a non-negative 32-bit integer for type 'Int', but found a string"),
    ]
  )
  func limits(value: String, message: String) throws {
    let error = try plans.error(
      "query($x: Int) { author(limit: $x) { id } }",
      variables: #"{"x": \#(value)}"#
    )
    #expect(error?.message.hasPrefix(message) == true)
    #expect(error?.path == "$.selectionSet.author.args.limit")
  }
}
