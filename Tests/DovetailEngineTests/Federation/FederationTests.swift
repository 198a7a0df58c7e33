import DovetailCatalog
import DovetailEngine
import DovetailMetadata
import OrderedCollections
import OrderedJSON
import Testing

@Suite("A subgraph of a federated graph", .serialized)
struct FederationTests {
  private static let script = """
    CREATE TABLE author (id integer PRIMARY KEY, name text NOT NULL);
    CREATE TABLE tag (article_id integer NOT NULL, label text NOT NULL, weight integer,
      PRIMARY KEY (article_id, label));
    CREATE TABLE plain (id integer PRIMARY KEY);
    INSERT INTO author VALUES (1, 'Ann'), (2, 'Bob'), (3, 'Cid');
    INSERT INTO tag VALUES (1, 'x', 5), (2, 'x', 6), (2, 'y', NULL);
    """

  /// An engine with authors and tags as entities.
  private func subgraph(
    _ database: RelayDatabase,
    name: String,
    isEnabled: Bool = true
  ) async throws -> TestEngine {
    let test = try await TestEngine(
      options: EngineOptions(catalog: CatalogOptions(isFederationSubgraph: isEnabled))
    )
    switch database {
    case .sqlite: try await test.addSQLite(script: Self.script)
    case .postgres:
      try await test.addPostgres(
        try await TestDatabase("dovetail_federation_\(name)", script: Self.script)
      )
    }
    let text = """
      {"type": "bulk", "args": [
        {"type": "P_track_table", "args": {"table": "author",
          "apollo_federation_config": {"enable": "v1"}}},
        {"type": "P_track_table", "args": {"table": "tag",
          "configuration": {"column_config": {"article_id": {"custom_name": "article"}}},
          "apollo_federation_config": {"enable": "v1"}}},
        {"type": "P_track_table", "args": {"table": "plain"}},
        {"type": "P_create_array_relationship", "args": {"table": "author", "name": "tags",
          "using": {"manual_configuration": {"remote_table": "tag",
            "column_mapping": {"id": "article_id"}}}}},
        {"type": "P_create_select_permission", "args": {"table": "author", "role": "user",
          "permission": {"columns": ["id", "name"], "filter": {"id": {"_lte": "X-Hasura-Most"}}}}},
        {"type": "P_create_select_permission", "args": {"table": "tag", "role": "user",
          "permission": {"columns": ["label"], "filter": {}}}}]}
      """
    try await test.run(text.split(separator: "P_").joined(separator: database.prefix + "_"))
    return test
  }

  private let entities = """
    query ($of: [_Any!]!) { _entities(representations: $of) { __typename
      ... on author { name tags(order_by: {label: asc}) { label } } ...weighed } }
    fragment weighed on tag { key: label weight }
    """

