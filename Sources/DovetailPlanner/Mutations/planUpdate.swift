import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailSchema
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections
import OrderedJSON

extension OperationPlanning {
  /// `update_T`.
  func planUpdate(
    _ field: CollectedField,
    _ arguments: [InputReader.Member],
    _ write: UpdateView
  ) throws(PlannerError) -> RootField.Value {
    let joins = JoinCollector()
    let update = try planUpdate(
      arguments,
      write,
      filter: try planWhere(arguments, write.table, write.source),
      path: field.path + ".args"
    )
    let output = try planResponse(field, write.id, joins)
    guard let update else { return .constant(emptyResponse(output)) }
    try check(arguments, with: write.validation)
    return fetch(
      Mutation(
        table: writtenTable(write.table),
        operation: .update(update),
        output: .response(output),
        path: "$"
      ),
      write.source,
      joins
    )
  }

  /// `update_T_by_pk`.
  func planUpdateByPrimaryKey(
    _ field: CollectedField,
    _ arguments: [InputReader.Member],
    _ write: UpdateView,
    _ view: TableView
  ) throws(PlannerError) -> RootField.Value {
    let joins = JoinCollector()
    var conditions: [Predicate] = []
    for argument in arguments {
      guard case .primaryKeyColumns? = argument.definition.attachment as? WriteMeaning else {
        continue
      }
      let members = try reader.object(
        argument.value,
        typeName: argument.definition.type.namedType,
        path: argument.path
      )
      conditions += try planPrimaryKey(members, view)
    }
    let update = try planUpdate(
      arguments,
      write,
      filter: .all(conditions),
      path: field.path + ".args"
    )
    let output = try planRowOutput(field, view, joins)
    guard let update else { return .constant(JSONValue.null.serialized()) }
    try check(arguments, with: write.validation)
    return fetch(
      Mutation(
        table: writtenTable(write.table),
        operation: .update(update),
        output: output,
        path: "$"
      ),
      write.source,
      joins
    )
  }

  /// `update_T_many`.
  func planUpdateMany(
    _ field: CollectedField,
    _ arguments: [InputReader.Member],
    _ write: UpdateView
  ) throws(PlannerError) -> RootField.Value {
    let joins = JoinCollector()
    let output = try planResponse(field, write.id, joins)
    var mutations: [ListedMutation] = []
    var rows = RowsToCheck()
    for argument in arguments {
      guard case .updates? = argument.definition.attachment as? WriteMeaning else { continue }
      let typeName = argument.definition.type.namedType
      for item in try reader.list(
        argument.value,
        itemType: .nonNull(.named(Name(typeName))),
        path: argument.path
      ) {
        let members = try reader.object(item.value, typeName: typeName, path: item.path)
        let update = try planUpdate(
          members,
          write,
          filter: try planWhere(members, write.table, write.source),
          path: item.path
        )
        guard let update else {
          mutations.append(.constant(emptyResponse(output)))
          continue
        }
        if let webhook = write.validation { rows.add(try given(members), at: [], for: webhook) }
        mutations.append(
          .mutation(
            Mutation(
              table: writtenTable(write.table),
              operation: .update(update),
              output: .response(output),
              path: "$"
            )
          )
        )
      }
    }
    inputChecks += rows.checks
    return .fetch(
      Fetch(
        target: .source(write.source.name),
        request: .mutations(mutations),
        joins: joins.edges
      )
    )
  }

  /// The change that operators mean; nil if there is none.
  private func planUpdate(
    _ members: [InputReader.Member],
    _ write: UpdateView,
    filter: Predicate,
    path: String
  ) throws(PlannerError) -> Update? {
    var assignments: [Assignment] = presetAssignments(write, path: path)
    var operators: OrderedDictionary<ColumnName, Int> = [:]
    var fieldNames: [ColumnName: String] = [:]
    for member in members where !member.value.isNull {
      guard case .operation(let operation)? = member.definition.attachment as? WriteMeaning
      else { continue }
      for inner in try reader.object(
        member.value,
        typeName: member.definition.type.namedType,
        path: member.path
      ) {
        guard case .column(let column)? = inner.definition.attachment as? WriteMeaning else {
          continue
        }
        operators[column.name, default: 0] += 1
        fieldNames[column.name] = column.fieldName
        assignments.append(try planAssignment(inner, operation, column, write))
      }
    }
    let doubled = operators.filter { $0.value > 1 }.keys.map { fieldNames[$0] ?? $0.value }
    guard doubled.isEmpty else {
      let list = doubled.map { "'\($0)'" }.joined(separator: ", ")
      throw PlannerError(
        message: "Column found in multiple operators: [\(list)].",
        path: path
      )
    }
    guard !assignments.isEmpty else { return nil }
    return Update(
      assignments: assignments,
      filter: .all([filter, permissionPredicate(write.filter, on: write.table, in: write.source)]),
      check: permissionPredicate(write.check, on: write.table, in: write.source)
    )
  }

  private func planAssignment(
    _ member: InputReader.Member,
    _ operation: UpdateOperator,
    _ column: Column,
    _ write: UpdateView
  ) throws(PlannerError) -> Assignment {
    let operand: Operand =
      switch operation {
      case .set:
        try writtenOperand(
          member.value,
          column,
          write.table,
          write.source,
          path: member.path
        )
      default:
        try reader.operand(member.value, path: member.path)
      }
    func parameter(_ type: ColumnType) -> Parameter {
      Parameter(operand, type: type, path: member.path)
    }
    let value: Assignment.Value =
      switch operation {
      case .set: .set(parameter(column.type))
      case .increment: .increment(parameter(column.type))
      case .append: .append(parameter(column.type))
      case .prepend: .prepend(parameter(column.type))
      case .deleteKey: .deleteKey(parameter(.castTarget(.text)))
      case .deleteElement: .deleteElement(parameter(.elementIndex))
      case .deletePath: .deletePath(parameter(.castTarget(.text)))
      }
    return Assignment(column: column.name, type: column.type, value: value)
  }

  /// What the permission sets itself.
  func presetAssignments(_ write: UpdateView, path: String) -> [Assignment] {
    write.presets.map { column, preset in
      let type = columnType(column, of: write.table)
      return Assignment(
        column: column,
        type: type,
        value: .set(Parameter(presetOperand(preset), type: type, path: path))
      )
    }
  }
}

extension ColumnType {
  /// The type of an index into a JSON list.
  fileprivate static let elementIndex = ColumnType(
    sqlName: "integer",
    name: "int4",
    graphQLName: "Int",
    category: .int,
    wireForm: .number
  )
}
