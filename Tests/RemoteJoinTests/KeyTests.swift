import DovetailDemo
import DovetailEngine
import OrderedCollections
import OrderedJSON
import Testing

@Suite("What keys can be")
struct KeyTests {
  private let script = """
    CREATE TABLE parent (id INTEGER PRIMARY KEY, code TEXT, country TEXT, word TEXT, doc JSON);
    INSERT INTO parent VALUES
      (1, 't1', 'DE', 'GOOD', '{"account": {"id": 7, "list": [3, null, 0, 3]}, "all": [{"id": 9}]}'),
      (2, 't2', 'FR', 'BAD', '{"account": null}'),
      (3, 't1', 'DE', 'UGLY', '{"account": {"id": "8", "list": []}}'),
      (4, NULL, 'DE', NULL, NULL);
    """

  private func run(_ body: (JoinEngine, GraphService) async throws -> Void) async throws {
    let people = try People.service()
    try await JoinEngine.run(["people": people]) { test in
      try await test.addDatabase(script, tables: ["parent"])
      try await body(test, people)
    }
  }

  private func definition(_ fields: String, _ remote: String, _ more: String = "") -> String {
    """
    {"to_remote_schema": {"remote_schema": "people", "lhs_fields": [\(fields)],
      "remote_field": \(remote)\(more)}}
    """
  }

