import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailSchema
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections
import OrderedJSON

extension OperationPlanning {
  /// `T(…) { … }`.
  func planTableFetch(
    _ field: CollectedField,
    _ definition: SchemaField,
    _ view: TableView
  ) throws(PlannerError) -> Fetch {
    let joins = JoinCollector()
    let rows = try planRows(
      field,
      definition,
      view,
      relation: .table(view.table.name),
      at: [],
      joins
    )
    return Fetch(
      target: .source(view.source.name),
      request: .rows(rows),
      joins: joins.edges
    )
  }

  /// `T_by_pk(id: …) { … }`.
  func planPrimaryKeyFetch(
    _ field: CollectedField,
    _ definition: SchemaField,
    _ view: TableView
  ) throws(PlannerError) -> Fetch {
    let joins = JoinCollector()
    var conditions: [Predicate] = []
    for argument in try reader.arguments(of: field, definition.arguments) {
      guard case .column(let visible)? = argument.definition.attachment as? InputMeaning else {
        continue
      }
      if argument.value.isNull {
        throw PlannerError(
          message: "unexpected null value for type '\(argument.definition.type.namedType)'",
          path: argument.path
        )
      }
      let operand = try columnOperand(
        argument.value,
        visible.column,
        in: view,
        path: argument.path
      )
      conditions.append(
        .compare(
          reference(to: visible, in: view),
          .equal,
          Parameter(operand, type: visible.column.type, path: argument.path)
        )
      )
    }
    conditions.append(try permission(of: view))
    var rows = RowSelection(
      relation: .table(view.table.name),
      filter: .all(conditions)
    )
    try addOutput(to: &rows, field, view, at: [], joins)
    return Fetch(target: .source(view.source.name), request: .row(rows), joins: joins.edges)
  }

  /// The rows of a relation with the arguments and selections of a field.
  ///
  /// The path is that of response keys from the fetch's row to each of these rows.
  func planRows(
    _ field: CollectedField,
    _ definition: SchemaField,
    _ view: TableView,
    relation: Relation,
    at path: [String],
    _ joins: JoinCollector
  ) throws(PlannerError) -> RowSelection {
    var rows = try planRowArguments(field, definition, view, relation: relation)
    rows.permissionLimit = view.limit
    try addOutput(to: &rows, field, view, at: path, joins)
    return rows
  }

  /// `where`, `order_by`, `limit`, `offset` and `distinct_on`, and the permission's filter.
  func planRowArguments(
    _ field: CollectedField,
    _ definition: SchemaField,
    _ view: TableView,
    relation: Relation
  ) throws(PlannerError) -> RowSelection {
    let arguments = try reader.arguments(of: field, definition.arguments)
    let rows = try planRowArguments(arguments, view, relation: relation)
    try checkDistinct(rows, path: field.path + ".args")
    return rows
  }

  /// The same for arguments that have been read.
  func planRowArguments(
    _ arguments: [InputReader.Member],
    _ view: TableView,
    relation: Relation
  ) throws(PlannerError) -> RowSelection {
    var rows = RowSelection(relation: relation)
    var filters: [Predicate] = [try permission(of: view)]
    for argument in arguments {
      guard let kind = argument.definition.attachment as? RowArgument, !argument.value.isNull
      else { continue }
      switch kind {
      case .where:
        filters.insert(
          try planBooleanExpression(argument.value, view, path: argument.path, depth: 0),
          at: 0
        )
      case .orderBy:
        rows.order = try planOrder(argument.value, view, path: argument.path)
      case .distinctOn:
        rows.distinctOn = try planDistinct(argument, view)
      case .limit:
        rows.limit = try planWindow(argument, .nonNegativeInt32)
      case .offset:
        rows.offset = try planWindow(argument, .nonNegativeInt64)
      }
    }
    rows.filter = .all(filters)
    return rows
  }

  private func planDistinct(
    _ argument: InputReader.Member,
    _ view: TableView
  ) throws(PlannerError) -> [ColumnReference] {
    let typeName = argument.definition.type.namedType
    var columns: [ColumnReference] = []
    for item in try reader.list(
      argument.value,
      itemType: .nonNull(.named(Name(typeName))),
      path: argument.path
    ) {
      let value = try reader.enumValue(item.value, typeName: typeName, path: item.path)
      guard let visible = value.attachment as? VisibleColumn else { continue }
      let column = reference(to: visible, in: view)
      if !columns.contains(column) { columns.append(column) }
    }
    return columns
  }

  /// The first terms of the order must be the distinct columns, in any order (contract 04 §3).
  func checkDistinct(_ rows: RowSelection, path: String) throws(PlannerError) {
    guard !rows.distinctOn.isEmpty, !rows.order.isEmpty else { return }
    let initial = rows.order.prefix(rows.distinctOn.count).compactMap { term -> ColumnReference? in
      if case .value(let column) = term.key { column } else { nil }
    }
    guard Set(initial) == Set(rows.distinctOn) else {
      throw PlannerError(
        message: "\"distinct_on\" columns must match initial \"order_by\" columns",
        path: path
      )
    }
  }

  /// What `limit`, `offset`, `first` or `last` gives.
  func planWindow(
    _ argument: InputReader.Member,
    _ kind: ParameterCheck.Kind
  ) throws(PlannerError) -> Parameter {
    let operand = try reader.operand(argument.value, path: argument.path)
    let isRight =
      switch argument.value {
      case .literal(.int(let text, _)):
        try isWindow(JSONNumber(unchecked: text), kind, argument)
      case .json(.number(let number), _):
        try isWindow(number, kind, argument)
      case .literal(.string(let text)):
        kind == .nonNegativeInt64 && (Int64(text.value) ?? -1) >= 0
      case .json(.string(let text), _):
        kind == .nonNegativeInt64 && (Int64(text) ?? -1) >= 0
      default:
        false
      }
    guard isRight else {
      let expected =
        kind == .nonNegativeInt32
        ? "a non-negative 32-bit integer" : "a non-negative 64-bit integer"
      throw reader.expected(expected, "Int", argument.value, argument.path)
    }
    if case .variable = operand {
      // Other requests with this plan have other numbers.
      checks.append(ParameterCheck(operand: operand, kind: kind, path: argument.path))
    }
    return Parameter(operand, type: .window, path: argument.path)
  }

  /// Whether the number is not negative.
  ///
  /// - Throws: if it is no integer, or too large a one.
  private func isWindow(
    _ number: JSONNumber,
    _ kind: ParameterCheck.Kind,
    _ argument: InputReader.Member
  ) throws(PlannerError) -> Bool {
    guard !number.text.hasPrefix("-") else { return false }
    guard let value = number.integer, kind == .nonNegativeInt64 || value <= Int64(Int32.max) else {
      throw PlannerError(message: number.outOfBoundsText, path: argument.path)
    }
    return true
  }
}

extension ColumnType {
  /// The type of `limit` and `offset`.
  static let window = ColumnType(
    sqlName: "bigint",
    name: "int8",
    graphQLName: "bigint",
    category: .bigint,
    wireForm: .number
  )
}
