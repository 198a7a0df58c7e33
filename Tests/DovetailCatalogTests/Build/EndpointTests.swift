import DovetailCatalog
import DovetailMetadata
import GraphQLLanguage
import OrderedCollections
import OrderedJSON
import Testing

@Suite("REST endpoints in the catalog")
struct EndpointTests {
  /// A catalog with endpoints `e0`, `e1`, … of URLs, methods and queries.
  private func catalog(
    _ endpoints: [(url: String, methods: String, query: String)]
  ) throws -> Catalog {
    let list = endpoints.enumerated().map { index, endpoint in
      """
      {"name": "e\(index)", "url": "\(endpoint.url)", "methods": \(endpoint.methods),
       "definition": {"query": {"collection_name": "c", "query_name": "\(endpoint.query)"}}}
      """
    }
    return try CatalogFixture(
      tables: #"{"table": "author"}"#,
      more: """
        , "query_collections": [{"name": "c", "definition": {"queries": [
            {"name": "q", "query": "query ($id: Int) { author { id } }"},
            {"name": "s", "query": "subscription { author { id } }"},
            {"name": "two", "query": "query a { author { id } } query b { author { id } }"},
            {"name": "broken", "query": "{"}]}}],
          "rest_endpoints": [\(list.joined(separator: ","))]
        """
    ).build()
  }

  @Test("An endpoint has its path and its operation")
  func resolved() throws {
    let endpoint = try #require(try catalog([("a/:id/b", #"["GET"]"#, "q")]).endpoints["e0"])
    #expect(endpoint.path.segments == [.literal("a"), .variable("id"), .literal("b")])
    #expect(endpoint.operation.variableDefinitions.count == 1)
  }

  @Test("Values of variables come from the segments in their places")
  func match() {
    let path = EndpointPath("a/:id/:name")
    #expect(path.match(["a", "1", "x y"])?.map(\.value) == ["1", "x y"])
    #expect(path.match(["b", "1", "x"]) == nil)
    #expect(path.match(["a", "1"]) == nil)
  }

  @Test(
    "A path that is no path is inconsistent, and the endpoint is left out",
    arguments: [
      ("a//b", "Empty segments or unnamed variables are not allowed: a//b"),
      ("a/", "Empty segments or unnamed variables are not allowed: a/"),
      ("a/:/b", "Empty segments or unnamed variables are not allowed: a/:/b"),
      ("a/:id/:id", "Duplicate variables found in endpoint path: a/:id/:id"),
    ]
  )
  func badPath(url: String, reason: String) throws {
    let catalog = try catalog([(url, #"["GET"]"#, "q")])
    #expect(catalog.inconsistencies.map(\.reason) == [reason])
    #expect(catalog.endpoints.isEmpty)
  }

  @Test(
    "An endpoint needs exactly one query or mutation",
    arguments: [
      ("s", "in endpoint e0: query with name s is a subscription"),
      (
        "two", "in endpoint e0: query with name two has 2 operations, but has to have exactly one"
      ),
      ("broken", "in endpoint e0: query with name broken is not a valid graphql query"),
      ("gone", "in endpoint e0: query with name gone does not exist in collection c"),
    ]
  )
  func badQuery(query: String, reason: String) throws {
    let catalog = try catalog([("a", #"["GET"]"#, query)])
    #expect(catalog.inconsistencies.map(\.reason) == [reason])
    #expect(catalog.endpoints.isEmpty)
  }

  @Test("Endpoints that one request fits are one conflict, through others too")
  func conflicts() throws {
    let catalog = try catalog([
      ("a", #"["GET"]"#, "q"), ("b", #"["GET", "POST"]"#, "q"), ("c", #"["POST"]"#, "q"),
      ("a/b", #"["GET"]"#, "q"), (":x", #"["GET"]"#, "q"),
    ])
    let conflict = try #require(catalog.inconsistencies.first)
    #expect(catalog.inconsistencies.count == 1)
    #expect(conflict.reason == "Ambiguous URL paths: :x, a, b")
    #expect(conflict.object == .restEndpoint("e4"))
    #expect(conflict.conflicting == [.restEndpoint("e0"), .restEndpoint("e1")])
    #expect(catalog.endpoints.count == 5)
  }

  @Test("The same path with other methods is no conflict")
  func methods() throws {
    let catalog = try catalog([("a", #"["GET"]"#, "q"), ("a", #"["POST"]"#, "q")])
    #expect(catalog.inconsistencies.isEmpty)
  }
}
