/// What a project and a database have of the migrations, as a table for people.
package struct MigrationStatus: Sendable {
  /// A migration that the project or the database has.
  package struct Row: Sendable, Hashable {
    package var version: UInt64
    package var name: String
    package var isInProject: Bool
    package var isInDatabase: Bool
  }

  package let database: String
  /// In the order of their versions.
  package let rows: [Row]

  /// Compares the migrations of a project with those that a database has.
  package init(_ folder: MigrationFolder, applied: Set<UInt64>) {
    database = folder.database
    var rows = folder.migrations.map { migration in
      Row(
        version: migration.version,
        name: migration.name,
        isInProject: true,
        isInDatabase: applied.contains(migration.version)
      )
    }
    let known = Set(rows.map(\.version))
    rows += applied.subtracting(known).map {
      Row(version: $0, name: "-", isInProject: false, isInDatabase: true)
    }
    self.rows = rows.sorted { $0.version < $1.version }
  }

  /// The table.
  package var text: String {
    let header = ["VERSION", "NAME", "SOURCE STATUS", "DATABASE STATUS"]
    let cells =
      [header]
      + rows.map { row in
        [
          "\(row.version)", row.name, row.isInProject ? "Present" : "Not Present",
          row.isInDatabase ? "Present" : "Not Present",
        ]
      }
    let widths = header.indices.map { column in
      cells.map { $0[column].count }.max() ?? 0
    }
    return cells.map { row in
      var line = ""
      for (cell, width) in zip(row.dropLast(), widths) {
        line += cell + String(repeating: " ", count: width - cell.count + 2)
      }
      return line + (row.last ?? "") + "\n"
    }.joined()
  }
}