  @Test("Keys of several parts, by aliases and in a batch, matched by several fields")
  func composite() async throws {
    try await run { test, people in
      try await test.relate(
        "parent",
        "team",
        definition(
          #""code", "country""#,
          #"{"team": {"arguments": {"code": "$code", "country": "$country"}}}"#
        )
      )
      try await test.relate(
        "parent",
        "batched",
        definition(
          #""code", "country""#,
          #"{"teams": {"arguments": {"keys": [{"code": "$code", "country": "$country"}]}}}"#,
          #", "batch": {"argument": "keys", "key": ["code", "country"]}"#
        )
      )
      let data = try await test.query(
        """
        { parent(order_by: {id: asc}) { team { code country } batched { c: code country } } }
        """
      )
      #expect(
        data["parent"] == [
          [
            "team": ["code": "t1", "country": "DE"], "batched": ["c": "t1", "country": "DE"],
          ],
          [
            "team": ["code": "t2", "country": "FR"], "batched": ["c": "t2", "country": "FR"],
          ],
          [
            "team": ["code": "t1", "country": "DE"], "batched": ["c": "t1", "country": "DE"],
          ], ["team": .null, "batched": .null],
        ]
      )
      #expect(people.requests.count == 2)
    }
  }

  @Test("Parts of a JSON column, texts and numbers alike; what is missing has no value")
  func jsonPath() async throws {
    try await run { test, people in
      try await test.relate(
        "parent",
        "owner",
        definition(
          #""doc.account.id""#,
          #"{"person": {"arguments": {"id": "$doc.account.id"}}}"#
        )
      )
      try await test.relate(
        "parent",
        "first",
        definition(#""doc.all[0].id""#, #"{"person": {"arguments": {"id": "$doc.all[0].id"}}}"#)
      )
      let data = try await test.query(
        "{ parent(order_by: {id: asc}) { owner { name } first { name } } }"
      )
      #expect(
        data["parent"] == [
          ["owner": ["name": "p7"], "first": ["name": "p9"]], ["owner": .null, "first": .null],
          ["owner": ["name": "p8"], "first": .null], ["owner": .null, "first": .null],
        ]
      )
      let refusal = await test.refusal {
        try await test.relate(
          "parent",
          "x",
          definition(#""code.a""#, #"{"person": {"arguments": {"id": "$code.a"}}}"#)
        )
      }
      #expect(refusal?.contains(#""code" is no json or jsonb column"#) == true)
    }
  }

  @Test("A number and its text are one value: what a batch brings is for both")
  func twins() async throws {
    let people = try People.service()
    try await JoinEngine.run(["people": people]) { test in
      try await test.addDatabase(
        """
        CREATE TABLE parent (id INTEGER PRIMARY KEY, doc JSON);
        INSERT INTO parent VALUES (1, '{"id": 3}'), (2, '{"id": "3"}'), (3, '{"id": "0"}'),
          (4, '{"id": 0}'), (5, '{"id": "3"}'), (6, '{"ids": [4, "4", "3", 4]}'),
          (7, '{"id": 3.0}');
        """,
        tables: ["parent"]
      )
      for (name, field, remote, batch) in [
        ("one", "doc.id", "people", #"{"argument": "ids", "key": "id"}"#),
        ("many", "doc.id", "reports", #"{"argument": "bosses", "key": "boss.id", "many": true}"#),
        ("each", "doc.ids[]", "people", #"{"argument": "ids", "key": "id"}"#),
      ] {
        try await test.relate(
          "parent",
          name,
          definition("\"\(field)\"", #"{"\#(remote)": {"arguments": {}}}"#, ", \"batch\": \(batch)")
        )
      }
      let data = try await test.query(
        "{ parent(order_by: {id: asc}) { one { name } many { id } each { name } } }"
      )
      let three: JSONValue = ["name": "p3"]
      let four: JSONValue = ["name": "p4"]
      let reports: JSONValue = [["id": 6], ["id": 7]]
      let rows = data["parent"]?.arrayValue ?? []
      #expect(rows.map { $0["one"] } == [three, three, .null, .null, three, .null, three])
      #expect(rows.map { $0["many"] } == [reports, reports, [], [], reports, .null, reports])
      #expect(rows.map { $0["each"] }.dropFirst(5).first == [four, four, three, four])
    }
  }

  @Test("A list of keys gives a list: an element each, in order, nulls kept, each asked for once")
  func lists() async throws {
    try await run { test, people in
      try await test.relate(
        "parent",
        "friends",
        definition(
          #""doc.account.list[]""#,
          #"{"person": {"arguments": {"id": "$doc.account.list[]"}}}"#
        )
      )
      try await test.relate(
        "parent",
        "batched",
        definition(
          #""doc.account.list[]""#,
          #"{"people": {"arguments": {}}}"#,
          #", "batch": {"argument": "ids", "key": "id"}"#
        )
      )
      try await test.relate(
        "parent",
        "self",
        """
        {"to_source": {"source": "default", "table": "parent", "relationship_type": "object",
          "field_mapping": {"doc.account.list[]": "id"}}}
        """
      )
      let data = try await test.query(
        """
        { parent(order_by: {id: asc}) { friends { name } batched { name } self { code } } }
        """
      )
      let friends: JSONValue = [["name": "p3"], .null, .null, ["name": "p3"]]
      #expect(
        data["parent"] == [
          [
            "friends": friends, "batched": friends,
            "self": [["code": "t1"], .null, .null, ["code": "t1"]],
          ],
          ["friends": .null, "batched": .null, "self": .null],
          ["friends": [], "batched": [], "self": []],
          ["friends": .null, "batched": .null, "self": .null],
        ]
      )
      #expect(people.requests.count == 2)
      let type = try await test.query(
        """
        { __type(name: "parent") { fields { name type { kind ofType { kind name } } } } }
        """
      )
      let field = type["__type"]?["fields"]?.arrayValue?.first { $0["name"] == "friends" }
      #expect(field?["type"] == ["kind": "LIST", "ofType": ["kind": "OBJECT", "name": "Person"]])
    }
  }

  @Test("Texts become enums; what the enum has not is one error and does not disturb the others")
  func enums() async throws {
    try await run { test, people in
      try await test.relate(
        "parent",
        "moods",
        definition(#""word""#, #"{"moods": {"arguments": {"mood": "$word"}}}"#)
      )
      let response = await test.execute("{ parent(order_by: {id: asc}) { moods { id } } }")
      #expect(
        try JSONValue(parsing: try #require(response.data)) == [
          "parent": [
            ["moods": [["id": 2], ["id": 4]]], ["moods": [["id": 1], ["id": 3]]],
            ["moods": .null], ["moods": .null],
          ]
        ]
      )
      #expect(response.errors.count == 1)
      #expect(response.errors.first?.responsePath == ["parent", 2, "moods"])
      #expect(response.errors.first?.extensions["count"] == 1)
      #expect(people.requests.count == 1)
    }
  }

  @Test("Types that can never fit are refused when the relationship is defined")
  func types() async throws {
    let people = try People.service()
    try await JoinEngine.run(["people": people]) { test in
      try await test.addDatabase(
        "CREATE TABLE parent (id INTEGER PRIMARY KEY, flag BOOLEAN, day DATE);",
        tables: ["parent"]
      )
      for (field, remote, reason) in [
        ("flag", #"{"person": {"arguments": {"id": "$flag"}}}"#, #"expected type "Int" but got "#),
        ("id", #"{"moods": {"arguments": {"mood": "$id"}}}"#, #"expected type "Mood" but got "#),
        (
          "id", #"{"teams": {"arguments": {"keys": ["$id"]}}}"#,
          #"expected type "TeamKey" but got "#
        ),
      ] {
        let refusal = await test.refusal {
          try await test.relate("parent", "x", definition("\"\(field)\"", remote))
        }
        #expect(refusal?.contains(reason) == true, "\(refusal ?? "accepted")")
      }
    }
  }

  @Test("Null in the middle of the path is null, a list in the middle gives a list of leaves")
  func middle() async throws {
    try await run { test, people in
      try await test.relate(
        "parent",
        "bossName",
        definition(
          #""id""#,
          #"""
          {"person": {"arguments": {"id": "$id"}, "field": {"boss": {"arguments": {}, "field":
            {"name": {"arguments": {}}}}}}}
          """#
        )
      )
      try await test.relate(
        "parent",
        "friendNames",
        definition(
          #""id""#,
          #"""
          {"person": {"arguments": {"id": "$id"}, "field": {"friends": {"arguments": {}, "field":
            {"name": {"arguments": {}}}}}}}
          """#
        )
      )
      try await test.relate(
        "parent",
        "mates",
        definition(
          #""id""#,
          #"{"people": {"arguments": {}, "field": {"friends": {"arguments": {}}}}}"#,
          #", "batch": {"argument": "ids", "key": "id"}"#
        )
      )
      let data = try await test.query(
        """
        { parent(order_by: {id: asc}, limit: 2) { bossName friendNames mates { name } } }
        """
      )
      #expect(
        data["parent"] == [
          ["bossName": .null, "friendNames": ["p2", .null], "mates": [["name": "p2"], .null]],
          ["bossName": "p1", "friendNames": ["p3", .null], "mates": [["name": "p3"], .null]],
        ]
      )
    }
  }

  @Test("Several items a key, where the batch says so")
  func many() async throws {
    try await run { test, people in
      try await test.relate(
        "parent",
        "reports",
        definition(
          #""id""#,
          #"{"reports": {"arguments": {}}}"#,
          #", "batch": {"argument": "bosses", "key": "boss.id", "many": true}"#
        )
      )
      let data = try await test.query(
        "{ parent(order_by: {id: asc}, limit: 2) { reports { id } } }"
      )
      #expect(
        data["parent"] == [
          ["reports": [["id": 2], ["id": 3]]], ["reports": [["id": 4], ["id": 5]]],
        ]
      )
      #expect(people.requests.count == 1)
    }
  }
}
