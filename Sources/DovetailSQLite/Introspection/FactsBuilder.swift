import DovetailCatalog
import DovetailMetadata
import DovetailSource

/// Makes facts of what the `PRAGMA`s tell.
///
/// SQLite compares names without regard to case, and foreign keys may spell a name in another case
/// than its definition: what is resolved here has the spelling of the definition.
struct FactsBuilder {
  private struct Table {
    var facts: TableFacts
    var isWithoutRowid: Bool
    var isStrict: Bool
    var isVirtual: Bool
    /// The columns of the primary key with their positions in it.
    var keyColumns: [(position: Int, name: ColumnName)] = []
    /// Whether an index of its own holds the primary key, so that it isn't the row number.
    var hasKeyIndex = false
    /// Of each foreign key: number, referenced table, own and referenced columns as they are spelled.
    var references: [(id: Int, table: String, columns: [(own: String, referenced: String?)])] = []
  }

  private var tables: [String: Table] = [:]

  /// The names of the tables and views whose columns were not added.
  var namesWithoutColumns: [String] {
    tables.values.filter { $0.facts.columns.isEmpty }.map(\.facts.name.name)
  }

  mutating func addTables(_ rows: RowSet) {
    for row in 0..<rows.rowCount {
      guard let name = rows.text(row, 0) else { continue }
      let isView = rows.text(row, 1) == "view"
      tables[name] = Table(
        facts: TableFacts(
          name: TableName(schema: nil, name: name),
          kind: isView ? .view : .table,
          columns: [],
          isInsertable: !isView,
          isUpdatable: !isView,
          isDeletable: !isView
        ),
        isWithoutRowid: rows.integer(row, 2) == 1,
        isStrict: rows.integer(row, 3) == 1,
        isVirtual: rows.text(row, 1) == "virtual"
      )
    }
  }

  /// Tables have numbers in the schema.
  mutating func addIdentities(_ rows: RowSet) {
    for row in 0..<rows.rowCount {
      guard let name = rows.text(row, 0), let number = rows.integer(row, 1) else { continue }
      tables[name]?.facts.identity = Int64(number)
    }
  }

  /// Views can be written to as far as triggers stand in.
  mutating func addTriggers(_ rows: RowSet) {
    for row in 0..<rows.rowCount {
      guard let name = rows.text(row, 0), let text = rows.text(row, 1) else { continue }
      let key = tables[name] == nil ? spelling(ofTable: name) ?? name : name
      guard tables[key]?.facts.kind == .view else { continue }
      switch insteadOfEvent(of: text) {
      case .insert: tables[key]?.facts.isInsertable = true
      case .update: tables[key]?.facts.isUpdatable = true
      case .delete: tables[key]?.facts.isDeletable = true
      case nil: break
      }
    }
  }

  mutating func addColumns(_ rows: RowSet) {
    for row in 0..<rows.rowCount {
      // 1: a column of a virtual table that `SELECT *` leaves out; 2 and 3: generated.
      guard let table = rows.text(row, 0), let text = rows.text(row, 2),
        let hidden = rows.integer(row, 7), hidden != 1
      else { continue }
      let name = ColumnName(text)
      let keyPosition = rows.integer(row, 6) ?? 0
      tables[table]?.facts.columns.append(
        ColumnFacts(
          name: name,
          position: rows.integer(row, 1) ?? 0,
          type: columnType(declaredAs: rows.text(row, 3) ?? ""),
          isNullable: rows.integer(row, 4) != 1,
          hasDefault: rows.integer(row, 5) == 1,
          isGenerated: hidden > 1
        )
      )
      if keyPosition > 0 { tables[table]?.keyColumns.append((keyPosition, name)) }
    }
  }

  mutating func addKeys(_ rows: RowSet) {
    var row = 0
    while row < rows.rowCount {
      let first = row
      guard let table = rows.text(row, 0), let index = rows.text(row, 1) else { break }
      var columns: [ColumnName?] = []
      while row < rows.rowCount, rows.text(row, 0) == table, rows.text(row, 1) == index {
        columns.append(rows.text(row, 3).map { ColumnName($0) })
        row += 1
      }
      let named = columns.compactMap(\.self)
      let origin = rows.text(first, 2)
      if origin == "pk" {
        tables[table]?.hasKeyIndex = true
      } else if named.count == columns.count {
        // Constraints have indexes with a made-up name; a name as PostgreSQL makes it says more.
        let parts = [table] + named.map(\.value) + ["key"]
        tables[table]?.facts.uniqueConstraints.append(
          KeyConstraint(
            name: origin == "u" ? parts.joined(separator: "_") : index,
            columns: named
          )
        )
      }
    }
  }

