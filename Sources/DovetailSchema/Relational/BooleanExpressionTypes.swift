import DovetailCatalog
import DovetailMetadata
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections

extension RoleSchema {
  /// `T_bool_exp`.
  func makeBoolExpType(_ view: TableView) -> SchemaType {
    let own = reference(.boolExp(view.id))
    var fields: OrderedDictionary<String, SchemaInputValue> = [
      "_and": SchemaInputValue(
        name: "_and",
        type: .list(.nonNull(own)),
        attachment: InputMeaning.and
      ),
      "_not": SchemaInputValue(name: "_not", type: own, attachment: InputMeaning.not),
      "_or": SchemaInputValue(
        name: "_or",
        type: .list(.nonNull(own)),
        attachment: InputMeaning.or
      ),
    ]
    let connectives = fields
    for visible in view.columns {
      let name = visible.column.fieldName
      fields[name] = SchemaInputValue(
        name: name,
        type: reference(.comparison(comparisonSubject(of: visible.column, view))),
        attachment: InputMeaning.column(visible)
      )
    }
    for (field, _) in visibleComputedFields(view) where field.clientArguments.isEmpty {
      guard case .scalar(let type) = field.result else { continue }
      let name = field.name.value
      fields[name] = SchemaInputValue(
        name: name,
        type: reference(.comparison(comparisonSubject(of: type, view))),
        attachment: InputMeaning.computed(field)
      )
    }
    // A role that may not read the table cannot look from it into others either.
    if self.view(view.id) != nil { addRelationshipConditions(to: &fields, view) }
    // A column of such a name cannot be filtered by, but must not take them away.
    fields.merge(connectives) { _, connective in connective }
    return SchemaType(
      name: typeName(.boolExp(view.id)),
      description: "Boolean expression to filter rows from the table "
        + "\"\(view.table.naming.base)\". All fields are combined with a logical 'AND'.",
      kind: .inputObject(fields: fields, isOneOf: false)
    )
  }

  private func addRelationshipConditions(
    to fields: inout OrderedDictionary<String, SchemaInputValue>,
    _ view: TableView
  ) {
    for (field, target, _) in plainComputedRows(view) {
      let name = field.name.value
      fields[name] = SchemaInputValue(
        name: name,
        type: reference(.boolExp(target.id)),
        attachment: InputMeaning.computedRows(field, target)
      )
    }
    for relationship in view.relationships {
      guard let target = self.view(of: relationship.target, in: view.source),
        takesNoArguments(relationship, view)
      else { continue }
      let name = relationship.name.value
      fields[name] = SchemaInputValue(
        name: name,
        type: reference(.boolExp(target.id)),
        attachment: InputMeaning.relationship(relationship, target)
      )
      guard relationship.kind == .array, target.allowsAggregations,
        !catalog.options.hidesAggregationPredicates
      else { continue }
      let aggregateName = aggregateFieldName(name, view.source.convention)
      fields[aggregateName] = SchemaInputValue(
        name: aggregateName,
        type: reference(.aggregateBoolExp(target.id)),
        attachment: InputMeaning.relationshipAggregate(relationship, target)
      )
    }
    for relationship in view.table.remoteRelationships.values {
      guard case .table(let target) = relationship.target, target.joinsWholeFields,
        let other = self.view(of: target.table, in: target.source)
      else { continue }
      let name = relationship.name.value
      fields[name] = SchemaInputValue(
        name: name,
        description: "Reads the keys of the rows in source \"\(target.source)\" first.",
        type: reference(.boolExp(other.id)),
        attachment: InputMeaning.remoteTable(relationship, target, other)
      )
    }
  }

  // MARK: Aggregate predicates

  /// `T_aggregate_bool_exp`: exactly one function.
  func makeAggregateBoolExpType(_ view: TableView) -> SchemaType {
    var fields: OrderedDictionary<String, SchemaInputValue> = [:]
    for function in predicateAggregates(view) {
      let name = view.source.convention.fieldName(function.rawValue)
      fields[name] = SchemaInputValue(
        name: name,
        type: reference(.aggregateBoolExpFunction(view.id, function)),
        attachment: InputMeaning.aggregateFunction(function)
      )
    }
    return SchemaType(
      name: typeName(.aggregateBoolExp(view.id)),
      kind: .inputObject(fields: fields, isOneOf: false)
    )
  }

