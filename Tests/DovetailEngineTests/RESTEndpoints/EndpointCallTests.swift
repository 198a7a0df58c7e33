import DovetailEngine
import DovetailMetadata
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Calls of REST endpoints")
struct EndpointCallTests {
  private let test: TestEngine

  init() async throws {
    test = try await TrackingTests.blog()
    try await test.run(
      """
      {"type": "bulk", "args": [
        {"type": "sqlite_create_select_permission", "args": {"table": "author", "role": "user",
          "permission": {"columns": ["id", "name"], "filter": {"id": 1}}}},
        {"type": "create_query_collection", "args": {"name": "c", "definition": {"queries": [
          {"name": "all", "query": "{ author(order_by: {id: asc}) { id } }"},
          {"name": "one", "query": "query ($id: Int!) { author_by_pk(id: $id) { name } }"},
          {"name": "some", "query":
            "query ($ids: [Int!], $names: Boolean = false) { author(where: {id: {_in: $ids}}) { id name @include(if: $names) } }"}]}}},
        {"type": "create_rest_endpoint", "args": {"name": "all", "url": "authors",
          "methods": ["GET"], "definition": {"query": {"collection_name": "c",
          "query_name": "all"}}}},
        {"type": "create_rest_endpoint", "args": {"name": "one", "url": "author/:id",
          "methods": ["GET", "POST"], "definition": {"query": {"collection_name": "c",
          "query_name": "one"}}}},
        {"type": "create_rest_endpoint", "args": {"name": "some", "url": "some",
          "methods": ["POST"], "definition": {"query": {"collection_name": "c",
          "query_name": "some"}}}}]}
      """
    )
  }

  private func call(
    _ method: String,
    _ path: [String],
    parameters: [(name: String, value: String?)] = [],
    body: JSONObject = [:],
    role: RoleName = .admin
  ) async throws -> JSONValue {
    let response = try await test.engine.call(
      EndpointCall(
        method: method,
        path: path,
        parameters: parameters,
        body: body,
        session: Session(role: role)
      )
    )
    return try JSONValue(parsing: try #require(response.data))
  }

  private func failure(
    _ method: String,
    _ path: [String],
    parameters: [(name: String, value: String?)] = [],
    body: JSONObject = [:],
    role: RoleName = .admin
  ) async throws -> String {
    do {
      return "no error but "
        + (try await call(method, path, parameters: parameters, body: body, role: role)).description
    } catch let error as EngineError {
      return "\(error.status) \(error.code): \(error.message)"
    }
  }

  @Test("The answer is what data holds, as the role sees it")
  func bareData() async throws {
    #expect(try await call("GET", ["authors"]) == ["author": [["id": 1], ["id": 2]]])
    #expect(try await call("GET", ["authors"], role: "user") == ["author": [["id": 1]]])
  }

  @Test("Variables come from path, parameters and body, the later ones winning")
  func variables() async throws {
    #expect(try await call("GET", ["author", "2"]) == ["author_by_pk": ["name": "Bob"]])
    #expect(
      try await call("POST", ["author", "2"], body: ["id": 1]) == ["author_by_pk": ["name": "Ann"]]
    )
    #expect(
      try await call("POST", ["some"], parameters: [("names", nil)], body: ["ids": [2]])
        == ["author": [["id": 2, "name": "Bob"]]]
    )
  }

  @Test("Empty text is null where null is allowed, and defaults hold for what is absent")
  func defaults() async throws {
    #expect(try await call("POST", ["some"], body: ["ids": [1]]) == ["author": [["id": 1]]])
  }

  @Test("What no endpoint answers is refused")
  func refused() async throws {
    #expect(try await failure("GET", ["nothing"]) == "404 not-found: Endpoint not found")
    #expect(try await failure("GET", ["authors", ""]) == "404 not-found: Endpoint not found")
    #expect(
      try await failure("PUT", ["author", "1"])
        == "405 method-not-allowed: Allowed methods: GET,POST"
    )
  }

  @Test("Values that do not fit are refused")
  func badValues() async throws {
    #expect(
      try await failure("GET", ["author", "x"])
        == "400 bad-request: Expected a value of type Int for variable id"
    )
    #expect(
      try await failure("GET", ["authors"], parameters: [("odd", "1")])
        == "400 bad-request: Unexpected variable odd"
    )
    #expect(
      try await failure("POST", ["some"], body: ["odd": 1])
        == "400 bad-request: Unexpected variable odd"
    )
    #expect(
      try await failure("POST", ["some"], parameters: [("ids", "1")]).hasPrefix(
        "400 bad-request: List variables are not currently supported in URL or Query parameters"
      )
    )
  }

  @Test("Errors of the operation are the answer")
  func operationError() async throws {
    #expect(
      try await failure("GET", ["authors"], role: "stranger")
        == "400 validation-failed: field 'author' not found in type: 'query_root'"
    )
  }

  @Test("A request that fits two endpoints is refused, others reach them")
  func ambiguous() async throws {
    let exported = try await test.exported()
    var document = try #require(exported["metadata"]?.objectValue)
    var endpoints = try #require(document["rest_endpoints"]?.arrayValue)
    endpoints.append(
      [
        "name": "more", "url": ":any", "methods": ["GET"],
        "definition": ["query": ["collection_name": "c", "query_name": "all"]],
      ]
    )
    document["rest_endpoints"] = .array(endpoints)
    try await test.run(
      [
        "type": "replace_metadata", "version": 2,
        "args": ["allow_inconsistent_metadata": true, "metadata": .object(document)],
      ]
    )
    #expect(
      try await failure("GET", ["authors"]) == "500 unexpected: Multiple endpoints match request"
    )
    #expect(try await failure("GET", ["other"]) == "400 bad-request: Unexpected variable any")
    #expect(try await call("GET", ["author", "2"]) == ["author_by_pk": ["name": "Bob"]])
    try await test.run(#"{"type": "drop_inconsistent_metadata", "args": {}}"#)
    #expect(try await failure("GET", ["authors"]) == "404 not-found: Endpoint not found")
    #expect(try await test.inconsistent().isEmpty)
  }
}
