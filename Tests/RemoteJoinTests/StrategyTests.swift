import DovetailDemo
import DovetailEngine
import DovetailMetadata
import OrderedCollections
import OrderedJSON
import Testing

@Suite("How keys are looked up")
struct StrategyTests {
  private func parents(_ count: Int) -> String {
    """
    CREATE TABLE parent (id INTEGER PRIMARY KEY);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(count))
    INSERT INTO parent SELECT i FROM n;
    """
  }

  private func target(
    _ field: String,
    _ arguments: String,
    _ more: String = "",
    of schema: String = "people"
  ) -> String {
    """
    {"to_remote_schema": {"remote_schema": "\(schema)", "lhs_fields": ["id"],
      "remote_field": {"\(field)": {"arguments": \(arguments)}}\(more)}}
    """
  }

  @Test("Requests are counted by the service", arguments: [1, 10, 1_000, 20_000])
  func counts(keys: Int) async throws {
    let people = try People.service()
    let articles = try Articles.service()
    try await JoinEngine.run(["people": people, "articles": articles]) { test in
      try await test.addDatabase(parents(keys), tables: ["parent"])
      let batch = #", "batch": {"argument": "ids", "key": "id"}"#
      let order = #", "batch": {"argument": "ids"}"#
      let inner = #", "batch": {"argument": "filter.ids", "key": "id"}"#
      let cases: [(name: String, definition: String, strategy: String, chunk: Int)] = [
        ("aliased", target("person", #"{"id": "$id"}"#), "aliases", 500),
        ("batched", target("people", "{}", batch), "batch", 5_000),
        ("ordered", target("inOrder", #"{"ids": ["$id"]}"#, order), "batch", 5_000),
        (
          "nested",
          """
          {"to_remote_schema": {"remote_schema": "people", "lhs_fields": ["id"], "remote_field":
            {"directory": {"arguments": {}, "field": {"byIds": {"arguments": {}}}}}\(inner)}}
          """, "batch", 5_000
        ),
        ("byKey", target("author_by_pk", #"{"id": "$id"}"#, of: "articles"), "batch", 5_000),
      ]
      for (name, definition, strategy, chunk) in cases {
        try await test.relate("parent", name, definition)
        let join = try await test.joins(of: "{ parent { \(name) { name } } }").first
        #expect(join?["strategy"] == .string(strategy), "\(name)")
        #expect(join?["max_keys"] == .int(chunk), "\(name)")
        people.forget()
        articles.forget()
        let data = try await test.query(
          "{ parent(order_by: {id: asc}) { id \(name) { name } } }"
        )
        let rows = data["parent"]?.arrayValue ?? []
        #expect(rows.count == keys)
        let isRight = rows.allSatisfy { row in
          let id = row["id"]?.intValue ?? 0
          let letter = name == "byKey" ? "w" : "p"
          return row[name]?["name"] == .string("\(letter)\(id)")
        }
        #expect(isRight, "\(name)")
        let requests = people.requests + articles.requests
        #expect(requests.count == (keys + chunk - 1) / chunk, "\(name)")
        // What is under way is bounded, and so is each request.
        #expect(max(people.peak, articles.peak) <= 16)
        #expect(requests.allSatisfy { $0.byteCount < 1 << 20 })
      }
    }
  }

  @Test("Entities are asked for in few requests", arguments: [1, 10, 1_000, 20_000])
  func entityCounts(keys: Int) async throws {
    let catalog = try Products.service()
    try await JoinEngine.run(["catalog": catalog]) { test in
      try await test.addDatabase(parents(keys), tables: ["parent"])
      let representation = #"{"representations": [{"__typename": "Product", "upc": "$id"}]}"#
      for (name, field, arguments) in [
        ("inferred", "product", #"{"upc": "$id"}"#), ("declared", "_entities", representation),
      ] {
        try await test.relate("parent", name, target(field, arguments, of: "catalog"))
        let join = try await test.joins(of: "{ parent { \(name) { name } } }").first
        #expect(join?["strategy"] == "entities", "\(name)")
        #expect(join?["max_keys"] == 5_000, "\(name)")
        catalog.forget()
        let data = try await test.query("{ parent(order_by: {id: asc}) { id \(name) { name } } }")
        let rows = data["parent"]?.arrayValue ?? []
        #expect(rows.count == keys)
        let isRight = rows.allSatisfy { row in
          row[name]?["name"] == .string("n\(row["id"]?.intValue ?? 0)")
        }
        #expect(isRight, "\(name)")
        #expect(catalog.requests.count == (keys + 4_999) / 5_000, "\(name)")
        #expect(catalog.requests.allSatisfy { $0.query.contains("_entities(") })
        #expect(catalog.requests.allSatisfy { $0.byteCount < 1 << 20 })
        #expect(catalog.peak <= 16)
      }
    }
  }

  @Test("Rows of another source take a statement for many keys", arguments: [1, 10, 1_000, 20_000])
  func rowCounts(keys: Int) async throws {
    try await JoinEngine.run([:]) { test in
      try await test.addDatabase(parents(keys), tables: ["parent"])
      try await test.addDatabase(
        parents(keys)
          + """
          CREATE TABLE child (id INTEGER PRIMARY KEY, double INTEGER);
          INSERT INTO child SELECT id, id * 2 FROM parent;
          """,
        named: "other",
        tables: ["child"]
      )
      try await test.relate(
        "parent",
        "child",
        """
        {"to_source": {"source": "other", "table": "child", "relationship_type": "object",
          "field_mapping": {"id": "id"}}}
        """
      )
      let response = await test.engine.execute(
        GraphQLOperationRequest(
          text: "{ parent(order_by: {id: asc}) { id child { double } } }",
          session: .admin
        ),
        explaining: .analyze
      )
      let data = try JSONValue(parsing: try #require(response.data))
      let rows = data["parent"]?.arrayValue ?? []
      #expect(rows.count == keys)
      let isRight = rows.allSatisfy { row in
        row["child"]?["double"] == .int((row["id"]?.intValue ?? 0) * 2)
      }
      #expect(isRight)
      let fetch = response.explanation?["fetches"]?.arrayValue?.first
      #expect(fetch?["calls"]?.arrayValue?.count == 1)
      let join = fetch?["joins"]?.arrayValue?.first
      #expect(join?["strategy"] == "rows")
      let calls = join?["calls"]?.arrayValue ?? []
      let chunk = try #require(join?["max_keys"]?.intValue)
      #expect(chunk >= 2_000)
      #expect(calls.count == (keys + chunk - 1) / chunk)
      #expect(calls.compactMap { $0["keys"]?.intValue }.reduce(0, +) == keys)
    }
  }

  @Test("A request of aliases grows by the key, not by what is selected")
  func bytes() async throws {
    let people = try People.service()
    try await JoinEngine.run(["people": people]) { test in
      try await test.addDatabase(parents(400), tables: ["parent"])
      try await test.relate("parent", "person", target("person", #"{"id": "$id"}"#))
      let small = "{ id }"
      let large = "{ id name mood boss { id name mood boss { id name mood } } friends { id name } }"
      var growth: [Int] = []
      for selection in [small, large] {
        var lengths: [Int] = []
        for limit in [100, 400] {
          people.forget()
          _ = try await test.query("{ parent(limit: \(limit)) { person \(selection) } }")
          lengths.append(people.requests.first?.byteCount ?? 0)
        }
        growth.append(lengths[1] - lengths[0])
      }
      #expect(growth[0] == growth[1])
    }
  }

  @Test("Lists that take conditions are asked for many keys at once, and grouped")
  func inferredLists() async throws {
    let articles = try Articles.service()
    try await JoinEngine.run(["articles": articles]) { test in
      try await test.addDatabase(parents(50), tables: ["parent"])
      try await test.relate(
        "parent",
        "articles",
        target("article", #"{"where": {"author_id": {"_eq": "$id"}}}"#, of: "articles")
      )
      let data = try await test.query(
        "{ parent(order_by: {id: asc}, limit: 3) { articles(order_by: [\"id\"]) { title } } }"
      )
      #expect(
        data["parent"] == [
          ["articles": [["title": "a1.0"]]],
          ["articles": [["title": "a2.0"], ["title": "a2.1"]]], ["articles": []],
        ]
      )
      #expect(articles.requests.count == 1)
      #expect(articles.requests.first?.query.contains("{_in:$keys}") == true)
      // A limit is each parent's own.
      articles.forget()
      let limited = try await test.query(
        "{ parent(order_by: {id: asc}, limit: 2) { articles(limit: 1) { title } } }"
      )
      #expect(
        limited["parent"] == [
          ["articles": [["title": "a1.0"]]], ["articles": [["title": "a2.0"]]],
        ]
      )
      #expect(articles.requests.first?.query.contains("_in") == false)
      let join = try await test.joins(of: "{ parent { articles(limit: 1) { title } } }").first
      #expect(join?["strategy"] == "aliases")
      #expect(
        join?["reason"] == #"the argument "limit" holds for each key by itself"#
      )
    }
  }

  @Test("What a limit of the service keeps back from a batch is asked for again")
  func limits() async throws {
    let articles = try Articles.service(limit: 5)
    try await JoinEngine.run(["articles": articles]) { test in
      try await test.addDatabase(parents(20), tables: ["parent"])
      try await test.relate(
        "parent",
        "articles",
        target("article", #"{"where": {"author_id": {"_eq": "$id"}}}"#, of: "articles")
      )
      try await test.relate(
        "parent",
        "author",
        target("author_by_pk", #"{"id": "$id"}"#, of: "articles")
      )
      let data = try await test.query(
        "{ parent(order_by: {id: asc}) { id articles { title } author { name } } }"
      )
      for row in data["parent"]?.arrayValue ?? [] {
        let id = row["id"]?.intValue ?? 0
        #expect(row["articles"]?.arrayValue?.count == id % 3)
        #expect(row["author"]?["name"] == .string("w\(id)"))
      }
      #expect(articles.requests.count == 4)
    }
  }

  @Test("Chunks are as long as metadata says, of the relationship or else of the remote schema")
  func chunks() async throws {
    let people = try People.service()
    let settings: JSONValue = ["max_keys": 30, "concurrency": 2]
    try await JoinEngine.run(["people": people], settings: ["people": settings]) { test in
      try await test.addDatabase(parents(100), tables: ["parent"])
      let cases: [(more: String, count: Int, peak: Int)] = [
        ("", 4, 2), (#", "lookups": {"max_keys": 10, "concurrency": 1}"#, 10, 1),
        (#", "lookups": {"max_keys": 1000, "max_bytes": 2000}"#, 0, 2),
      ]
      for (more, count, peak) in cases {
        try await test.relate("parent", "person", target("person", #"{"id": "$id"}"#, more))
        people.forget()
        let data = try await test.query("{ parent(order_by: {id: asc}) { person { id } } }")
        let ids = data["parent"]?.arrayValue?.map { $0["person"]?["id"]?.intValue }
        #expect(ids == (1...100).map { $0 })
        if count > 0 {
          #expect(people.requests.count == count)
        } else {
          #expect(people.requests.count > 1)
          #expect(people.requests.allSatisfy { $0.byteCount < 2_500 })
        }
        #expect(people.peak <= peak)
      }
    }
  }

  @Test("Strategies that do not fit are refused by name")
  func refused() async throws {
    let people = try People.service()
    try await JoinEngine.run(["people": people]) { test in
      try await test.addDatabase(
        parents(1) + "CREATE TABLE other (id INTEGER PRIMARY KEY);",
        tables: ["parent", "other"]
      )
      let person = #"{"id": "$id"}"#
      let cases: [(definition: String, reason: String)] = [
        (target("person", person, #", "strategy": "batch""#), #"strategy "batch" does not fit"#),
        (
          target("person", person, #", "strategy": "entities""#),
          #"strategy "entities" does not fit: the remote schema offers no "_entities""#
        ),
        (target("person", person, #", "strategy": "rows""#), #"it is for tables"#),
        (target("person", person, #", "strategy": "best""#), #"expected one of: "auto""#),
        (target("person", person, #", "lookups": {"max_keys": 0}"#), "must be a positive integer"),
        (target("people", "{}", #", "batch": {"argument": "nr", "key": "id"}"#), "nr"),
        (
          target("people", "{}", #", "batch": {"argument": "ids", "key": "ghost"}"#),
          #"remote field with name "ghost" and type "Person" not found"#
        ),
        (
          target("people", "{}", #", "batch": {"argument": "ids", "key": "friends"}"#), "friends"
        ),
        (target("person", person, #", "batch": {"argument": "id", "key": "id"}"#), "list"),
        (
          """
          {"to_source": {"source": "default", "table": "other", "relationship_type": "object",
            "field_mapping": {"id": "id"}, "strategy": "aliases"}}
          """, #"strategy "aliases" does not fit: tables are looked up by "rows""#
        ),
      ]
      for (definition, reason) in cases {
        let refusal = await test.refusal { try await test.relate("parent", "x", definition) }
        #expect(refusal?.contains(reason) == true, "\(refusal ?? "accepted"): \(reason)")
      }
    }
  }
}
