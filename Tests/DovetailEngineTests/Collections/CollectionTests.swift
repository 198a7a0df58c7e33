import DovetailEngine
import DovetailMetadata
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Query collections")
struct CollectionTests {
  private func add(_ query: String) -> String {
    """
    {"type": "create_query_collection", "args": {"name": "c", "definition": {"queries": [
      {"name": "q", "query": \(JSONValue.string(query))}]}}}
    """
  }

  private func reason(_ error: EngineError?) -> String? {
    error?.detail?.arrayValue?.first?["reason"]?.stringValue
  }

  @Test(
    "A query that the schema does not have all of is refused",
    arguments: [
      ("{ author { nope } }", "$.author.nope: field 'nope' not found in object 'author'"),
      ("{ nope { id } }", "$.nope: field 'nope' not found in object 'query_root'"),
      ("{ author }", "$.author: missing selection set for 'author'"),
      (
        "{ author { id { x } } }", "$.author.id: unexpected subselection set for non-object field"
      ),
      ("{ author(nope: 1) { id } }", "$.author: 'author' has no argument named 'nope'"),
      ("{ author_by_pk { id } }", "$.author_by_pk: missing required argument 'id'"),
      (
        "query ($x: nope) { author(limit: $x) { id } }",
        "$: type 'nope' of variable 'x' not found"
      ),
      ("{ author { ... on nope { id } } }", "$.author: object 'nope' not found"),
      (
        "{ author { ...f } } fragment f on author { articles { author { ...f } } }",
        "$.selectionSet.author.selectionSet.f.selectionSet.articles.selectionSet.author.selectionSet: the fragment definition(s) f form a cycle"
      ),
    ]
  )
  func refused(query: String, problem: String) async throws {
    let test = try await TrackingTests.blog()
    let error = try await test.error(add(query))
    #expect(error?.message == "cannot continue due to newly found inconsistent metadata")
    #expect(
      reason(error) == """
        Inconsistent object: In query collection "c" the query "q" is invalid with the following \
        error(s): "\(problem)"
        """
    )
    #expect(try await test.exported()["metadata"]?["query_collections"] == nil)
  }

  @Test(
    "A query that the schema has is accepted, whatever its variables will be",
    arguments: [
      "query ($w: author_bool_exp!, $o: [author_order_by!]) { author(where: $w, order_by: $o) { id } }",
      "subscription { author { id __typename } }",
      "mutation ($o: author_insert_input!) { insert_author_one(object: $o) { articles { title } } }",
      "{ author { ...f ... on author { name } } } fragment f on author { id }",
      "{ __schema { types { name } } __typename }",
      "query a { author { id } } query b { article { id } }",
    ]
  )
  func accepted(query: String) async throws {
    let test = try await TrackingTests.blog()
    try await test.run(add(query))
    #expect(try await test.inconsistent().isEmpty)
  }

  @Test("What a query of a collection needs is not untracked, and its endpoints are named")
  func untrack() async throws {
    let test = try await TrackingTests.blog()
    try await test.run(add("{ author { id } }"))
    try await test.run(
      """
      {"type": "create_rest_endpoint", "args": {"name": "e", "url": "e", "methods": ["GET"],
        "definition": {"query": {"collection_name": "c", "query_name": "q"}}}}
      """
    )
    let error = try await test.error(
      #"{"type": "sqlite_untrack_table", "args": {"table": "author", "cascade": true}}"#
    )
    #expect(error?.status == 500)
    #expect(
      reason(error)?.hasSuffix(#"This query is being used in the following REST endpoint(s): "e""#)
        == true
    )
    #expect(try await test.query("{ author_by_pk(id: 1) { id } }") == ["author_by_pk": ["id": 1]])
  }
}
