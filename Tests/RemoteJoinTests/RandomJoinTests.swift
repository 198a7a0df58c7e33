import Glibc
import OrderedCollections
import OrderedJSON
import SeededRandom
import Testing

/// Random rows with keys that repeat, are null or lead nowhere, and random queries with joins at all
/// depths under random arguments; the answers are computed from the rows.
@Suite("Random joins")
struct RandomJoinTests {
  @Test(
    "Each row gets what its own key and the arguments of the field mean",
    arguments: [UInt64(81), 82, 83]
  )
  func answers(seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    let table = RandomTable(using: &random)
    let people = try People.service()
    let articles = try Articles.service()
    let rounds = 25 * (getenv("DOVETAIL_TEST_ROUNDS").flatMap { Int(String(cString: $0)) } ?? 1)
    var queries: [RandomSelection] = []
    for _ in 0..<rounds { queries.append(RandomSelection(depth: 3, using: &random)) }
    try await JoinEngine.run(["people": people, "articles": articles]) {
      [queries] test in
      try await test.addDatabase(table.script, tables: ["item"])
      try await relate(test)
      for query in queries {
        let text = "{ item(\(query.arguments)) { \(query.text) } }"
        let data = try await test.query(text)
        let expected = table.answer(query, table.rows)
        #expect(data["item"] == expected, "\(text)")
        if data["item"] != expected { return }
      }
    }
    #expect(!people.requests.isEmpty && !articles.requests.isEmpty)
  }

  private func relate(_ test: JoinEngine) async throws {
    _ = try await test.run(
      "sqlite_create_object_relationship",
      [
        "source": "default", "table": "item", "name": "parent",
        "using": ["foreign_key_constraint_on": "parent_id"],
      ]
    )
    _ = try await test.run(
      "sqlite_create_array_relationship",
      [
        "source": "default", "table": "item", "name": "children",
        "using": ["foreign_key_constraint_on": ["table": "item", "column": "parent_id"]],
      ]
    )
    let targets = [
      ("single", "key", "people", #"{"person": {"arguments": {"id": "$key"}}}"#, ""),
      (
        "batched", "key", "people", #"{"people": {"arguments": {"ids": ["$key"]}}}"#,
        #", "batch": {"argument": "ids", "key": "id"}"#
      ),
      (
        "ordered", "key", "people", #"{"inOrder": {"arguments": {"ids": ["$key"]}}}"#,
        #", "batch": {"argument": "ids"}"#
      ),
      (
        "texts", "id", "articles",
        #"{"article": {"arguments": {"where": {"author_id": {"_eq": "$id"}}}}}"#, ""
      ),
    ]
    for (name, column, schema, field, more) in targets {
      try await test.relate(
        "item",
        name,
        """
        {"to_remote_schema": {"remote_schema": "\(schema)", "lhs_fields": ["\(column)"],
          "remote_field": \(field)\(more)}}
        """
      )
    }
  }
}

/// Rows of a tree.
private struct RandomTable {
  struct Row {
    var id: Int
    var parent: Int?
    var key: Int?
  }

  let rows: [Row]

  init(using random: inout SeededGenerator) {
    rows = (1...20).map { id in
      Row(
        id: id,
        parent: id > 1 && random.chance(0.8) ? Int.random(in: 1..<id, using: &random) : nil,
        key: random.chance(0.8) ? Int.random(in: 0...8, using: &random) : nil
      )
    }
  }

  var script: String {
    let values = rows.map { row in
      "(\(row.id), \(row.parent.map(String.init) ?? "NULL"), \(row.key.map(String.init) ?? "NULL"))"
    }
    return """
      CREATE TABLE item (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES item (id), key INTEGER);
      INSERT INTO item VALUES \(values.joined(separator: ", "));
      """
  }

  /// What the selection gives of rows in the order of their ids.
  func answer(_ selection: RandomSelection, _ rows: [Row]) -> JSONValue {
    let found = rows.filter { $0.id > selection.after }.prefix(selection.limit ?? .max)
    return .array(found.map { object(selection, $0) })
  }

  private func object(_ selection: RandomSelection, _ row: Row) -> JSONValue {
    .object(members: [("id", .int(row.id))] + selection.fields.map { ($0.alias, value($0, row)) })
  }

  private func value(_ field: RandomSelection.Field, _ row: Row) -> JSONValue {
    switch field.kind {
    case .key:
      return row.key.map { .int($0) } ?? .null
    case .parent(let inner):
      return rows.first { $0.id == row.parent }.map { object(inner, $0) } ?? .null
    case .children(let inner):
      return answer(inner, rows.filter { $0.parent == row.id })
    case .person(_, let withBoss):
      return row.key.map { Self.person($0, withBoss: withBoss) } ?? .null
    case .texts(let limit):
      return .array(
        (0..<(row.id % 3)).prefix(limit ?? .max).map { ["title": .string("a\(row.id).\($0)")] }
      )
    }
  }

  private static func person(_ id: Int, withBoss: Bool) -> JSONValue {
    guard id > 0 else { return .null }
    var members: [(String, JSONValue)] = [("name", .string("p\(id)"))]
    if withBoss {
      members.append(("boss", id / 2 > 0 ? ["id": .int(id / 2)] : .null))
    }
    return .object(members: members)
  }
}

/// What is selected of rows.
private struct RandomSelection: Sendable {
  indirect enum Kind: Sendable {
    case key
    case parent(RandomSelection)
    case children(RandomSelection)
    case person(relationship: String, withBoss: Bool)
    case texts(limit: Int?)
  }

  struct Field: Sendable {
    var alias: String
    var kind: Kind
  }

  var fields: [Field] = []
  var after: Int
  var limit: Int?

  init(depth: Int, using random: inout SeededGenerator) {
    after = random.chance(0.5) ? Int.random(in: 0...12, using: &random) : 0
    limit = random.chance(0.4) ? Int.random(in: 0...6, using: &random) : nil
    for number in 0..<Int.random(in: 1...4, using: &random) {
      let kind: Kind =
        switch Int.random(in: 0...(depth > 0 ? 6 : 4), using: &random) {
        case 0: .key
        case 1, 2, 3:
          .person(
            relationship: random.pick(["single", "batched", "ordered"]),
            withBoss: random.chance(0.4)
          )
        case 4: .texts(limit: random.chance(0.6) ? Int.random(in: 0...2, using: &random) : nil)
        case 5: .parent(RandomSelection(depth: depth - 1, using: &random))
        default: .children(RandomSelection(depth: depth - 1, using: &random))
        }
      fields.append(Field(alias: "f\(number)", kind: kind))
    }
  }

  /// The arguments of a list.
  var arguments: String {
    let window = limit.map { ", limit: \($0)" } ?? ""
    return "where: {id: {_gt: \(after)}}, order_by: {id: asc}\(window)"
  }

  var text: String {
    let parts = fields.map { field -> String in
      switch field.kind {
      case .key: "\(field.alias): key"
      case .parent(let inner): "\(field.alias): parent { \(inner.text) }"
      case .children(let inner): "\(field.alias): children(\(inner.arguments)) { \(inner.text) }"
      case .person(let relationship, let withBoss):
        "\(field.alias): \(relationship) { name \(withBoss ? "boss { id }" : "") }"
      case .texts(let limit):
        "\(field.alias): texts\(limit.map { "(limit: \($0))" } ?? "") { title }"
      }
    }
    return "id " + parts.joined(separator: " ")
  }
}
