import DovetailCatalog
import DovetailMetadata
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections

extension RoleSchema {
  /// `T_aggregate`: the aggregates, and the rows that they aggregate.
  func makeAggregateType(_ view: TableView) -> SchemaType {
    SchemaType(
      name: typeName(.aggregate(view.id)),
      description: "aggregated selection of \"\(view.table.naming.base)\"",
      kind: .object(
        fields: [
          "aggregate": SchemaField(
            name: "aggregate",
            type: reference(.aggregateFields(view.id)),
            attachment: FieldMeaning.aggregateFields
          ),
          "nodes": SchemaField(
            name: "nodes",
            type: .nonNull(.list(.nonNull(reference(.row(view.id))))),
            attachment: FieldMeaning.aggregateNodes
          ),
        ],
        interfaces: []
      )
    )
  }

  /// `T_aggregate_fields`: `count`, and an object for each function that some column admits.
  func makeAggregateFieldsType(_ view: TableView) -> SchemaType {
    var countArguments: OrderedDictionary<String, SchemaInputValue> = [
      "distinct": SchemaInputValue(name: "distinct", type: .named(Name("Boolean")))
    ]
    if hasSelectableColumns(view) {
      countArguments["columns"] = SchemaInputValue(
        name: "columns",
        type: .list(.nonNull(reference(.selectColumn(view.id))))
      )
    }
    var fields: OrderedDictionary<String, SchemaField> = [
      "count": SchemaField(
        name: "count",
        arguments: countArguments,
        type: .nonNull(.named(Name("Int"))),
        attachment: FieldMeaning.aggregateCount
      )
    ]
    for function in fieldAggregates(view) {
      let name = view.source.convention.fieldName(function.rawValue)
      fields[name] = SchemaField(
        name: name,
        type: reference(.aggregateFunctionFields(view.id, function)),
        attachment: FieldMeaning.aggregateFunction(function)
      )
    }
    return SchemaType(
      name: typeName(.aggregateFields(view.id)),
      description: "aggregate fields of \"\(view.table.naming.base)\"",
      kind: .object(fields: fields, interfaces: [])
    )
  }

  func makeAggregateFunctionFieldsType(
    _ view: TableView,
    _ function: AggregateFunction
  ) -> SchemaType {
    var fields: OrderedDictionary<String, SchemaField> = [:]
    for visible in columns(view, aggregatedBy: function) {
      let name = visible.column.fieldName
      fields[name] = SchemaField(
        name: name,
        description: visible.column.description,
        type: aggregateType(valueType(visible.column, in: view.source.name), function),
        attachment: FieldMeaning.aggregateColumn(visible)
      )
    }
    for (field, condition, type) in computedFields(view, aggregatedBy: function) {
      let name = field.name.value
      fields[name] = SchemaField(
        name: name,
        description: describe(
          field.description,
          "A computed field, executes function \"\(field.function)\""
        ),
        arguments: computedArguments(field, view),
        type: aggregateType(valueType(type), function),
        attachment: FieldMeaning.aggregateComputed(field, condition: condition)
      )
    }
    return SchemaType(
      name: typeName(.aggregateFunctionFields(view.id, function)),
      description: "aggregate \(function.rawValue) on columns",
      kind: .object(fields: fields, interfaces: [])
    )
  }

  private func aggregateType(
    _ type: TypeReference,
    _ function: AggregateFunction
  ) -> TypeReference {
    switch function {
    case .sum, .max, .min: type
    default: .named(Name("Float"))
    }
  }

  private static let aggregatesOfValues: [AggregateFunction] = [
    .avg, .max, .min, .stddev, .stddevPop, .stddevSamp, .sum, .varPop, .varSamp, .variance,
  ]

  /// The functions of which the table has an object of columns, in the order of the schema.
  func columnAggregates(_ view: TableView) -> [AggregateFunction] {
    Self.aggregatesOfValues.filter { function in
      view.source.aggregates.contains(function)
        && !columns(view, aggregatedBy: function).isEmpty
    }
  }

  /// The functions of which the table has an object of columns or computed fields.
  private func fieldAggregates(_ view: TableView) -> [AggregateFunction] {
    Self.aggregatesOfValues.filter { function in
      view.source.aggregates.contains(function)
        && !(columns(view, aggregatedBy: function).isEmpty
          && computedFields(view, aggregatedBy: function).isEmpty)
    }
  }

  private func computedFields(
    _ view: TableView,
    aggregatedBy function: AggregateFunction
  ) -> [(ComputedField, PermissionFilter?, ColumnType)] {
    visibleComputedFields(view).compactMap { field, condition in
      guard case .scalar(let type) = field.result else { return nil }
      switch function {
      case .max, .min: guard type.isComparable else { return nil }
      default: guard type.isNumeric else { return nil }
      }
      return (field, condition, type)
    }
  }

  func columns(_ view: TableView, aggregatedBy function: AggregateFunction) -> [VisibleColumn] {
    switch function {
    case .max, .min:
      // An enum table's values have no order that a client could know.
      view.columns.filter { $0.column.type.isComparable && $0.column.enumTable == nil }
    default:
      view.columns.filter { $0.column.type.isNumeric }
    }
  }
}