  @Test("Entities keep their order, of whatever type they are", arguments: RelayDatabase.allCases)
  func order(_ database: RelayDatabase) async throws {
    let test = try await subgraph(database, name: "order")
    let data = try await test.query(
      entities,
      variables: [
        "of": [
          ["__typename": "tag", "article": 2, "label": "x"],
          ["__typename": "author", "id": 2, "unused": ["id": 5]],
          ["__typename": "author", "id": 9],
          ["__typename": "author", "id": 1],
          ["__typename": "tag", "label": "y", "article": 2],
          ["__typename": "author", "id": 2],
          ["__typename": "author", "id": nil],
        ]
      ]
    )
    let bob: JSONValue = [
      "__typename": "author", "name": "Bob", "tags": [["label": "x"], ["label": "y"]],
    ]
    #expect(
      data["_entities"] == [
        ["__typename": "tag", "key": "x", "weight": 6],
        bob,
        nil,
        ["__typename": "author", "name": "Ann", "tags": [["label": "x"]]],
        ["__typename": "tag", "key": "y", "weight": nil],
        bob,
        nil,
      ]
    )
  }

  @Test("Representations may be written in the document, and there may be none")
  func literals() async throws {
    let test = try await subgraph(.sqlite, name: "literals")
    for id in [3, 1] {
      let data = try await test.query(
        """
        query ($id: Int) { all: _entities(representations: [{__typename: "author", id: $id}]) {
            ... on author { id } }
          none: _entities(representations: []) { __typename } }
        """,
        variables: ["id": .int(id)]
      )
      #expect(data["all"] == [["id": .int(id)]])
      #expect(data["none"] == [])
    }
  }

  @Test("A representation in a variable is that of the request, not of one before")
  func variableItems() async throws {
    let test = try await subgraph(.sqlite, name: "variables")
    for id in [3, 1] {
      let data = try await test.query(
        "query ($of: _Any!) { _entities(representations: [$of]) { ... on author { id } } }",
        variables: ["of": ["__typename": "author", "id": .int(id)]]
      )
      #expect(data["_entities"] == [["id": .int(id)]])
    }
  }

  @Test("A table that a role may not ask for at the root is no entity for it")
  func rootFields() async throws {
    let test = try await subgraph(.sqlite, name: "roots")
    try await test.run(
      """
      {"type": "sqlite_create_select_permission", "args": {"table": "author", "role": "guest",
        "permission": {"columns": "*", "filter": {}, "query_root_fields": []}}}
      """
    )
    let error = await test.failure(
      #"{ _entities(representations: [{__typename: "author", id: 1}]) { __typename } }"#,
      session: Session(role: "guest")
    )
    #expect(error?.message == "cannot find entity author in _Entity type")
  }

  @Test("A role gets the rows that it may see; without its key, a type is no entity")
  func permissions() async throws {
    let test = try await subgraph(.sqlite, name: "permissions")
    let user = Session(role: "user", variables: ["x-hasura-most": "1"])
    let data = try await test.query(
      #"""
      { _entities(representations: [{__typename: "author", id: 2}, {__typename: "author", id: 1}]) {
        ... on author { name tags { label } } } }
      """#,
      session: user
    )
    #expect(data["_entities"] == [nil, ["name": "Ann", "tags": [["label": "x"]]]])
    let hidden = await test.failure(
      #"{ _entities(representations: [{__typename: "tag", article: 1, label: "x"}]) { __typename } }"#,
      session: user
    )
    #expect(hidden?.message == "cannot find entity tag in _Entity type")
    #expect(
      await test.failure(
        "{ _entities(representations: []) { __typename } }",
        session: .init(role: "x")
      )?
      .message == "field '_entities' not found in type: 'query_root'"
    )
    let missing = await test.failure(
      #"{ _entities(representations: [{__typename: "author", id: 1}]) { __typename } }"#,
      session: Session(role: "user")
    )
    #expect(missing?.message == #"missing session variable: "x-hasura-most""#)
  }

  @Test(
    "Representations that are none are refused",
    arguments: [
      (#"[{id: 1}]"#, "__typename", "cannot find __typename in _Any type"),
      (
        #"[{__typename: "author", id: 1}, {__typename: "author"}]"#, "__typename",
        "cannot find id in _Any type"
      ),
      (#"{__typename: "tag", label: "x"}"#, "__typename", "cannot find article in _Any type"),
      (
        #"[{__typename: "plain", id: 1}]"#, "__typename",
        "cannot find entity plain in _Entity type"
      ),
      ("[1]", "__typename", "expected an object for type '_Any', but found an integer"),
      ("[]", "name", "field 'name' not found in type: '_Entity'"),
      ("[]", "... on tag { nothing }", "field 'nothing' not found in type: 'tag'"),
    ]
  )
  func refused(representations: String, selection: String, message: String) async throws {
    let test = try await subgraph(.sqlite, name: "refused")
    let error = await test.failure(
      "{ _entities(representations: \(representations)) { \(selection) } }"
    )
    #expect(error?.message == message)
    #expect(error?.code == "validation-failed")
    #expect(error?.path.hasPrefix("$.selectionSet._entities") ?? false)
  }

  @Test("Entities have data of other sources")
  func acrossSources() async throws {
    let test = try await subgraph(.sqlite, name: "across")
    try await test.addSQLite(
      "shop",
      script: "CREATE TABLE sale (id INTEGER PRIMARY KEY, author_id INTEGER, price INTEGER);"
        + "INSERT INTO sale VALUES (1, 1, 10), (2, 2, 20)"
    )
    try await test.run(
      """
      {"type": "bulk", "args": [
        {"type": "sqlite_track_table", "args": {"source": "shop", "table": "sale"}},
        {"type": "sqlite_create_remote_relationship", "args": {"table": "author", "name": "sales",
          "definition": {"to_source": {"source": "shop", "table": "sale",
            "relationship_type": "array", "field_mapping": {"id": "author_id"}}}}}]}
      """
    )
    let data = try await test.query(
      #"""
      { _entities(representations: [{__typename: "author", id: 2}, {__typename: "author", id: 1}]) {
        ... on author { sales { price } name } } }
      """#
    )
    #expect(
      data["_entities"] == [
        ["sales": [["price": 20]], "name": "Bob"], ["sales": [["price": 10]], "name": "Ann"],
      ]
    )
  }

  @Test("The schema as text has the keys of entities, and nothing of federation's own")
  func sdl() async throws {
    let test = try await subgraph(.sqlite, name: "sdl")
    let data = try await test.query("{ _service { __typename text: sdl } }")
    let sdl = try #require(data["_service"]?["text"]?.stringValue)
    #expect(data["_service"]?["__typename"] == "_Service")
    #expect(sdl.contains(#"type author @key(fields: "id") {"#))
    #expect(sdl.contains(#"type tag @key(fields: "article label") {"#))
    #expect(sdl.contains("type plain {"))
    #expect(sdl.contains("query: query_root"))
    #expect(sdl.contains("mutation: mutation_root"))
    for name in ["_Any", "_Entity", "_Service", "_entities", "_service", "__schema", "directive"] {
      #expect(!sdl.contains(name), "\(name)")
    }
    let user = try await test.query("{ _service { sdl } }", session: Session(role: "user"))
    let userSDL = try #require(user["_service"]?["sdl"]?.stringValue)
    #expect(userSDL.contains(#"type author @key(fields: "id") {"#))
    #expect(userSDL.contains("type tag {"))
    #expect(!userSDL.contains("plain"))
    #expect(!userSDL.contains("mutation"))
  }

  @Test("Tables become entities and cease to be ones; without the option nothing of it is there")
  func configuration() async throws {
    let test = try await subgraph(.sqlite, name: "configuration")
    func set(_ table: String, _ config: String) async throws {
      try await test.run(
        """
        {"type": "sqlite_set_apollo_federation_config", "args": {"table": "\(table)",
          "apollo_federation_config": \(config)}}
        """
      )
    }
    func types() async throws -> [String]? {
      let data = try await test.query("{ __type(name: \"_Entity\") { possibleTypes { name } } }")
      return data["__type"]?["possibleTypes"]?.arrayValue?.compactMap { $0["name"]?.stringValue }
    }
    #expect(try await types() == ["author", "tag"])
    try await set("plain", #"{"enable": "v1"}"#)
    try await set("tag", "null")
    #expect(try await types() == ["author", "plain"])
    try await set("plain", "null")
    try await set("author", "null")
    #expect(try await types() == nil)
    #expect(
      await test.failure("{ _entities(representations: []) { __typename } }")?.message
        == "field '_entities' not found in type: 'query_root'"
    )
    #expect(try await test.query("{ _service { sdl } }")["_service"]?["sdl"] != nil)

    let plain = try await subgraph(.sqlite, name: "off", isEnabled: false)
    #expect(
      await plain.failure("{ _service { sdl } }")?.message
        == "field '_service' not found in type: 'query_root'"
    )
  }

  @Test("Entities are explained by the lookups of their types")
  func explain() async throws {
    let test = try await subgraph(.sqlite, name: "explain")
    let body: JSONValue = [
      "query": [
        "query": .string(entities), "variables": ["of": [["__typename": "author", "id": 1]]],
      ]
    ]
    let fields = try await test.engine.explanation(of: body).arrayValue
    #expect(fields?.first?["field"] == "_entities")
    #expect(fields?.first?["joins"]?.arrayValue?.count == 1)
    #expect(fields?.first?["joins"]?.arrayValue?.first?["source"] == "default")
  }
}
