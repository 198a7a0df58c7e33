import DovetailPlan
import DovetailPlanner
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Limits of operations", .timeLimit(.minutes(1)))
struct LimitTests {
  private let plans = BlogPlans()

  @Test("Thousands of aliases are refused with a clear error")
  func aliases() throws {
    let fields = (0..<10_000).map { "a\($0): id" }.joined(separator: " ")
    #expect(
      try plans.error("{ author { \(fields) } }")?.message
        == "the operation selects more than 5000 fields; ask for less at once"
    )
    let roots = (0..<10_000).map { "a\($0): author { id }" }.joined(separator: " ")
    #expect(
      try plans.error("{ \(roots) }")?.message
        == "the operation selects more than 5000 fields; ask for less at once"
    )
  }

  @Test("A thousand aliases are fine")
  func fewAliases() throws {
    let fields = (0..<1_000).map { "a\($0): id" }.joined(separator: " ")
    #expect(try plans.rows("{ author { \(fields) } }").output.count == 1_000)
  }

  @Test("Depth through fragments is bounded like any other")
  func depth() throws {
    var text = "{ author { ...f0 } }"
    for number in 0..<80 {
      text += " fragment f\(number) on author { articles { author { ...f\(number + 1) } } }"
    }
    text += " fragment f80 on author { id }"
    #expect(
      try plans.error(text)?.message == "the operation is nested more than 100 levels deep"
    )
  }

  @Test("Fragments that double at each step are looked at once in each object")
  func doublingFragments() throws {
    for leaf in ["id", "id @skip(if: true)", "... on article { id }"] {
      var text = "{ author { id ...f0 } }"
      for number in 0..<40 {
        text += " fragment f\(number) on author { ...f\(number + 1) ...f\(number + 1) }"
      }
      text += " fragment f40 on author { \(leaf) }"
      #expect(try plans.rows(text).output.map(\.key) == ["id"], "\(leaf)")
    }
  }

  @Test("Fragments that double in ever more objects end with an error, not with the memory")
  func doublingObjects() throws {
    for leaf in ["id", "id @skip(if: true)", "... on article { id }"] {
      var text = "{ author { id ...f0 } }"
      for number in 0..<30 {
        let next = "author { id ...f\(number + 1) }"
        text += " fragment f\(number) on author { a: articles { \(next) } b: articles { \(next) } }"
      }
      text += " fragment f30 on author { \(leaf) }"
      let error = try plans.error(text)
      #expect(error?.code == .validationFailed, "\(leaf)")
      #expect(error?.message.contains("ask for less at once") == true, "\(leaf)")
    }
  }

  @Test("Doubling fragments in introspection are looked at once")
  func doublingIntrospection() throws {
    var text = "{ __schema { queryType { ...f0 } } }"
    for number in 0..<40 {
      text += " fragment f\(number) on __Type { ...f\(number + 1) ...f\(number + 1) }"
    }
    text += " fragment f40 on __Type { name @skip(if: true) kind }"
    let planned = try plans.planned(text)
    #expect(
      planned.plan.roots.first?.value
        == .constant(Array(#"{"queryType":{"kind":"OBJECT"}}"#.utf8))
    )
  }

  @Test("Introspection that goes round in circles ends with an error")
  func circularIntrospection() throws {
    var inner = "name"
    for _ in 0..<20 { inner = "fields { type { ofType { ofType { ofType { \(inner) } } } } }" }
    #expect(try plans.error("{ __schema { types { \(inner) } } }")?.code == .validationFailed)
  }

  @Test("The answers to all introspection fields of an operation are bounded together")
  func manyIntrospections() throws {
    var plans = plans
    plans.limits.introspection.bytes = 1_000
    let field = #"__type(name: "author") { name fields { name } }"#
    #expect(try plans.error("{ a: \(field) }") == nil)
    let many = (0..<30).map { "a\($0): \(field)" }.joined(separator: " ")
    #expect(
      try plans.error("{ \(many) }")?.message
        == "The answer to the introspection query would be too large."
    )
  }

  @Test("A filter nested too deeply is refused, as a literal and as a variable")
  func filters() throws {
    var literal = "{id: {_eq: 1}}"
    var json = #"{"id": {"_eq": 1}}"#
    for _ in 0..<70 {
      literal = "{_not: \(literal)}"
      json = #"{"_not": \#(json)}"#
    }
    let message = "the value is nested more than 64 levels deep"
    #expect(try plans.error("{ author(where: \(literal)) { id } }")?.message == message)
    #expect(
      try plans.error(
        "query($w: author_bool_exp) { author(where: $w) { id } }",
        variables: #"{"w": \#(json)}"#
      )?.message == message
    )
  }
}
