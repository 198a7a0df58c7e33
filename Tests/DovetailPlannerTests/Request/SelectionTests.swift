import DovetailPlan
import DovetailPlanner
import GraphQLLanguage
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Operations, fields and fragments")
struct SelectionTests {
  private let plans = BlogPlans()

  private func keys(_ text: String, variables: String = "{}") throws -> [String] {
    try plans.rows(text, variables: variables).output.map(\.key)
  }

  @Test(
    "What is wrong with a selection is told with its place",
    arguments: [
      (
        "{ writer { id } }", "field 'writer' not found in type: 'query_root'",
        "$.selectionSet.writer"
      ),
      (
        "{ author { x: ids } }", "field 'ids' not found in type: 'author'",
        "$.selectionSet.author.selectionSet.ids"
      ),
      ("{ author }", "missing selection set for 'author'", "$.selectionSet.author"),
      (
        "{ author { articles } }", "missing selection set for 'article'",
        "$.selectionSet.author.selectionSet.articles"
      ),
      (
        "{ author { id { x } } }", "unexpected subselection set for non-object field",
        "$.selectionSet.author.selectionSet.id"
      ),
      (
        "{ author(ids: 1) { id } }", "'author' has no argument named 'ids'", "$.selectionSet.author"
      ),
      (
        "{ author { id(x: 1) } }", "'id' has no argument named 'x'",
        "$.selectionSet.author.selectionSet.id"
      ),
      (
        "{ author_by_pk { id } }", "missing required field 'id'", "$.selectionSet.author_by_pk.args"
      ),
      (
        "{ author_by_pk(id: null) { id } }", "unexpected null value for type 'Int'",
        "$.selectionSet.author_by_pk.args.id"
      ),
      (
        "{ author { id id: name } }", "selection of both 'id' and 'name'",
        "$.selectionSet.author.selectionSet.name"
      ),
      (
        "{ author(limit: 1) { id } author(limit: 2) { id } }",
        "inconsistent arguments between multiple selections of field 'author'",
        "$.selectionSet.author"
      ),
      (
        "{ author_aggregate { aggregate { sum } } }",
        "missing selection set for 'author_sum_fields'",
        "$.selectionSet.author_aggregate.selectionSet.aggregate.selectionSet.sum"
      ),
      (
        "{ author_aggregate { aggregate { sum { name } } } }",
        "field 'name' not found in type: 'author_sum_fields'",
        "$.selectionSet.author_aggregate.selectionSet.aggregate.selectionSet.sum.selectionSet.name"
      ),
      (
        "{ author { id @nope } }", "directive \"nope\" is not defined in the schema",
        "$.selectionSet.author.selectionSet"
      ),
      (
        "{ author { id @cached } }", "directive 'cached' is not allowed on a field",
        "$.selectionSet.author.selectionSet"
      ),
      (
        "{ author { id @include(if: true) @include(if: true) } }",
        "the following directives are used more than once: include",
        "$.selectionSet.author.selectionSet"
      ),
      (
        "{ author { id @skip } }", "missing required field 'if'",
        "$.selectionSet.author.selectionSet"
      ),
      (
        "query @include(if: true) { author { id } }",
        "directive 'include' is not allowed on a query", "$"
      ),
      (
        "query @cached @cached { author { id } }",
        "the following directives are used more than once: cached", "$"
      ),
      (
        "query @cached(ttl: \"x\") { author { id } }",
        "expected a 32-bit integer for type 'Int', but found a string", "$.args.ttl"
      ),
      (
        "query @cached(refresh: 1) { author { id } }",
        "expected a boolean for type 'Boolean', but found an integer", "$.args.refresh"
      ),
      (
        "query @cached(time: 1) { author { id } }", "'cached' has no argument named 'time'", "$"
      ),
      (
        "{ author(where: {articles_aggregate: {count: {predicate: null}}}) { id } }",
        "expected an object for type 'Int_comparison_exp', but found null",
        "$.selectionSet.author.args.where.articles_aggregate.count.predicate"
      ),
      (
        """
        { author(where: {articles_aggregate: {bool_and:
          {arguments: null, predicate: {_eq: true}}}}) { id } }
        """,
        "expected an enum value for type",
        "$.selectionSet.author.args.where.articles_aggregate.bool_and.arguments"
      ),
      ("query @other { author { id } }", "directive \"other\" is not defined in the schema", "$"),
    ]
  )
  func wrong(text: String, message: String, path: String) throws {
    let error = try plans.error(text)
    #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "no error")")
    #expect(error?.path == path)
  }

