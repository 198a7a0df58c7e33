import DovetailEngine
import DovetailMetadata
import OrderedCollections
import OrderedJSON
import Testing

@Suite("The OpenAPI description of REST endpoints")
struct OpenAPITests {
  /// The description with one endpoint `e`.
  private func description(
    _ query: String,
    url: String = "e",
    method: String = "POST"
  ) async throws -> JSONValue {
    let test = try await TrackingTests.blog()
    try await test.run(
      """
      {"type": "bulk", "args": [
        {"type": "create_query_collection", "args": {"name": "c", "definition": {"queries": [
          {"name": "q", "query": \(JSONValue.string(query))}]}}},
        {"type": "create_rest_endpoint", "args": {"name": "e", "url": "\(url)",
          "methods": ["\(method)"], "comment": "About it.",
          "definition": {"query": {"collection_name": "c", "query_name": "q"}}}}]}
      """
    )
    return test.engine.openAPIDescription()
  }

  @Test("Without endpoints there are no paths")
  func empty() async throws {
    let test = try await TrackingTests.blog()
    let description = test.engine.openAPIDescription()
    #expect(description["openapi"] == "3.0.0")
    #expect(description["paths"] == nil)
    #expect(description["components"] == [:])
  }

  @Test("Variables of the path are in braces, and are parameters of the path")
  func path() async throws {
    let description = try await description(
      "query ($id: Int!) { author_by_pk(id: $id) { name } }",
      url: "author/:id",
      method: "GET"
    )
    let get = try #require(description["paths"]?["/api/rest/author/{id}"]?["get"])
    #expect(
      get["parameters"]?.arrayValue?.last == [
        "description": "_\"id\" is required as part of the path_", "in": "path", "name": "id",
        "required": true, "schema": ["type": "integer"],
      ]
    )
    #expect(get["requestBody"] == nil)
    #expect(get["description"]?.stringValue?.hasPrefix("About it.\n***\n") == true)
  }

  @Test("What does not fit into a URL makes the body required")
  func body() async throws {
    let description = try await description(
      "query ($w: author_bool_exp!) { author(where: $w) { id } }"
    )
    let post = try #require(description["paths"]?["/api/rest/e"]?["post"])
    #expect(post["parameters"]?.arrayValue?.count == 1)
    #expect(post["requestBody"]?["required"] == true)
    let schemas = try #require(description["components"]?["schemas"]?.objectValue)
    #expect(
      schemas["author_bool_exp!"]?["properties"]?["_not"] == [
        "$ref": "#/components/schemas/author_bool_exp"
      ]
    )
    #expect(
      schemas["author_bool_exp"]?["properties"]?["_and"] == [
        "items": ["$ref": "#/components/schemas/author_bool_exp!"], "type": "array",
        "nullable": true,
      ]
    )
    #expect(!schemas.values.contains(.null))
  }

  @Test("Fragments and repeated fields are described together")
  func selections() async throws {
    let description = try await description(
      """
      { author { ...f author: id } author { name } }
      fragment f on author { articles { __typename } }
      """
    )
    let data =
      description["paths"]?["/api/rest/e"]?["post"]?["responses"]?["200"]?["content"]?[
        "application/json"
      ]?["schema"]?["properties"]
    let author = try #require(data?["author"]?["items"]?["properties"]?.objectValue)
    #expect(Array(author.keys) == ["articles", "author", "name"])
    #expect(
      author["articles"]?["items"]?["properties"]?["__typename"] == [
        "title": "String", "type": "string", "nullable": false,
      ]
    )
  }

  @Test("A fragment inside itself ends the description, not the engine")
  func cycle() async throws {
    let test = try await TrackingTests.blog()
    let document = try #require(try await test.exported()["metadata"]?.objectValue)
    var changed = document
    changed["query_collections"] = [
      [
        "name": "c",
        "definition": [
          "queries": [
            [
              "name": "q",
              "query":
                "{ author { ...f } } fragment f on author { id articles { author { ...f } } }",
            ]
          ]
        ],
      ]
    ]
    changed["rest_endpoints"] = [
      [
        "name": "e", "url": "e", "methods": ["GET"],
        "definition": ["query": ["collection_name": "c", "query_name": "q"]],
      ]
    ]
    try await test.run(
      [
        "type": "replace_metadata", "version": 2,
        "args": ["allow_inconsistent_metadata": true, "metadata": .object(changed)],
      ]
    )
    #expect(test.engine.openAPIDescription()["paths"]?["/api/rest/e"]?["get"] != nil)
    #expect(try await test.inconsistent() == ["query_collections q in c"])
  }
}
