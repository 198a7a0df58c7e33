import DovetailCatalog
import DovetailMetadata
import FoundationEssentials
import OrderedCollections
import OrderedJSON

/// The public sample databases, if they lie next to the package.
enum SampleDatabase {
  /// A script without the commands that are for `psql` or the whole server.
  static func script(_ file: String) -> String? {
    var folder = URL(filePath: #filePath)
    for _ in 0..<5 { folder.deleteLastPathComponent() }
    let path = folder.appending(path: "shared/real/db/\(file)")
    guard let text = try? String(contentsOf: path, encoding: .utf8) else { return nil }
    return text.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { line in
        !line.hasPrefix("\\") && !line.hasPrefix("DROP DATABASE")
          && !line.hasPrefix("CREATE DATABASE")
      }
      .joined(separator: "\n")
  }

  /// Metadata that tracks all tables, with all foreign keys both ways and all names in snake case.
  ///
  /// A foreign key `artist_id` of `album` makes `album.artist` and `artist.album_list`.
  static func metadata(tracking facts: RelationalFacts) -> JSONValue {
    .array(
      facts.tables.values.sorted { $0.name < $1.name }.map { table in
        var members: [(String, JSONValue)] = [
          ("table", table.name.json), ("configuration", configuration(of: table)),
        ]
        let objects = table.foreignKeys.map { key -> JSONValue in
          let columns = key.columns.map(\.own.json)
          return [
            "name": .string(objectName(of: key, in: table)),
            "using": ["foreign_key_constraint_on": .array(columns)],
          ]
        }
        let referring = facts.tables.values.sorted { $0.name < $1.name }.flatMap { other in
          other.foreignKeys.filter { $0.referencedTable == table.name }.map { (other, $0) }
        }
        let arrays = referring.map { other, key -> JSONValue in
          let constraint: JSONValue = [
            "table": other.name.json, "columns": .array(key.columns.map(\.own.json)),
          ]
          return [
            "name": .string(snakeCased(other.name.name) + "_list"),
            "using": ["foreign_key_constraint_on": constraint],
          ]
        }
        members.append(("object_relationships", .array(objects)))
        members.append(("array_relationships", .array(arrays)))
        return .object(members: members)
      }
    )
  }

  private static func configuration(of table: TableFacts) -> JSONValue {
    let columns = table.columns.compactMap { column -> (String, JSONValue)? in
      let name = snakeCased(column.name.value)
      return name == column.name.value
        ? nil : (column.name.value, ["custom_name": .string(name)])
    }
    var members: [(String, JSONValue)] = [("column_config", .object(members: columns))]
    let name = snakeCased(table.name.name)
    if name != table.name.name { members.append(("custom_name", .string(name))) }
    return .object(members: members)
  }

  private static func objectName(of key: ForeignKeyFacts, in table: TableFacts) -> String {
    let columns = key.columns.map { snakeCased($0.own.value) }.joined(separator: "_")
    return columns.hasSuffix("_id") ? String(columns.dropLast(3)) : columns + "_row"
  }

  /// `PlaylistTrack` → `playlist_track`.
  static func snakeCased(_ name: String) -> String {
    var words = ""
    for character in name {
      if character.isUppercase, !words.isEmpty { words.append("_") }
      words += character.lowercased()
    }
    return words
  }
}
