import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailSchema
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections
import OrderedJSON

extension OperationPlanning {
  /// `insert_T`, `insert_T_one`.
  func planInsert(
    _ field: CollectedField,
    _ arguments: [InputReader.Member],
    _ write: InsertView,
    isSingle: Bool,
    view: TableView?
  ) throws(PlannerError) -> RootField.Value {
    let joins = JoinCollector()
    let nested = NestedInput(write: write, determined: [], level: [])
    rowsToCheck = RowsToCheck()
    defer { rowsToCheck = RowsToCheck() }
    let (insertion, path) = try planInsertion(
      arguments,
      nested,
      isSingle: isSingle,
      path: field.path + ".args"
    )
    inputChecks += rowsToCheck.checks
    if isSingle, let view {
      let output = try planRowOutput(field, view, joins)
      guard let insertion else { return .constant(JSONValue.null.serialized()) }
      return fetch(
        Mutation(
          table: insertion.table,
          operation: .insert(insertion),
          output: output,
          path: path
        ),
        write.source,
        joins
      )
    }
    let output = try planResponse(field, write.id, joins)
    guard let insertion else { return .constant(emptyResponse(output)) }
    return fetch(
      Mutation(
        table: insertion.table,
        operation: .insert(insertion),
        output: .response(output),
        path: path
      ),
      write.source,
      joins
    )
  }

  /// What is inserted, and where.
  struct NestedInput {
    var write: InsertView
    /// Columns that the surrounding row determines.
    var determined: Set<ColumnName>
    /// The relationships on the way from the outermost rows.
    var level: [String]

    var depth: Int { level.count }

    func inner(
      _ write: InsertView,
      through relationship: Relationship,
      determined: [ColumnName]
    ) -> NestedInput {
      NestedInput(
        write: write,
        determined: Set(determined),
        level: level + [relationship.name.value]
      )
    }
  }

  /// The rows of `objects` or `data` with `on_conflict`; nil if there are none.
  private func planInsertion(
    _ members: [InputReader.Member],
    _ input: NestedInput,
    isSingle: Bool,
    path: String
  ) throws(PlannerError) -> (Insertion?, path: String) {
    guard input.depth < reader.limits.inputDepth else {
      throw PlannerError(
        message: "the value is nested more than \(reader.limits.inputDepth) levels deep",
        path: path
      )
    }
    var rows: [InsertedRow] = []
    var conflict: ConflictClause?
    var rowsPath = path
    for member in members {
      switch member.definition.attachment as? WriteMeaning {
      case .objects, .data:
        rowsPath = member.path
        rows = try planRows(member, input, isSingle: isSingle)
      case .onConflict:
        if !member.value.isNull { conflict = try planConflict(member, input.write) }
      default:
        continue
      }
    }
    guard !rows.isEmpty else { return (nil, rowsPath) }
    let write = input.write
    let insertion = Insertion(
      table: writtenTable(write.table),
      rows: rows,
      conflict: conflict,
      check: permissionPredicate(write.check, on: write.table, in: write.source),
      path: rowsPath
    )
    return (insertion, rowsPath)
  }

  private func planRows(
    _ member: InputReader.Member,
    _ input: NestedInput,
    isSingle: Bool
  ) throws(PlannerError) -> [InsertedRow] {
    let typeName = schema.nameOfInsertInput(input.write)
    if isSingle {
      return [try planRow(member.value, input, typeName, path: member.path)]
    }
    var rows: [InsertedRow] = []
    for item in try reader.list(
      member.value,
      itemType: .nonNull(.named(Name(typeName))),
      path: member.path
    ) {
      rows.append(try planRow(item.value, input, typeName, path: item.path))
    }
    return rows
  }

  private func planRow(
    _ value: GivenValue,
    _ input: NestedInput,
    _ typeName: String,
    path: String
  ) throws(PlannerError) -> InsertedRow {
    let write = input.write
    let members = try reader.object(value, typeName: typeName, path: path)
    if let webhook = write.validation {
      rowsToCheck.add(
        try reader.operand(value, path: path),
        at: input.level,
        for: webhook
      )
    }
    var row = InsertedRow(values: [], path: path)
    for (column, preset) in write.presets {
      let type = columnType(column, of: write.table)
      row.values.append(
        InsertedValue(
          column: column,
          value: Parameter(presetOperand(preset), type: type, path: path)
        )
      )
    }
    var own: Set<ColumnName> = []
    for member in members {
      guard case .column(let column)? = member.definition.attachment as? WriteMeaning else {
        continue
      }
      own.insert(column.name)
      let operand = try writtenOperand(
        member.value,
        column,
        write.table,
        write.source,
        path: member.path
      )
      row.values.append(
        InsertedValue(
          column: column.name,
          value: Parameter(operand, type: column.type, path: member.path)
        )
      )
    }
    try refuseDetermined(own, input, path: path)
    for member in members where !member.value.isNull {
      switch member.definition.attachment as? WriteMeaning {
      case .parent(let relationship, let target):
        try addRelated(
          member,
          relationship,
          target,
          to: &row,
          own: own.union(input.determined),
          input
        )
      case .children(let relationship, let target):
        guard
          let nested = try planNested(member, relationship, target, input, isSingle: false)
        else { continue }
        row.children.append(nested)
      default:
        continue
      }
    }
    return row
  }

