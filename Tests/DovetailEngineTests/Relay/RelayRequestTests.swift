import DovetailEngine
import DovetailMetadata
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Requests to the schema for Relay", .serialized)
struct RelayRequestTests {
  @Test("Ids of rows lead back to the rows", arguments: RelayDatabase.allCases)
  func nodes(_ database: RelayDatabase) async throws {
    let fixture = try await RelayFixture(database, name: "nodes")
    let data = try await fixture.query(
      "{ tag_connection { edges { node { __typename id label article_id } } } }"
    )
    let rows = try #require(data["tag_connection"]?["edges"]?.arrayValue).compactMap { $0["node"] }
    #expect(rows.count == 3)
    #expect(rows.first?["id"] == .string(fixture.id("tag", #"1, "x""#)))
    for row in rows {
      let node = try await fixture.query(
        """
        query ($id: ID!) { node(id: $id) { __typename id ... on tag { label article_id }
          ... on author { name } } }
        """,
        variables: ["id": try #require(row["id"])]
      )
      #expect(node["node"] == row)
    }
  }

  @Test("A table that a role may not ask for at the root has no nodes for it, and explain agrees")
  func nodesWithoutRootFields() async throws {
    let fixture = try await RelayFixture(.sqlite, name: "roots")
    try await fixture.test.run(
      """
      {"type": "sqlite_create_select_permission", "args": {"table": "author", "role": "guest",
        "permission": {"columns": "*", "filter": {}, "query_root_fields": []}}}
      """
    )
    let text = "{ node(id: \"\(fixture.id("author", "1"))\") { id } }"
    let error = await fixture.failure(text, session: Session(role: "guest"))
    #expect(error?.message == "invalid node id: there is no such table")
    let request = GraphQLOperationRequest(text: text, schema: .relay, session: .admin)
    for mode in [ExplainMode.plan, .analyze] {
      let explained = await fixture.test.engine.execute(request, explaining: mode)
      #expect(explained.errors.isEmpty)
      #expect(explained.explanation?["fetches"]?.arrayValue?.count == 1)
    }
  }

  @Test("A node shows what the role may see", arguments: RelayDatabase.allCases)
  func nodePermissions(_ database: RelayDatabase) async throws {
    let fixture = try await RelayFixture(database, name: "permissions")
    let user = Session(role: "user", variables: ["x-hasura-most": "2"])
    func node(_ key: String) async throws -> JSONValue? {
      try await fixture.query(
        """
        { node(id: "\(fixture.id("author", key))") { ...named ... on Node { id }
            ... on author { articles { title } } } }
        fragment named on author { name }
        """,
        session: user
      )["node"]
    }
    #expect(
      try await node("2") == [
        "name": "Bob", "id": .string(fixture.id("author", "2")), "articles": [["title": "a"]],
      ]
    )
    #expect(try await node("3") == .null)
    #expect(try await node("99") == .null)
    let hidden = await fixture.failure(
      "{ node(id: \"\(fixture.id("tag", #"1, "x""#))\") { id } }",
      session: user
    )
    #expect(hidden?.message == "invalid node id: there is no such table")
    let unseen = await fixture.failure(
      "{ node(id: \"\(fixture.id("author", "1"))\") { ... on author { rating } } }",
      session: user
    )
    #expect(unseen?.message == "field 'rating' not found in type: 'author'")
  }

  @Test(
    "Ids that are none are refused",
    arguments: [
      "?", "", base64("{}"), base64("[]"), base64("[1]"), base64("[3, null, \"author\", 1]"),
      base64("[1, null, \"author\"]"), base64("[1, null, \"author\", 1, 2]"),
      base64("[1, null, \"author\", null]"), base64("[1, null, \"nothing\", 1]"),
      base64("[1, null, \"note\", 1]"), base64("[2, \"other\", null, \"author\", 1]"),
      base64("[2, null, \"author\", 1]"),
    ]
  )
  func badIDs(id: String) async throws {
    let fixture = try await RelayFixture(.sqlite, name: "ids")
    let error = await fixture.failure("{ node(id: \"\(id)\") { id } }")
    #expect(error?.message.hasPrefix("invalid node id: ") ?? false)
    #expect(error?.code == "validation-failed")
    #expect(error?.path == "$.selectionSet.node.args.id")
  }

