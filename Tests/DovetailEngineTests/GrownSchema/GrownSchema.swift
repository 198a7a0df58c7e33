import DovetailCatalog
import DovetailMetadata
import FoundationEssentials
import OrderedCollections
import OrderedJSON

/// The databases that use everything which a grown database uses.
enum GrownSchema {
  /// The script for a kind of database.
  static func script(_ name: String) throws -> String {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
    return try String(
      contentsOf: folder.appending(path: "Fixtures/\(name).sql"),
      encoding: .utf8
    )
  }

  /// One command that tracks all tables, and follows all foreign keys both ways.
  static func tracking(_ facts: RelationalFacts, prefix: String) -> JSONValue {
    let tables = facts.tables.values.sorted { $0.name < $1.name }
    let all = tables.map { table -> JSONValue in ["source": "default", "table": table.name.json] }
    var commands: [JSONValue] = [
      [
        "type": .string(prefix + "_track_tables"),
        "args": ["allow_warnings": false, "tables": .array(all)],
      ]
    ]
    for table in tables {
      for (number, key) in table.foreignKeys.enumerated() {
        guard facts.tables[key.referencedTable] != nil else { continue }
        let columns = JSONValue.array(key.columns.map(\.own.json))
        commands.append([
          "type": .string(prefix + "_create_object_relationship"),
          "args": [
            "table": table.name.json, "name": .string("forward_\(number)"),
            "using": ["foreign_key_constraint_on": columns],
          ],
        ])
        let back = "back_\(table.name.schema ?? "")_\(table.name.name)_\(number)"
        commands.append([
          "type": .string(prefix + "_create_array_relationship"),
          "args": [
            "table": key.referencedTable.json,
            "name": .string(String(back.map { $0.isASCII && $0 != " " && $0 != "\"" ? $0 : "x" })),
            "using": [
              "foreign_key_constraint_on": ["table": table.name.json, "columns": columns]
            ],
          ],
        ])
      }
    }
    return ["type": "bulk", "args": .array(commands)]
  }
}
