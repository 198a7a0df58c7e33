import DovetailCatalog
import DovetailMetadata
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections

extension RoleSchema {
  /// `T_order_by`.
  func makeOrderByType(_ view: TableView) -> SchemaType {
    let direction = reference(.orderDirection(view.source.convention))
    var fields: OrderedDictionary<String, SchemaInputValue> = [:]
    for visible in view.columns {
      let name = visible.column.fieldName
      fields[name] = SchemaInputValue(
        name: name,
        type: direction,
        attachment: InputMeaning.column(visible)
      )
    }
    for (field, _) in visibleComputedFields(view) where field.clientArguments.isEmpty {
      fields[field.name.value] = SchemaInputValue(
        name: field.name.value,
        type: direction,
        attachment: InputMeaning.computed(field)
      )
    }
    for relationship in view.relationships {
      guard let target = self.view(of: relationship.target, in: view.source),
        takesNoArguments(relationship, view)
      else { continue }
      switch relationship.kind {
      case .object:
        let name = relationship.name.value
        fields[name] = SchemaInputValue(
          name: name,
          type: reference(.orderBy(target.id)),
          attachment: InputMeaning.relationship(relationship, target)
        )
      case .array:
        guard target.allowsAggregations else { continue }
        let name = aggregateFieldName(relationship.name.value, view.source.convention)
        fields[name] = SchemaInputValue(
          name: name,
          type: reference(.aggregateOrderBy(target.id)),
          attachment: InputMeaning.relationshipAggregate(relationship, target)
        )
      }
    }
    for relationship in view.table.remoteRelationships.values {
      guard case .table(let target) = relationship.target, target.kind == .object,
        target.joinsWholeFields,
        let other = self.view(of: target.table, in: target.source)
      else { continue }
      let name = relationship.name.value
      fields[name] = SchemaInputValue(
        name: name,
        description: "Reads the rows in source \"\(target.source)\" first.",
        type: reference(.orderBy(other.id)),
        attachment: InputMeaning.remoteTable(relationship, target, other)
      )
    }
    for (field, target, isSet) in plainComputedRows(view) {
      guard isSet else {
        let name = field.name.value
        fields[name] = SchemaInputValue(
          name: name,
          type: reference(.orderBy(target.id)),
          attachment: InputMeaning.computedRows(field, target)
        )
        continue
      }
      guard target.allowsAggregations else { continue }
      let name = aggregateFieldName(field.name.value, view.source.convention)
      fields[name] = SchemaInputValue(
        name: name,
        type: reference(.aggregateOrderBy(target.id)),
        attachment: InputMeaning.computedRowsAggregate(field, target)
      )
    }
    return SchemaType(
      name: typeName(.orderBy(view.id)),
      description: "Ordering options when selecting data from \"\(view.table.naming.base)\".",
      kind: .inputObject(fields: fields, isOneOf: false)
    )
  }

  /// `T_aggregate_order_by`.
  func makeAggregateOrderByType(_ view: TableView) -> SchemaType {
    var fields: OrderedDictionary<String, SchemaInputValue> = [
      "count": SchemaInputValue(
        name: "count",
        type: reference(.orderDirection(view.source.convention)),
        attachment: InputMeaning.aggregateCount
      )
    ]
    for function in columnAggregates(view) {
      let name = view.source.convention.fieldName(function.rawValue)
      fields[name] = SchemaInputValue(
        name: name,
        type: reference(.aggregateFunctionOrderBy(view.id, function)),
        attachment: InputMeaning.aggregateFunction(function)
      )
    }
    return SchemaType(
      name: typeName(.aggregateOrderBy(view.id)),
      description: "order by aggregate values of table \"\(view.table.naming.base)\"",
      kind: .inputObject(fields: fields, isOneOf: false)
    )
  }

  func makeAggregateFunctionOrderByType(
    _ view: TableView,
    _ function: AggregateFunction
  ) -> SchemaType {
    let direction = reference(.orderDirection(view.source.convention))
    var fields: OrderedDictionary<String, SchemaInputValue> = [:]
    for visible in columns(view, aggregatedBy: function) {
      let name = visible.column.fieldName
      fields[name] = SchemaInputValue(
        name: name,
        description: visible.column.description,
        type: direction,
        attachment: InputMeaning.column(visible)
      )
    }
    return SchemaType(
      name: typeName(.aggregateFunctionOrderBy(view.id, function)),
      description: "order by \(function.rawValue)() on columns of table "
        + "\"\(view.table.naming.base)\"",
      kind: .inputObject(fields: fields, isOneOf: false)
    )
  }

  /// The enum `order_by`.
  func makeOrderDirectionType(_ convention: NamingConvention) -> SchemaType {
    var values: OrderedDictionary<String, SchemaEnumValue> = [:]
    for direction in OrderDirection.allCases {
      let name = convention.enumValueName(direction.rawValue)
      values[name] = SchemaEnumValue(
        name: name,
        description: direction.text,
        attachment: direction
      )
    }
    return SchemaType(
      name: typeName(.orderDirection(convention)),
      description: "column ordering options",
      kind: .enum(values: values)
    )
  }
}

/// A value of the enum `order_by`.
package enum OrderDirection: String, Sendable, Hashable, CaseIterable {
  case asc
  case ascNullsFirst = "asc_nulls_first"
  case ascNullsLast = "asc_nulls_last"
  case desc
  case descNullsFirst = "desc_nulls_first"
  case descNullsLast = "desc_nulls_last"

  package var isDescending: Bool {
    switch self {
    case .asc, .ascNullsFirst, .ascNullsLast: false
    case .desc, .descNullsFirst, .descNullsLast: true
    }
  }

  package var nullsFirst: Bool {
    switch self {
    case .ascNullsFirst, .desc, .descNullsFirst: true
    case .asc, .ascNullsLast, .descNullsLast: false
    }
  }

  var text: String {
    switch self {
    case .asc, .ascNullsLast: "in ascending order, nulls last"
    case .ascNullsFirst: "in ascending order, nulls first"
    case .desc, .descNullsFirst: "in descending order, nulls first"
    case .descNullsLast: "in descending order, nulls last"
    }
  }
}
