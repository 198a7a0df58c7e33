import DovetailDemo
import DovetailEngine
import OrderedCollections
import OrderedJSON
import Testing

/// Columns that refer to enum tables, as keys and as what keys are compared with.
@Suite("Keys of enum tables")
struct EnumKeyTests {
  private static let script = """
    CREATE TABLE mood (value text PRIMARY KEY, comment text);
    INSERT INTO mood VALUES ('GOOD', 'g'), ('BAD', 'b'), ('UGLY', 'u');
    CREATE TABLE diary (id integer PRIMARY KEY, mood text REFERENCES mood);
    INSERT INTO diary VALUES (1, 'GOOD'), (2, 'UGLY'), (3, NULL), (4, 'BAD'), (5, 'GOOD');
    """
  private static let sdl = """
    enum Feeling { GOOD BAD LOST }
    type Day { id: Int! feeling: Feeling word: String }
    type Query { days: [Day!]! day(feeling: Feeling!): [Day!] }
    """

  private func service() throws -> GraphService {
    try GraphService(Self.sdl) { (field, arguments) throws(ResolverError) in
      let days = ["GOOD", "LOST", nil, "BAD"].enumerated().map { index, feeling in
        Node(
          "Day",
          [
            "id": .int(index), "feeling": feeling.map { .string($0) } ?? .null,
            "word": .string(feeling ?? "x"),
          ]
        )
      }
      let wanted = arguments["feeling"]?.stringValue
      return .list(
        days.enumerated().filter {
          field == "days" || ["GOOD", "LOST", nil, "BAD"][$0.offset] == wanted
        }.map { .object($0.element) }
      )
    }
  }

  private func run(
    _ name: String,
    _ body: (JoinEngine) async throws -> Void
  ) async throws {
    let moods = try await PostgresDatabase("dovetail_enum_\(name)_a", script: Self.script)
    try await JoinEngine.run(["week": try service()]) { test in
      try await test.run(
        "pg_add_source",
        [
          "name": "default",
          "configuration": ["connection_info": ["database_url": .string(moods.url)]],
        ]
      )
      try await test.run("pg_track_table", ["table": "mood"])
      try await test.run("pg_set_table_is_enum", ["table": "mood", "is_enum": true])
      try await test.run("pg_track_table", ["table": "diary"])
      try await test.addDatabase(
        """
        CREATE TABLE note (id INTEGER PRIMARY KEY, mood TEXT);
        INSERT INTO note VALUES (1, 'GOOD'), (2, 'none'), (3, NULL);
        """,
        named: "lite",
        tables: ["note"]
      )
      try await body(test)
    }
  }

  private let toDiary = """
    {"to_source": {"source": "default", "table": "diary", "relationship_type": "array",
      "field_mapping": {"%": "mood"}}}
    """

  @Test("They can be the target: of a table, of a field that is an enum, and of a text")
  func target() async throws {
    try await run("target") { test in
      try await test.relate("note", "diary", toDiary.replacing("%", with: "mood"), in: "lite")
      try await test.relate(
        type: "Day",
        of: "week",
        "diary",
        toDiary.replacing("%", with: "feeling")
      )
      try await test.relate(type: "Day", of: "week", "word_", toDiary.replacing("%", with: "word"))
      let good: JSONValue = [["id": 1, "mood": "GOOD"], ["id": 5, "mood": "GOOD"]]
      let data = try await test.query(
        """
        { note(order_by: {id: asc}) {
            diary(order_by: {id: asc}) { id mood } diary_aggregate { aggregate { count } } }
          days { diary(order_by: {id: asc}, where: {mood: {_neq: UGLY}}) { id mood }
            word_(order_by: {id: desc}) { id } } }
        """
      )
      #expect(
        data["note"] == [
          ["diary": good, "diary_aggregate": ["aggregate": ["count": 2]]],
          ["diary": [], "diary_aggregate": ["aggregate": ["count": 0]]],
          ["diary": .null, "diary_aggregate": .null],
        ]
      )
      #expect(
        data["days"] == [
          ["diary": good, "word_": [["id": 5], ["id": 1]]], ["diary": [], "word_": []],
          ["diary": .null, "word_": []],
          ["diary": [["id": 4, "mood": "BAD"]], "word_": [["id": 4]]],
        ]
      )
      // In conditions and orders across sources as well.
      let found = try await test.query("{ note(where: {diary: {mood: {_eq: GOOD}}}) { id } }")
      #expect(found["note"] == [["id": 1]])
    }
  }

  @Test("They can be keys: of tables, and of arguments that are enums")
  func key() async throws {
    try await run("key") { test in
      try await test.relate(
        "diary",
        "notes",
        """
        {"to_source": {"source": "lite", "table": "note", "relationship_type": "array",
          "field_mapping": {"mood": "mood"}}}
        """,
        kind: "pg"
      )
      try await test.relate(
        "diary",
        "days",
        """
        {"to_remote_schema": {"remote_schema": "week", "lhs_fields": ["mood"],
          "remote_field": {"day": {"arguments": {"feeling": "$mood"}}}}}
        """,
        kind: "pg"
      )
      let response = await test.execute(
        "{ diary(order_by: {id: asc}) { notes { id } days { id } } }"
      )
      #expect(
        try JSONValue(parsing: try #require(response.data)) == [
          "diary": [
            ["notes": [["id": 1]], "days": [["id": 0]]], ["notes": [], "days": .null],
            ["notes": .null, "days": .null], ["notes": [], "days": [["id": 3]]],
            ["notes": [["id": 1]], "days": [["id": 0]]],
          ]
        ]
      )
      // The service has no such value.
      #expect(response.errors.map(\.responsePath) == [["diary", 1, "days"]])
    }
  }
}