  @Test(
    "Selections on all types of node must be valid, those on the interface have only its fields"
  )
  func nodeSelections() async throws {
    let fixture = try await RelayFixture(.sqlite, name: "selections")
    let id = fixture.id("author", "1")
    for (selection, message) in [
      ("name", "field 'name' not found in type: 'Node'"),
      ("... on Node { name }", "field 'name' not found in type: 'Node'"),
      ("id ... on article { nothing }", "field 'nothing' not found in type: 'article'"),
    ] {
      let error = await fixture.failure("{ node(id: \"\(id)\") { \(selection) } }")
      #expect(error?.message == message)
    }
    let empty = try await fixture.query("{ node(id: \"\(id)\") { ... on article { title } } }")
    #expect(empty["node"] == .object([:]))
  }

  @Test("Where a name is tracked in several sources, ids name the source")
  func severalSources() async throws {
    let fixture = try await RelayFixture(.sqlite, name: "sources")
    try await fixture.test.addSQLite(
      "second",
      script: "CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO author "
        + "VALUES (1, 'Zoe')"
    )
    try await fixture.test.run(
      """
      {"type": "sqlite_track_table", "args": {"source": "second", "table": "author",
        "configuration": {"custom_name": "writer"}}}
      """
    )
    let data = try await fixture.query(
      """
      { author_connection(first: 1) { edges { node { id name } } }
        writer_connection { edges { node { id name } } } }
      """
    )
    let author = try #require(data["author_connection"]?["edges"]?.arrayValue?.first?["node"])
    let writer = try #require(data["writer_connection"]?["edges"]?.arrayValue?.first?["node"])
    #expect(author["id"] == .string(fixture.id("author", "1")))
    #expect(writer["id"] == .string(base64(#"[2, "second", null, "author", 1]"#)))
    let node = try await fixture.query(
      "query ($id: ID!) { node(id: $id) { ... on writer { name } } }",
      variables: ["id": try #require(writer["id"])]
    )
    #expect(node["node"] == ["name": "Zoe"])
  }

  @Test(
    "Relationships are connections, lists and objects, however deep",
    arguments: RelayDatabase.allCases
  )
  func relationships(_ database: RelayDatabase) async throws {
    let fixture = try await RelayFixture(database, name: "relationships")
    let data = try await fixture.query(
      """
      { author_connection(first: 2) { __typename edges { __typename node { name
          articles_connection(last: 1, where: {published: {_eq: true}}) {
            pageInfo { __typename hasPreviousPage }
            edges { node { title author { id name } tags { label }
              tags_connection(first: 1) { edges { cursor node { label article_id } } } } } }
          articles_aggregate { aggregate { count } } } } } }
      """
    )
    let edges = try #require(data["author_connection"]?["edges"]?.arrayValue)
    #expect(data["author_connection"]?["__typename"] == "authorConnection")
    #expect(edges.first?["__typename"] == "authorEdge")
    #expect(
      edges.last?["node"] == [
        "name": "Bob",
        "articles_connection": [
          "pageInfo": ["__typename": "PageInfo", "hasPreviousPage": false],
          "edges": [
            [
              "node": [
                "title": "a", "author": ["id": .string(fixture.id("author", "2")), "name": "Bob"],
                "tags": [["label": "x"]],
                "tags_connection": [
                  "edges": [
                    [
                      "cursor": edges.last?["node"]?["articles_connection"]?["edges"]?.arrayValue?
                        .first?["node"]?["tags_connection"]?["edges"]?.arrayValue?
                        .first?["cursor"] ?? .null,
                      "node": ["label": "x", "article_id": 4],
                    ]
                  ]
                ],
              ]
            ]
          ],
        ],
        "articles_aggregate": ["aggregate": ["count": 2]],
      ]
    )
    let first = edges.first?["node"]?["articles_connection"]
    #expect(first?["pageInfo"]?["hasPreviousPage"] == true)
    #expect(first?["edges"]?.arrayValue?.first?["node"]?["title"] == "a")
  }