  mutating func addForeignKeys(_ rows: RowSet) {
    for row in 0..<rows.rowCount {
      guard let table = rows.text(row, 0), let id = rows.integer(row, 1),
        let referenced = rows.text(row, 2), let own = rows.text(row, 3)
      else { continue }
      let pair = (own: own, referenced: rows.text(row, 4))
      if let last = tables[table]?.references.indices.last, tables[table]?.references[last].id == id
      {
        tables[table]?.references[last].columns.append(pair)
      } else {
        tables[table]?.references.append((id, referenced, [pair]))
      }
    }
  }

  /// What was added, with keys resolved.
  var facts: RelationalFacts {
    let spellings = Dictionary(
      tables.keys.map { ($0.asciiLowercased, $0) },
      uniquingKeysWith: { first, _ in first }
    )
    var result: [TableName: TableFacts] = [:]
    for table in tables.values where !table.facts.columns.isEmpty {
      var facts = table.facts
      facts.identity = identity(of: facts)
      facts.primaryKey = primaryKey(of: table)
      settleKeyColumns(of: table, in: &facts)
      for reference in table.references {
        guard let name = spellings[reference.table.asciiLowercased], let target = tables[name],
          let key = foreignKey(of: table, reference.columns, to: target)
        else { continue }
        facts.foreignKeys.append(key)
      }
      result[facts.name] = facts
    }
    let scalars = result.values.flatMap { $0.columns.map(\.type.graphQLName) }
    return RelationalFacts(tables: result, scalarTypes: Set(scalars))
  }

  /// A number that a table keeps when it or its columns are renamed.
  ///
  /// A table made after the last one was dropped gets the same number in the schema. So the columns
  /// are mixed in, but for their names, by which the two mostly differ.
  private func identity(of facts: TableFacts) -> Int64 {
    guard facts.identity != 0 else { return 0 }
    var hash = UInt64(bitPattern: facts.identity) &* 0x9E37_79B9_7F4A_7C15
    for column in facts.columns {
      for byte in column.type.sqlName.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
      let flags: UInt64 = (column.isNullable ? 1 : 2) | (column.isGenerated ? 4 : 8)
      hash = (hash ^ flags) &* 0x100_0000_01B3
    }
    return Int64(bitPattern: hash | 1)
  }

  private func spelling(ofTable name: String) -> String? {
    let name = name.asciiLowercased
    return tables.keys.first { $0.asciiLowercased == name }
  }

  private func primaryKey(of table: Table) -> KeyConstraint? {
    guard !table.keyColumns.isEmpty else { return nil }
    let columns = table.keyColumns.sorted { $0.position < $1.position }.map(\.name)
    return KeyConstraint(name: "\(table.facts.name.name)_pkey", columns: columns)
  }

  /// Columns of a primary key are never null, except (for historical reasons) in ordinary tables; and
  /// the row number, which `INTEGER PRIMARY KEY` names, is chosen where none is given.
  private func settleKeyColumns(of table: Table, in facts: inout TableFacts) {
    let isOrdinary = !table.isWithoutRowid && !table.isStrict
    for index in facts.columns.indices {
      let column = facts.columns[index]
      guard table.keyColumns.contains(where: { $0.name == column.name }) else { continue }
      let isRowNumber =
        table.keyColumns.count == 1 && !table.isWithoutRowid && !table.hasKeyIndex
        && column.type.name == "integer"
      if isRowNumber { facts.columns[index].hasDefault = true }
      if isRowNumber || !isOrdinary { facts.columns[index].isNullable = false }
    }
  }

  private func foreignKey(
    of table: Table,
    _ columns: [(own: String, referenced: String?)],
    to target: Table
  ) -> ForeignKeyFacts? {
    let keyColumns = target.keyColumns.sorted { $0.position < $1.position }.map(\.name)
    var pairs: [ForeignKeyFacts.Pair] = []
    for (index, column) in columns.enumerated() {
      let own = table.facts.columns.name(spelledLike: column.own)
      let referenced: ColumnName? =
        if let name = column.referenced {
          target.facts.columns.name(spelledLike: name)
        } else {
          keyColumns.indices.contains(index) ? keyColumns[index] : nil
        }
      guard let own, let referenced else { return nil }
      pairs.append(ForeignKeyFacts.Pair(own: own, referenced: referenced))
    }
    let parts = [table.facts.name.name] + pairs.map(\.own.value) + ["fkey"]
    return ForeignKeyFacts(
      name: parts.joined(separator: "_"),
      referencedTable: target.facts.name,
      columns: pairs
    )
  }
}

extension [ColumnFacts] {
  /// The name of the column that SQLite finds under a name.
  fileprivate func name(spelledLike text: String) -> ColumnName? {
    if let exact = first(where: { $0.name.value == text }) { return exact.name }
    let text = text.asciiLowercased
    return first { $0.name.value.asciiLowercased == text }?.name
  }
}

extension String {
  /// The text with ASCII letters in lower case, as SQLite compares names.
  fileprivate var asciiLowercased: String {
    String(decoding: utf8.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }, as: UTF8.self)
  }
}
