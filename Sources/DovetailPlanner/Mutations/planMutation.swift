import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailSchema
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections
import OrderedJSON

extension OperationPlanning {
  /// A root field that changes rows of a table (contract 04 §7–§10).
  func planMutation(
    _ field: CollectedField,
    _ definition: SchemaField,
    _ meaning: MutationMeaning
  ) throws(PlannerError) -> RootField.Value {
    let arguments = try reader.arguments(of: field, definition.arguments)
    switch meaning {
    case .insert(let write):
      return try planInsert(field, arguments, write, isSingle: false, view: nil)
    case .insertOne(let write, let view):
      return try planInsert(field, arguments, write, isSingle: true, view: view)
    case .update(let write):
      return try planUpdate(field, arguments, write)
    case .updateByPrimaryKey(let write, let view):
      return try planUpdateByPrimaryKey(field, arguments, write, view)
    case .updateMany(let write):
      return try planUpdateMany(field, arguments, write)
    case .delete(let write):
      return try planDelete(field, arguments, write)
    case .deleteByPrimaryKey(let write, let view):
      return try planDeleteByPrimaryKey(field, arguments, write, view)
    }
  }

  // MARK: Delete

  private func planDelete(
    _ field: CollectedField,
    _ arguments: [InputReader.Member],
    _ write: DeleteView
  ) throws(PlannerError) -> RootField.Value {
    let joins = JoinCollector()
    let filter = try planWhere(arguments, write.table, write.source)
    let output = try planResponse(field, write.id, joins)
    try check(arguments, with: write.validation)
    return fetch(
      Mutation(
        table: writtenTable(write.table),
        operation: .delete(where: .all([filter, permission(write)])),
        output: .response(output),
        path: "$"
      ),
      write.source,
      joins
    )
  }

  private func planDeleteByPrimaryKey(
    _ field: CollectedField,
    _ arguments: [InputReader.Member],
    _ write: DeleteView,
    _ view: TableView
  ) throws(PlannerError) -> RootField.Value {
    let joins = JoinCollector()
    var conditions = try planPrimaryKey(arguments, view)
    conditions.append(permission(write))
    let output = try planRowOutput(field, view, joins)
    try check(primaryKey: arguments, with: write.validation)
    return fetch(
      Mutation(
        table: writtenTable(write.table),
        operation: .delete(where: .all(conditions)),
        output: output,
        path: "$"
      ),
      write.source,
      joins
    )
  }

  private func permission(_ write: DeleteView) -> Predicate {
    permissionPredicate(write.filter, on: write.table, in: write.source)
  }

  // MARK: Shared parts

  /// The root field that a mutation is.
  func fetch(
    _ mutation: Mutation,
    _ source: SourceCatalog,
    _ joins: JoinCollector
  ) -> RootField.Value {
    .fetch(
      Fetch(target: .source(source.name), request: .mutation(mutation), joins: joins.edges)
    )
  }

  /// The table with what sources must know to write it.
  func writtenTable(_ table: Table) -> WrittenTable {
    WrittenTable(table.facts)
  }

  /// The required `where`.
  func planWhere(
    _ arguments: [InputReader.Member],
    _ table: Table,
    _ source: SourceCatalog
  ) throws(PlannerError) -> Predicate {
    for argument in arguments {
      guard case .where? = argument.definition.attachment as? WriteMeaning else { continue }
      return try planBooleanExpression(
        argument.value,
        schema.conditionView(of: table, in: source),
        path: argument.path,
        depth: 0
      )
    }
    return .never
  }

  /// The conditions that the columns of the primary key have the given values.
  func planPrimaryKey(
    _ members: [InputReader.Member],
    _ view: TableView
  ) throws(PlannerError) -> [Predicate] {
    var conditions: [Predicate] = []
    for member in members {
      guard case .column(let visible)? = member.definition.attachment as? InputMeaning else {
        continue
      }
      if member.value.isNull {
        throw PlannerError(
          message: "unexpected null value for type '\(member.definition.type.namedType)'",
          path: member.path
        )
      }
      let operand = try columnOperand(member.value, visible.column, in: view, path: member.path)
      conditions.append(
        .compare(
          reference(to: visible, in: view),
          .equal,
          Parameter(operand, type: visible.column.type, path: member.path)
        )
      )
    }
    return conditions
  }