  private func refuseDetermined(
    _ own: Set<ColumnName>,
    _ input: NestedInput,
    path: String
  ) throws(PlannerError) {
    let doubled = own.intersection(input.determined)
    guard !doubled.isEmpty else { return }
    throw PlannerError(
      message: "cannot insert \(quoted(doubled)) columns as their values are already being "
        + "determined by parent insert",
      path: path
    )
  }

  private func quoted(_ columns: Set<ColumnName>) -> String {
    columns.map { "\"\($0)\"" }.sorted().joined(separator: ", ")
  }

  private func addRelated(
    _ member: InputReader.Member,
    _ relationship: Relationship,
    _ target: InsertView,
    to row: inout InsertedRow,
    own: Set<ColumnName>,
    _ input: NestedInput
  ) throws(PlannerError) {
    guard relationship.insertsParentFirst else {
      if let nested = try planNested(member, relationship, target, input, isSingle: true) {
        row.children.append(nested)
      }
      return
    }
    let doubled = own.intersection(relationship.pairs.map(\.own))
    guard doubled.isEmpty else {
      throw PlannerError(
        message: "cannot insert object relationship \"\(relationship.name)\" as "
          + "\(quoted(doubled)) column values are already determined",
        path: member.path
      )
    }
    if let nested = try planNested(member, relationship, target, input, isSingle: true) {
      row.parents.append(nested)
    }
  }

  /// The rows of a relationship; what the surrounding row determines of them is left to it.
  private func planNested(
    _ member: InputReader.Member,
    _ relationship: Relationship,
    _ target: InsertView,
    _ input: NestedInput,
    isSingle: Bool
  ) throws(PlannerError) -> NestedInsertion? {
    let isParent = relationship.kind == .object && relationship.insertsParentFirst
    let inner = input.inner(
      target,
      through: relationship,
      determined: isParent ? [] : relationship.pairs.map(\.target)
    )
    let members = try reader.object(
      member.value,
      typeName: member.definition.type.namedType,
      path: member.path
    )
    let (insertion, _) = try planInsertion(
      members,
      inner,
      isSingle: isSingle,
      path: member.path
    )
    guard let insertion else { return nil }
    let table = input.write.table
    // What a permission sets is not the client's to say, not by a relationship either.
    let presets = isParent ? input.write.presets : target.presets
    let pairs = relationship.pairs.filter { presets[isParent ? $0.own : $0.target] == nil }
    return NestedInsertion(
      relationship: relationship.name.value,
      pairs: pairs.map { pair in
        NestedInsertion.Pair(
          own: pair.own,
          ownType: columnType(pair.own, of: table),
          target: pair.target,
          targetType: columnType(pair.target, of: target.table)
        )
      },
      insertion: insertion,
      path: member.path
    )
  }

  // MARK: Conflicts

  private func planConflict(
    _ member: InputReader.Member,
    _ write: InsertView
  ) throws(PlannerError) -> ConflictClause {
    var clause = ConflictClause(target: .any)
    var columns: [ColumnName] = []
    var filter = Predicate.always
    for inner in try reader.object(
      member.value,
      typeName: member.definition.type.namedType,
      path: member.path
    ) {
      switch inner.definition.attachment as? WriteMeaning {
      case .constraint:
        let value = try reader.enumValue(
          inner.value,
          typeName: inner.definition.type.namedType,
          path: inner.path
        )
        guard let constraint = value.attachment as? ConflictConstraint else { continue }
        clause.target = .constraint(constraint.name, columns: constraint.columns)
      case .updateColumns:
        columns = try planUpdateColumns(inner, conflictPath: member.path)
      case .where where !inner.value.isNull:
        filter = try planBooleanExpression(
          inner.value,
          schema.conditionView(of: write.table, in: write.source),
          path: inner.path,
          depth: 0
        )
      default:
        continue
      }
    }
    guard !columns.isEmpty,
      let update = schema.updateView(of: write.table.name, in: write.source.name)
    else { return clause }
    clause.update = ConflictUpdate(
      columns: columns,
      presets: presetAssignments(update, path: member.path),
      filter: .all([
        filter, permissionPredicate(update.filter, on: update.table, in: update.source),
      ]),
      check: permissionPredicate(update.check, on: update.table, in: update.source)
    )
    return clause
  }

  private func planUpdateColumns(
    _ member: InputReader.Member,
    conflictPath: String
  ) throws(PlannerError) -> [ColumnName] {
    let typeName = member.definition.type.namedType
    var columns: [ColumnName] = []
    for item in try reader.list(
      member.value,
      itemType: .nonNull(.named(Name(typeName))),
      path: member.path
    ) {
      let value = try reader.enumValue(item.value, typeName: typeName, path: item.path)
      guard let visible = value.attachment as? VisibleColumn else {
        // Only there since an enum cannot be empty.
        throw PlannerError(message: "erroneous column name", path: conflictPath)
      }
      if !columns.contains(visible.column.name) { columns.append(visible.column.name) }
    }
    return columns
  }
}
