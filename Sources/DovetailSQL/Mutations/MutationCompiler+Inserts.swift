import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailSource
import SQLText

extension MutationCompiler {
  /// Appends the steps that insert rows and all that is nested in them, and gives those that write
  /// rows of the insertion's own table.
  ///
  /// What a row that was inserted before determines is `given`.
  mutating func insert(
    _ insertion: Insertion,
    given: [ColumnName: SQLBinding]
  ) throws(SourceError) -> [Int] {
    guard insertion.isNested else {
      let rows = insertion.rows.map { $0.newValues(given: given) }
      var written: [Int] = []
      for chunk in chunks(of: rows) {
        written.append(try insert(chunk, insertion, path: insertion.path))
      }
      return written
    }
    var written: [Int] = []
    for row in insertion.rows {
      written.append(try insert(row, insertion, given: given))
    }
    return written
  }

  private mutating func insert(
    _ rows: [[NewValue]],
    _ insertion: Insertion,
    capturing captures: [Capture] = [],
    requirement: SQLMutation.Requirement? = nil,
    path: String
  ) throws(SourceError) -> Int {
    var translation = Translation(dialect: dialect)
    let statement = try translation.insertion(of: rows, into: insertion)
    return try write(
      Write(
        statement: statement,
        table: insertion.table,
        check: insertion.writeCheck,
        path: path
      ),
      capturing: captures,
      requirement: requirement,
      &translation
    )
  }

  /// A row, after those on which it depends and before those that depend on it.
  private mutating func insert(
    _ row: InsertedRow,
    _ insertion: Insertion,
    given: [ColumnName: SQLBinding],
    capturing wanted: [Capture] = [],
    requirement: SQLMutation.Requirement? = nil
  ) throws(SourceError) -> Int {
    var given = given
    for parent in row.parents {
      guard let parentRow = parent.insertion.rows.first else { continue }
      let captures = parent.pairs.map { Capture(column: $0.target, type: $0.targetType) }
      let step = try insert(
        parentRow,
        parent.insertion,
        given: [:],
        capturing: captures,
        requirement: .init(
          message: "cannot proceed to insert object relation \"\(parent.relationship)\" since "
            + "insert to table \"\(parent.insertion.table.name)\" affects zero rows",
          path: parent.path
        )
      )
      for (index, pair) in parent.pairs.enumerated() {
        given[pair.own] = .captured(step, index, type: pair.ownType)
      }
    }
    var captures = wanted
    for child in row.children {
      for pair in child.pairs {
        let capture = Capture(column: pair.own, type: pair.ownType)
        if !captures.contains(capture) { captures.append(capture) }
      }
    }
    var needed = requirement
    if needed == nil, !row.children.isEmpty {
      needed = .init(
        message: "cannot proceed to insert array relations since insert to table "
          + "\"\(insertion.table.name)\" affects zero rows",
        path: row.path
      )
    }
    let step = try insert(
      [row.newValues(given: given)],
      insertion,
      capturing: captures,
      requirement: needed,
      path: insertion.path
    )
    for child in row.children {
      var childGiven: [ColumnName: SQLBinding] = [:]
      for pair in child.pairs {
        let capture = Capture(column: pair.own, type: pair.ownType)
        guard let index = captures.firstIndex(of: capture) else { continue }
        childGiven[pair.target] = .captured(step, index, type: pair.targetType)
      }
      _ = try insert(child.insertion, given: childGiven)
    }
    return step
  }
}