  /// What the response shows of the only row.
  func planRowOutput(
    _ field: CollectedField,
    _ view: TableView,
    _ joins: JoinCollector
  ) throws(PlannerError) -> Mutation.Output {
    let typeName = view.table.naming.rowType
    let fields = try subfields(of: field, typeName: typeName)
    let (output, keys) = try planOutput(fields, view, typeName: typeName, at: [], joins)
    return .row(output, joinKeys: keys)
  }

  /// The members of a mutation response.
  func planResponse(
    _ field: CollectedField,
    _ id: TableID,
    _ joins: JoinCollector
  ) throws(PlannerError) -> [Mutation.ResponseField] {
    let typeName = schema.nameOfMutationResponse(id)
    var output: [Mutation.ResponseField] = []
    for inner in try subfields(of: field, typeName: typeName) {
      output.append(
        Mutation.ResponseField(
          key: inner.responseKey,
          value: try planResponseField(inner, typeName, joins)
        )
      )
    }
    return output
  }

  private func planResponseField(
    _ field: CollectedField,
    _ typeName: String,
    _ joins: JoinCollector
  ) throws(PlannerError) -> Mutation.ResponseField.Value {
    if field.name == "__typename" {
      try checkLeaf(field)
      return .constant(typeName)
    }
    guard let definition = schema.field(field.name, of: typeName) else {
      throw unknownField(field, typeName)
    }
    _ = try reader.arguments(of: field, definition.arguments)
    switch definition.attachment as? MutationResponseMeaning {
    case .affectedRows:
      try checkLeaf(field)
      return .affectedRows
    case .returning(let view):
      let rowType = view.table.naming.rowType
      let fields = try subfields(of: field, typeName: rowType)
      let (output, keys) = try planOutput(
        fields,
        view,
        typeName: rowType,
        at: [field.responseKey],
        joins
      )
      return .returning(output, joinKeys: keys)
    case nil:
      throw unknownField(field, typeName)
    }
  }

  /// The response of a mutation that changes nothing.
  func emptyResponse(_ output: [Mutation.ResponseField]) -> [UInt8] {
    var object: JSONObject = [:]
    for field in output {
      switch field.value {
      case .constant(let text): object[field.key] = .string(text)
      case .affectedRows: object[field.key] = .int(0)
      case .returning: object[field.key] = .array([])
      }
    }
    return JSONValue.object(object).serialized()
  }

  /// A value that a permission sets.
  func presetOperand(_ operand: PermissionOperand) -> Operand {
    switch operand {
    case .literal(let value): .constant(value)
    case .session(let name): .session(name)
    case .given(let operand, at: _): presetOperand(operand)
    case .list(let items): .list(items.map(presetOperand))
    case .object(let members):
      .object(
        members.sorted { $0.key < $1.key }.map {
          Operand.Member(name: $0.key, value: presetOperand($0.value))
        }
      )
    }
  }

  /// A client's value for a column.
  func writtenOperand(
    _ value: GivenValue,
    _ column: Column,
    _ table: Table,
    _ source: SourceCatalog,
    path: String
  ) throws(PlannerError) -> Operand {
    if value.isNull {
      // Whether there is a value belongs to the shape of a variable, on which the plan depends.
      return .constant(.null)
    }
    return try columnOperand(
      value,
      column,
      in: schema.conditionView(of: table, in: source),
      path: path
    )
  }

  /// The type of a column, whether GraphQL can name it or not.
  func columnType(_ name: ColumnName, of table: Table) -> ColumnType {
    table.facts.columns.first { $0.name == name }?.type ?? .castTarget(.text)
  }
}