  @Test(
    "The operation must be clear",
    arguments: [
      (
        "query a { author { id } } query b { author { id } }", nil,
        "exactly one operation has to be present in the document when operationName is not specified"
      ),
      (
        "query a { author { id } } query b { author { id } }", "c",
        "no such operation found in the document: \"c\""
      ),
      (
        "{ author { id } } query b { author { id } }", "b",
        "operationName cannot be used when an anonymous operation exists in the document"
      ),
      ("subscription { author { id } }", nil, "no subscriptions exist"),
    ] as [(String, String?, String)]
  )
  func operation(text: String, name: String?, message: String) throws {
    #expect(try plans.error(text, operationName: name)?.message == message)
  }

  @Test("Of several operations, the one that is named counts")
  func namedOperation() throws {
    let planned = try plans.planned(
      "query a { author { id } } query b { article { id } }",
      operationName: "b"
    )
    #expect(planned.plan.roots.map(\.key) == ["article"])
  }

  @Test("Fragments are expanded in place, equal fields merged, in order of first mention")
  func fragments() throws {
    #expect(
      try keys(
        """
        query { author { name ...one ... on author { age } name ... { b: bio } ...none } }
        fragment one on author { id ...two age }
        fragment two on author { active name }
        fragment none on article { title }
        """
      ) == ["name", "id", "active", "age", "b"]
    )
  }

  @Test("Fields of merged objects are collected from all their selections")
  func merging() throws {
    let rows = try plans.rows(
      "{ author { articles(limit: 1) { id } articles(limit: 1) { title id } } }"
    )
    guard case .array(_, let articles)? = rows.output.first?.value else {
      Issue.record("\(rows.output)")
      return
    }
    #expect(articles.output.map(\.key) == ["id", "title"])
  }

  @Test(
    "Skip and include decide, both together",
    arguments: [(true, true, 1), (true, false, 2), (false, true, 1), (false, false, 1)]
  )
  func directives(include: Bool, skip: Bool, count: Int) throws {
    let text =
      "query($i: Boolean!, $s: Boolean!) { author { id name @include(if: $i) @skip(if: $s) } }"
    #expect(try keys(text, variables: #"{"i": \#(include), "s": \#(skip)}"#).count == count)
    let spread =
      "query($i: Boolean!, $s: Boolean!) { author { id ...f @include(if: $i) @skip(if: $s) } } "
      + "fragment f on author { name }"
    #expect(try keys(spread, variables: #"{"i": \#(include), "s": \#(skip)}"#).count == count)
  }

  @Test(
    "Fragments must be defined, used, and end",
    arguments: [
      ("{ author { ...f } }", "reference to undefined fragment \"f\""),
      (
        "{ author { id } } fragment f on author { id } fragment g on author { id }",
        "following fragment(s) have been defined, but have not been used in the query - f, g"
      ),
      (
        "{ author { ...f } } fragment f on author { ...g } fragment g on author { ...f }",
        "the fragment definition(s) f and g form a cycle"
      ),
      (
        "{ author { ...f } } fragment f on author { id articles { author { ...f } } }",
        "the fragment definition(s) f form a cycle"
      ),
      (
        "{ author { ...f } } fragment f on author { id } fragment f on author { name }",
        "multiple definitions for fragment \"f\""
      ),
    ]
  )
  func fragmentErrors(text: String, message: String) throws {
    #expect(try plans.error(text)?.message == message)
  }

  @Test("__typename is a constant at every level")
  func typeNames() throws {
    let rows = try plans.rows("{ author { t: __typename articles { __typename } } }")
    #expect(rows.output.first?.value == .constant("author"))
    let planned = try plans.planned("{ __typename }")
    #expect(planned.plan.roots.first?.value == .constant(Array("\"query_root\"".utf8)))
  }
}
