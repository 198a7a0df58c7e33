import DovetailCatalog
import DovetailPlan
import DovetailSchema
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections

extension OperationPlanning {
  /// `T_aggregate(…) { … }`.
  func planAggregateFetch(
    _ field: CollectedField,
    _ definition: SchemaField,
    _ view: TableView
  ) throws(PlannerError) -> Fetch {
    let joins = JoinCollector()
    let selection = try planAggregate(
      field,
      definition,
      view,
      relation: .table(view.table.name),
      at: [],
      joins
    )
    return Fetch(
      target: .source(view.source.name),
      request: .aggregate(selection),
      joins: joins.edges
    )
  }

  func planAggregate(
    _ field: CollectedField,
    _ definition: SchemaField,
    _ view: TableView,
    relation: Relation,
    at path: [String],
    _ joins: JoinCollector
  ) throws(PlannerError) -> AggregateSelection {
    var rows = try planRowArguments(field, definition, view, relation: relation)
    rows.permissionLimit = view.limit
    let typeName = definition.type.namedType
    var output: [AggregateOutputField] = []
    for inner in try subfields(of: field, typeName: typeName) {
      output.append(
        AggregateOutputField(
          key: inner.responseKey,
          value: try planAggregateMember(inner, view, typeName: typeName, at: path, joins)
        )
      )
    }
    return AggregateSelection(rows: rows, output: output)
  }

  private func planAggregateMember(
    _ field: CollectedField,
    _ view: TableView,
    typeName: String,
    at path: [String],
    _ joins: JoinCollector
  ) throws(PlannerError) -> AggregateOutputField.Value {
    if field.name == "__typename" {
      try checkLeaf(field)
      return .constant(typeName)
    }
    guard let definition = schema.field(field.name, of: typeName),
      let meaning = definition.attachment as? FieldMeaning
    else {
      throw unknownField(field, typeName)
    }
    _ = try reader.arguments(of: field, definition.arguments)
    switch meaning {
    case .aggregateNodes:
      let rowType = view.table.naming.rowType
      let (output, keys) = try planOutput(
        try subfields(of: field, typeName: rowType),
        view,
        typeName: rowType,
        at: path + [field.responseKey],
        joins
      )
      return .nodes(output, joinKeys: keys)
    case .aggregateFields:
      let inner = definition.type.namedType
      var fields: [AggregateField] = []
      for member in try subfields(of: field, typeName: inner) {
        fields.append(
          AggregateField(
            key: member.responseKey,
            value: try planAggregateField(member, view, typeName: inner)
          )
        )
      }
      return .aggregate(fields)
    default:
      throw unknownField(field, typeName)
    }
  }

  private func planAggregateField(
    _ field: CollectedField,
    _ view: TableView,
    typeName: String
  ) throws(PlannerError) -> AggregateField.Value {
    if field.name == "__typename" {
      try checkLeaf(field)
      return .constant(typeName)
    }
    guard let definition = schema.field(field.name, of: typeName),
      let meaning = definition.attachment as? FieldMeaning
    else {
      throw unknownField(field, typeName)
    }
    switch meaning {
    case .aggregateCount:
      try checkLeaf(field)
      return try planCount(field, definition, view)
    case .aggregateFunction(let function):
      _ = try reader.arguments(of: field, definition.arguments)
      let inner = definition.type.namedType
      var columns: [AggregateColumn] = []
      for member in try subfields(of: field, typeName: inner) {
        columns.append(
          AggregateColumn(
            key: member.responseKey,
            value: try planAggregateColumn(member, view, typeName: inner)
          )
        )
      }
      return .columns(function, columns)
    default:
      throw unknownField(field, typeName)
    }
  }

  private func planCount(
    _ field: CollectedField,
    _ definition: SchemaField,
    _ view: TableView
  ) throws(PlannerError) -> AggregateField.Value {
    var columns: [ColumnReference] = []
    var isDistinct = false
    for argument in try reader.arguments(of: field, definition.arguments)
    where !argument.value.isNull {
      if argument.definition.name == "distinct" {
        isDistinct = try reader.boolean(argument.value, path: argument.path)
        continue
      }
      columns = try planColumnList(argument, view)
    }
    return .count(columns, isDistinct: isDistinct)
  }

  /// Columns named by a `T_select_column` list.
  func planColumnList(
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
      if let visible = value.attachment as? VisibleColumn {
        columns.append(reference(to: visible, in: view))
      }
    }
    return columns
  }

  private func planAggregateColumn(
    _ field: CollectedField,
    _ view: TableView,
    typeName: String
  ) throws(PlannerError) -> AggregateColumn.Value {
    try checkLeaf(field)
    if field.name == "__typename" { return .constant(typeName) }
    guard let definition = schema.field(field.name, of: typeName) else {
      throw unknownField(field, typeName)
    }
    if case .aggregateComputed(let computed, let condition)? =
      definition.attachment as? FieldMeaning, case .scalar(let type) = computed.result
    {
      let call = try planCall(of: computed, field, definition)
      return .column(
        ColumnReference(
          source: source(of: call, where: condition, in: view),
          type: type,
          isNullable: true
        ),
        isStringified: isStringified(type)
      )
    }
    guard case .aggregateColumn(let visible)? = definition.attachment as? FieldMeaning else {
      throw unknownField(field, typeName)
    }
    _ = try reader.arguments(of: field, definition.arguments)
    return .column(
      reference(to: visible, in: view),
      isStringified: isStringified(visible.column.type)
    )
  }
}
