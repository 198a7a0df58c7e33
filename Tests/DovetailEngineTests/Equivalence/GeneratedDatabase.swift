import OrderedCollections
import OrderedJSON
import SeededRandom

/// Tables with random columns and rows, each but the first with a foreign key to an earlier one.
struct GeneratedDatabase {
  var tables: [Table]

  /// A table: `id`, perhaps `parent_id`, and random columns.
  struct Table {
    var name: String
    var columns: [Column]
    /// The number of the table that `parent_id` refers to.
    var parent: Int?
    var rows: [[Value]]
  }

  /// A column beside `id` and `parent_id`.
  struct Column {
    var name: String
    var kind: Kind
    var isNullable: Bool
  }

  /// The type of a column, spelled so that both databases understand it.
  enum Kind: String, CaseIterable {
    case integer
    case text
    case boolean
    case real = "double precision"
  }

  /// A value of a column.
  enum Value: Hashable {
    case null
    case integer(Int)
    case text(String)
    case boolean(Bool)
    /// Quarters, which binary numbers can hold.
    case quarters(Int)
  }

  /// Random tables; `isMarked` adds a column `mark` whose values tell table and row.
  init(
    tableCount: Int,
    rowCount: Int,
    prefix: String = "t",
    isMarked: Bool = false,
    using random: inout SeededGenerator
  ) {
    tables = []
    for number in 0..<tableCount {
      let parent = number == 0 ? nil : Int.random(in: 0..<number, using: &random)
      var columns = Self.columns(using: &random)
      if isMarked { columns.append(Column(name: "mark", kind: .text, isNullable: false)) }
      let rows = (1...rowCount).map { id -> [Value] in
        var row: [Value] = [.integer(id)]
        if parent != nil {
          row.append(
            random.chance(0.2) ? .null : .integer(Int.random(in: 1...rowCount, using: &random))
          )
        }
        for column in columns {
          if column.name == "mark" {
            row.append(.text("mark-\(prefix)\(number)-\(id)-"))
            continue
          }
          let isNull = column.isNullable && random.chance(0.3)
          row.append(isNull ? .null : column.kind.value(using: &random))
        }
        return row
      }
      tables.append(Table(name: "\(prefix)\(number)", columns: columns, parent: parent, rows: rows))
    }
  }

  private static func columns(using random: inout SeededGenerator) -> [Column] {
    // One of each kind, and some more.
    let extra = (0..<Int.random(in: 0...3, using: &random)).map { _ in
      random.pick(Kind.allCases)
    }
    return (Kind.allCases + extra).enumerated().map { index, kind in
      Column(name: "c\(index)", kind: kind, isNullable: random.chance(0.6))
    }
  }

  /// The numbers of the tables that refer to a table.
  func children(of table: Int) -> [Int] {
    tables.indices.filter { tables[$0].parent == table }
  }

  // MARK: Text

  /// The script that creates and fills the tables, the same for both databases.
  var script: String {
    tables.map { table in
      var columns = ["id integer PRIMARY KEY"]
      if let parent = table.parent {
        columns.append("parent_id integer REFERENCES \(tables[parent].name)(id)")
      }
      columns += table.columns.map {
        "\($0.name) \($0.kind.rawValue)\($0.isNullable ? "" : " NOT NULL")"
      }
      let rows = table.rows.map { "(" + $0.map(\.sql).joined(separator: ", ") + ")" }
      return """
        CREATE TABLE \(table.name) (\(columns.joined(separator: ", ")));
        INSERT INTO \(table.name) VALUES \(rows.joined(separator: ", "));
        """
    }.joined(separator: "\n")
  }

  /// The tables of a source's metadata, with all relationships.
  ///
  /// `permissions` are the select permissions of roles on each table.
  func metadata(
    schema: String?,
    permissions: [(role: String, tables: [JSONValue])] = []
  ) -> JSONValue {
    func name(_ number: Int) -> JSONValue {
      var members: [(String, JSONValue)] = [("name", .string(tables[number].name))]
      if let schema { members.append(("schema", .string(schema))) }
      return .object(members: members)
    }
    return .array(
      tables.indices.map { number in
        var members: [(String, JSONValue)] = [("table", name(number))]
        if tables[number].parent != nil {
          members.append(
            (
              "object_relationships",
              [["name": "parent", "using": ["foreign_key_constraint_on": "parent_id"]]]
            )
          )
        }
        let arrays = children(of: number).map { child -> JSONValue in
          [
            "name": .string(tables[child].name + "s"),
            "using": [
              "foreign_key_constraint_on": ["table": name(child), "column": "parent_id"]
            ],
          ]
        }
        if !arrays.isEmpty { members.append(("array_relationships", .array(arrays))) }
        let entries = permissions.map { role, tables -> JSONValue in
          ["role": .string(role), "permission": tables[number]]
        }
        if !entries.isEmpty { members.append(("select_permissions", .array(entries))) }
        return .object(members: members)
      }
    )
  }
}

extension GeneratedDatabase.Kind {
  /// A value from a small range, so that equal ones meet.
  func value(using random: inout SeededGenerator) -> GeneratedDatabase.Value {
    switch self {
    case .integer: .integer(Int.random(in: -3...6, using: &random))
    case .text:
      .text(random.pick(["", "a", "A", "ab", "Ab", "b", "B%", "a_b", "O'Neil", "x\\y", "ab\"c"]))
    case .boolean: .boolean(random.chance(0.5))
    case .real: .quarters(Int.random(in: -6...9, using: &random))
    }
  }
}

extension GeneratedDatabase.Value {
  /// The value as a SQL literal.
  var sql: String {
    switch self {
    case .null: "NULL"
    case .integer(let number): String(number)
    case .text(let text):
      "'"
        + text.split(separator: "'", omittingEmptySubsequences: false)
        .joined(separator: "''") + "'"
    case .boolean(let bool): bool ? "TRUE" : "FALSE"
    case .quarters(let number): String(Double(number) / 4)
    }
  }

  /// The value as JSON, which is also a GraphQL literal.
  var json: JSONValue {
    switch self {
    case .null: .null
    case .integer(let number): .int(number)
    case .text(let text): .string(text)
    case .boolean(let bool): .bool(bool)
    case .quarters(let number): .number(JSONNumber(unchecked: String(Double(number) / 4)))
    }
  }
}
