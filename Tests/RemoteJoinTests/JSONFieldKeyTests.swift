import DovetailDemo
import DovetailEngine
import OrderedCollections
import OrderedJSON
import Testing

/// Parts of JSON in the fields of services and in the answers of actions as keys.
@Suite("Keys inside of JSON fields")
struct JSONFieldKeyTests {
  private static let boxes: [JSONValue] = [
    ["owner": ["id": 7], "owners": [3, nil, "4", 3], "deep": [[1], [["x": 5]]]],
    ["owner": ["id": "8"], "owners": []], ["owner": nil, "owners": 6],
    ["owner": [1], "deep": "text"], nil, ["ow\"ner": 1, "owner": ["id": 1, "x": ["id": 2]]],
  ]

  private func service() throws -> GraphService {
    try GraphService(
      """
      scalar JSON
      interface Thing { data: JSON name: String }
      type Box implements Thing { data: JSON name: String all: [JSON] }
      type Query { boxes: [Box!]! things: [Thing!]! }
      """
    ) { (_, _) throws(ResolverError) in
      .list(
        Self.boxes.map { .object(Node("Box", ["data": $0, "name": "n", "all": [1]])) }
      )
    }
  }

  private func toPerson(_ field: String) -> String {
    """
    {"to_remote_schema": {"remote_schema": "people", "lhs_fields": ["\(field)"],
      "remote_field": {"person": {"arguments": {"id": "$\(field)"}}}}}
    """
  }

  private func toRow(_ field: String) -> String {
    """
    {"to_source": {"source": "default", "table": "member", "relationship_type": "object",
      "field_mapping": {"\(field)": "id"}}}
    """
  }

  private let script = """
    CREATE TABLE member (id INTEGER PRIMARY KEY, name TEXT);
    INSERT INTO member VALUES (1, 'p1'), (3, 'p3'), (4, 'p4'), (5, 'p5'), (6, 'p6'), (7, 'p7'),
      (8, 'p8');
    """

  private let owners: [JSONValue] = [
    ["name": "p7"], ["name": "p8"], .null, .null, .null, ["name": "p1"],
  ]
  private let lists: [JSONValue] = [
    [["name": "p3"], .null, ["name": "p4"], ["name": "p3"]], [], [["name": "p6"]], .null, .null,
    .null,
  ]
  private let deep: [JSONValue] = [["name": "p5"], .null, .null, .null, .null, .null]

  @Test("Of a service's custom scalar, on objects and interfaces, whether selected or not")
  func remote() async throws {
    let people = try People.service()
    try await JoinEngine.run(["boxes": try service(), "people": people]) { test in
      try await test.addDatabase(script, tables: ["member"])
      for (name, definition) in [
        ("owner", toPerson("data.owner.id")), ("ownerRow", toRow("data.owner.id")),
        ("owners", toPerson("data.owners[]")), ("ownerRows", toRow("data.owners[]")),
        ("deep", toPerson("data.deep[1][0].x")),
      ] {
        try await test.relate(type: "Thing", of: "boxes", name, definition)
      }
      let selection = """
        owner { name } ownerRow { name } owners { name } ownerRows { name } deep { name }
        """
      for root in ["boxes", "things"] {
        for shown in ["", "data ", "d: data "] {
          let data = try await test.query("{ \(root) { \(shown)\(selection) } }")
          let rows = data[root]?.arrayValue ?? []
          #expect(rows.map { $0["owner"] } == owners)
          #expect(rows.map { $0["ownerRow"] } == owners)
          #expect(rows.map { $0["owners"] } == lists)
          #expect(rows.map { $0["ownerRows"] } == lists)
          #expect(rows.map { $0["deep"] } == deep)
          if !shown.isEmpty {
            #expect(rows.map { $0["data"] ?? $0["d"] } == Self.boxes)
          }
        }
      }
    }
  }

  @Test("Of an action's answer")
  func action() async throws {
    let people = try People.service()
    let answer = JSONValue.array(Self.boxes.map { ["data": $0, "own": $0, "label": "x"] })
    let handler = try GraphService(handler: { _ in answer })
    try await handler.start()
    try await JoinEngine.run(["people": people]) { test in
      try await test.addDatabase(script, tables: ["member"])
      let definitions = [
        ("owner", toPerson("data.owner.id")), ("ownerRow", toRow("own.owner.id")),
        ("owners", toPerson("own.owners[]")), ("deep", toPerson("data.deep[1][0].x")),
      ]
      let relationships = try definitions.map { name, definition -> JSONValue in
        ["name": .string(name), "definition": try JSONValue(parsing: definition)]
      }
      let local: JSONValue = [
        "name": "local", "type": "object", "remote_table": "member",
        "field_mapping": ["data.owner.id": "id"],
      ]
      let fields: JSONValue = [
        ["name": "data", "type": "jsonb"], ["name": "own", "type": "Anything"],
        ["name": "label", "type": "String"],
      ]
      try await test.run(
        "set_custom_types",
        [
          "scalars": [["name": "Anything"]],
          "objects": [
            ["name": "Out", "fields": fields, "relationships": .array(relationships + [local])]
          ],
        ]
      )
      try await test.run(
        "create_action",
        [
          "name": "out",
          "definition": [
            "type": "query", "handler": .string(handler.url), "output_type": "[Out!]!",
            "arguments": [],
          ],
        ]
      )
      let data = try await test.query(
        """
        { out { owner { name } ownerRow { name } owners { name } deep { name } label
            local { name } } }
        """
      )
      let rows = data["out"]?.arrayValue ?? []
      #expect(rows.map { $0["owner"] } == owners)
      #expect(rows.map { $0["ownerRow"] } == owners)
      #expect(rows.map { $0["owners"] } == lists)
      #expect(rows.map { $0["deep"] } == deep)
      #expect(rows.map { $0["local"] } == owners)
    }
    try await handler.stop()
  }

  @Test("Texts, numbers and lists have no parts: refused when the relationship is defined")
  func refused() async throws {
    let people = try People.service()
    try await JoinEngine.run(["boxes": try service(), "people": people]) { test in
      for field in ["name.x", "all.x"] {
        let refusal = await test.refusal {
          try await test.relate(type: "Box", of: "boxes", "bad", toPerson(field))
        }
        #expect(
          refusal?.contains("is no json or jsonb column and no custom scalar") == true,
          "\(refusal ?? "accepted")"
        )
      }
    }
  }
}