  @Test("Mutations give rows with global ids", arguments: RelayDatabase.allCases)
  func mutations(_ database: RelayDatabase) async throws {
    let fixture = try await RelayFixture(database, name: "mutations")
    let data = try await fixture.query(
      """
      mutation { insert_author_one(object: {id: 9, name: "Flo"}) { id name }
        update_author(where: {id: {_eq: 9}}, _set: {name: "Fay"}) { affected_rows
          returning { id name articles_connection { edges { cursor } } } } }
      """
    )
    let id = JSONValue.string(fixture.id("author", "9"))
    #expect(data["insert_author_one"] == ["id": id, "name": "Flo"])
    #expect(
      data["update_author"] == [
        "affected_rows": 1,
        "returning": [["id": id, "name": "Fay", "articles_connection": ["edges": []]]],
      ]
    )
  }

  @Test("Relationships to tables of other sources work in both directions")
  func acrossSources() async throws {
    let fixture = try await RelayFixture(.sqlite, name: "across")
    try await fixture.test.addSQLite(
      "shop",
      script: "CREATE TABLE sale (id INTEGER PRIMARY KEY, author_id INTEGER, price INTEGER);"
        + "INSERT INTO sale VALUES (1, 1, 10), (2, 1, 20), (3, 2, 5)"
    )
    try await fixture.test.run(
      """
      {"type": "bulk", "args": [
        {"type": "sqlite_track_table", "args": {"source": "shop", "table": "sale"}},
        {"type": "sqlite_create_remote_relationship", "args": {"table": "author", "name": "sales",
          "definition": {"to_source": {"source": "shop", "table": "sale",
            "relationship_type": "array", "field_mapping": {"id": "author_id"}}}}},
        {"type": "sqlite_create_remote_relationship", "args": {"source": "shop", "table": "sale",
          "name": "author", "definition": {"to_source": {"source": "default", "table": "author",
            "relationship_type": "object", "field_mapping": {"author_id": "id"}}}}}]}
      """
    )
    let data = try await fixture.query(
      """
      { author_connection(first: 2, where: {sales: {price: {_gt: 1}}}) { edges { cursor node { name
          sales(order_by: {price: desc}) { id price author { id } } } } } }
      """
    )
    let nodes = data["author_connection"]?["edges"]?.arrayValue?.compactMap { $0["node"] }
    let ann = JSONValue.string(fixture.id("author", "1"))
    #expect(
      nodes?.first == [
        "name": "Ann",
        "sales": [
          [
            "id": .string(fixture.id("sale", "2")), "price": 20,
            "author": ["id": ann],
          ],
          ["id": .string(fixture.id("sale", "1")), "price": 10, "author": ["id": ann]],
        ],
      ]
    )
    let error = await fixture.failure(
      "{ sale_connection(order_by: {author: {name: asc}}) { edges { cursor } } }"
    )
    #expect(error?.code == "not-supported")
    #expect(error?.path == "$.selectionSet.sale_connection.args.order_by")
  }

  @Test("The schemas don't know each other's root fields")
  func rootFields() async throws {
    let fixture = try await RelayFixture(.sqlite, name: "roots")
    let data = try await fixture.query("{ __schema { queryType { fields { name } } } }")
    let names = data["__schema"]?["queryType"]?["fields"]?.arrayValue?.compactMap {
      $0["name"]?.stringValue
    }
    #expect(names == ["article_connection", "author_connection", "node", "tag_connection"])
    #expect(
      await fixture.failure("{ author { name } }")?.message
        == "field 'author' not found in type: 'query_root'"
    )
    #expect(
      await fixture.test.failure("{ author_connection { edges { cursor } } }")?.message
        == "field 'author_connection' not found in type: 'query_root'"
    )
    #expect(
      await fixture.failure("{ no_queries_available }", session: Session(role: "nobody")) == nil
    )
    #expect(
      await fixture.failure("{ node(id: \"\") { id } }", session: Session(role: "nobody"))?.message
        == "field 'node' not found in type: 'query_root'"
    )
  }

  @Test("A connection is explained by its statement", arguments: RelayDatabase.allCases)
  func explain(_ database: RelayDatabase) async throws {
    let fixture = try await RelayFixture(database, name: "explain")
    func body(isRelay: Bool) -> JSONValue {
      [
        "query": ["query": "{ author_connection { edges { cursor } } }"],
        "is_relay": .bool(isRelay),
      ]
    }
    let fields = try await fixture.test.engine.explanation(of: body(isRelay: true)).arrayValue
    #expect(fields?.first?["field"] == "author_connection")
    #expect(fields?.first?["sql"]?.stringValue?.contains("row_number()") ?? false)
    #expect(fields?.first?["plan"]?.arrayValue?.isEmpty == false)
    await #expect(throws: EngineError.self) {
      try await fixture.test.engine.explanation(of: body(isRelay: false))
    }
  }
}
