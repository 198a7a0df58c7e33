import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailSchema
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections
import OrderedJSON

extension OperationPlanning {
  /// Plans what is selected of each row: columns, relationships, joins.
  func addOutput(
    to rows: inout RowSelection,
    _ field: CollectedField,
    _ view: TableView,
    at path: [String],
    _ joins: JoinCollector
  ) throws(PlannerError) {
    let typeName = view.table.naming.rowType
    let fields = try subfields(of: field, typeName: typeName)
    (rows.output, rows.joinKeys) = try planOutput(
      fields,
      view,
      typeName: typeName,
      at: path,
      joins
    )
  }

  func planOutput(
    _ fields: [CollectedField],
    _ view: TableView,
    typeName: String,
    at path: [String],
    _ joins: JoinCollector
  ) throws(PlannerError) -> ([OutputField], [JoinKeyColumn]) {
    var keys = JoinKeyColumns()
    var output: [OutputField] = []
    for field in fields {
      let value = try planField(field, view, typeName: typeName, at: path, &keys, joins)
      output.append(OutputField(key: field.responseKey, value: value))
    }
    return (output, keys.columns)
  }

  private func planField(
    _ field: CollectedField,
    _ view: TableView,
    typeName: String,
    at path: [String],
    _ keys: inout JoinKeyColumns,
    _ joins: JoinCollector
  ) throws(PlannerError) -> OutputValue {
    if field.name == "__typename" {
      try checkLeaf(field)
      return .constant(typeName)
    }
    guard let definition = schema.field(field.name, of: typeName),
      let meaning = definition.attachment as? FieldMeaning
    else {
      throw unknownField(field, typeName)
    }
    let inner = path + [field.responseKey]
    switch meaning {
    case .column(let visible):
      return .column(try planColumn(field, definition, visible, view))
    case .computedScalar(let computed, let condition):
      return .column(
        try planComputedScalar(field, definition, computed, condition: condition, view)
      )
    case .computedRows(let computed, let target):
      let call = try planCall(of: computed, field, definition)
      var rows = try planRows(
        field,
        definition,
        target,
        relation: .function(call),
        at: inner,
        joins
      )
      rows.filter = .all([rows.filter, computed.existence(of: target.table)])
      return isList(definition) ? .array(.none, rows) : .object(.none, rows)
    case .relationship(let relationship, let target):
      let rows = try planRows(
        field,
        definition,
        target,
        relation: try relation(of: relationship, to: target, from: view, field, definition),
        at: inner,
        joins
      )
      switch relationship.kind {
      case .object: return .object(correlation(of: relationship), rows)
      case .array: return .array(correlation(of: relationship), rows)
      }
    case .relationshipAggregate(let relationship, let target):
      let selection = try planAggregate(
        field,
        definition,
        target,
        relation: .table(target.table.name),
        at: inner,
        joins
      )
      return .aggregate(correlation(of: relationship), selection)
    case .relationshipConnection(let relationship, let target):
      let selection = try planConnection(
        field,
        definition,
        target,
        relation: .table(target.table.name),
        at: inner,
        joins
      )
      return .connection(correlation(of: relationship), selection)
    case .globalID(let view):
      try checkNoArguments(field)
      try checkLeaf(field)
      return .globalID(globalID(of: view))
    case .remoteTable(let relationship, let target, let targetView):
      return .join(
        try planTableJoin(
          field,
          definition,
          relationship,
          target,
          targetView,
          isAggregate: false,
          view,
          at: path,
          &keys,
          joins
        )
      )
    case .remoteTableAggregate(let relationship, let target, let targetView):
      return .join(
        try planTableJoin(
          field,
          definition,
          relationship,
          target,
          targetView,
          isAggregate: true,
          view,
          at: path,
          &keys,
          joins
        )
      )
    case .remoteField(let relationship, let resolved):
      return .join(
        try planRemoteJoin(
          field,
          definition,
          relationship,
          resolved,
          view,
          at: path,
          &keys,
          joins
        )
      )
    default:
      throw PlannerError(
        code: .unexpected,
        message: "'\(field.name)' is not a field of a row",
        path: field.path
      )
    }
  }

  private func isList(_ definition: SchemaField) -> Bool {
    if case .list = definition.type.nullable { true } else { false }
  }

  // MARK: Columns

  private func planColumn(
    _ field: CollectedField,
    _ definition: SchemaField,
    _ visible: VisibleColumn,
    _ view: TableView
  ) throws(PlannerError) -> ColumnOutput {
    let jsonPath = try planJSONPath(field, definition)
    try checkLeaf(field)
    return ColumnOutput(
      reference(to: visible, in: view),
      jsonPath: jsonPath,
      isStringified: isStringified(visible.column.type),
      isUppercased: visible.column.enumTable != nil && view.source.convention == .graphqlDefault
    )
  }

  func isStringified(_ type: ColumnType) -> Bool {
    schema.catalog.options.stringifiesNumericTypes && type.isStringifiable
  }

  private func planJSONPath(
    _ field: CollectedField,
    _ definition: SchemaField
  ) throws(PlannerError) -> [String] {
    guard definition.arguments["path"] != nil || !field.arguments.isEmpty else { return [] }
    for argument in try reader.arguments(of: field, definition.arguments)
    where argument.definition.name == "path" && !argument.value.isNull {
      let text = try reader.string(argument.value, path: argument.path)
      do {
        return try parseJSONPath(text)
      } catch {
        throw PlannerError(
          message: "parse json path error: \(error.message)",
          path: argument.path
        )
      }
    }
    return []
  }

  /// A reference to a column as the role sees it.
  func reference(to visible: VisibleColumn, in view: TableView) -> ColumnReference {
    let column = visible.column
    guard let condition = visible.condition else {
      return ColumnReference(column.name, type: column.type, isNullable: column.isNullable)
    }
    let predicate = permissionPredicate(condition, on: view.table, in: view.source)
    return ColumnReference(
      source: .redacted(column.name, unless: predicate),
      type: column.type,
      isNullable: true
    )
  }

  func correlation(of relationship: Relationship) -> Correlation {
    Correlation(
      relationship.pairs.map { Correlation.Pair(outer: $0.own, inner: $0.target) }
    )
  }

  // MARK: Computed fields

  private func planComputedScalar(
    _ field: CollectedField,
    _ definition: SchemaField,
    _ computed: ComputedField,
    condition: PermissionFilter?,
    _ view: TableView
  ) throws(PlannerError) -> ColumnOutput {
    guard case .scalar(let type) = computed.result else {
      throw PlannerError(
        code: .unexpected,
        message: "'\(field.name)' gives rows, not a value",
        path: field.path
      )
    }
    let call = try planCall(of: computed, field, definition)
    let jsonPath = try planJSONPath(field, definition)
    try checkLeaf(field)
    return ColumnOutput(
      ColumnReference(
        source: source(of: call, where: condition, in: view),
        type: type,
        isNullable: true
      ),
      jsonPath: jsonPath,
      isStringified: isStringified(type)
    )
  }

  /// The value of a computed field, hidden where the role does not see the cell.
  func source(
    of call: FunctionCall,
    where condition: PermissionFilter?,
    in view: TableView
  ) -> ColumnReference.ValueSource {
    guard let condition else { return .function(call) }
    return .redactedFunction(
      call,
      unless: permissionPredicate(condition, on: view.table, in: view.source)
    )
  }
}