  private func predicateAggregates(_ view: TableView) -> [AggregateFunction] {
    let functions: [AggregateFunction] = [
      .avg, .boolAnd, .boolOr, .corr, .count, .covarSamp, .max, .min, .stddevSamp, .sum, .varSamp,
    ]
    return functions.filter { function in
      guard view.source.aggregates.contains(function) else { return false }
      return function == .count || !columns(view, inPredicateOf: function).isEmpty
    }
  }

  func columns(
    _ view: TableView,
    inPredicateOf function: AggregateFunction
  ) -> [VisibleColumn] {
    switch function {
    case .count: view.columns
    case .boolAnd, .boolOr: view.columns.filter { $0.column.type.category == .boolean }
    default: view.columns.filter { $0.column.type.category == .double }
    }
  }

  func makeAggregateBoolExpFunctionType(
    _ view: TableView,
    _ function: AggregateFunction
  ) -> SchemaType {
    let convention = view.source.convention
    let predicate: TypeReference
    let arguments: SchemaInputValue
    switch function {
    case .count:
      predicate = .nonNull(reference(.comparison(scalarSubject("Int", .int, view))))
      arguments = SchemaInputValue(
        name: "arguments",
        type: .list(.nonNull(reference(.selectColumn(view.id)))),
        defaultValue: .list([])
      )
    case .boolAnd, .boolOr:
      predicate = .nonNull(reference(.comparison(scalarSubject("Boolean", .boolean, view))))
      arguments = SchemaInputValue(
        name: "arguments",
        type: .nonNull(reference(.aggregateBoolExpColumns(view.id, function)))
      )
    case .corr, .covarSamp:
      predicate = .nonNull(reference(.comparison(scalarSubject("float8", .double, view))))
      arguments = SchemaInputValue(
        name: "arguments",
        type: .nonNull(reference(.aggregateBoolExpPair(view.id, function)))
      )
    default:
      predicate = .nonNull(reference(.comparison(scalarSubject("float8", .double, view))))
      arguments = SchemaInputValue(
        name: "arguments",
        type: .nonNull(reference(.aggregateBoolExpColumns(view.id, function)))
      )
    }
    return SchemaType(
      name: typeName(.aggregateBoolExpFunction(view.id, function)),
      kind: .inputObject(
        fields: [
          "arguments": arguments,
          "distinct": SchemaInputValue(name: "distinct", type: .named(Name("Boolean"))),
          "filter": SchemaInputValue(
            name: "filter",
            type: reference(.boolExp(view.id))
          ),
          convention.fieldName("predicate"): SchemaInputValue(
            name: convention.fieldName("predicate"),
            type: predicate
          ),
        ],
        isOneOf: false
      )
    )
  }

  func makeAggregateBoolExpColumnsType(
    _ view: TableView,
    _ function: AggregateFunction
  ) -> SchemaType {
    var values: OrderedDictionary<String, SchemaEnumValue> = [:]
    for visible in columns(view, inPredicateOf: function)
    where isEnumValueName(visible.column.fieldName) {
      values[visible.column.fieldName] = SchemaEnumValue(
        name: visible.column.fieldName,
        description: "column name",
        attachment: visible
      )
    }
    return SchemaType(
      name: typeName(.aggregateBoolExpColumns(view.id, function)),
      description: "select \"\(typeName(.aggregateBoolExpFunction(view.id, function)))"
        + "_arguments_columns\" columns of table \"\(view.table.naming.base)\"",
      kind: .enum(values: values)
    )
  }

  func makeAggregateBoolExpPairType(
    _ view: TableView,
    _ function: AggregateFunction
  ) -> SchemaType {
    let column = TypeReference.nonNull(reference(.aggregateBoolExpColumns(view.id, function)))
    return SchemaType(
      name: typeName(.aggregateBoolExpPair(view.id, function)),
      kind: .inputObject(
        fields: [
          "X": SchemaInputValue(name: "X", type: column),
          "Y": SchemaInputValue(name: "Y", type: column),
        ],
        isOneOf: false
      )
    )
  }
}
