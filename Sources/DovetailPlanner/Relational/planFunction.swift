import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailSchema
import GraphQLTypeSystem

extension OperationPlanning {
  /// `f(args: {…}, where: {…}) { … }`: the rows that a tracked function gives, as the role sees
  /// those of its table.
  func planFunctionFetch(
    _ field: CollectedField,
    _ definition: SchemaField,
    _ function: TrackedFunction,
    _ view: TableView
  ) throws(PlannerError) -> Fetch {
    let joins = JoinCollector()
    var rows = try planRows(
      field,
      definition,
      view,
      relation: try relation(of: function, field, definition),
      at: [],
      joins
    )
    guard !function.isSet else {
      return Fetch(target: .source(view.source.name), request: .rows(rows), joins: joins.edges)
    }
    rows.filter = .all([rows.filter, isAnyRow(of: view.table)])
    return Fetch(target: .source(view.source.name), request: .row(rows), joins: joins.edges)
  }

  /// `f_aggregate(args: {…}) { aggregate { count } }`.
  func planFunctionAggregateFetch(
    _ field: CollectedField,
    _ definition: SchemaField,
    _ function: TrackedFunction,
    _ view: TableView
  ) throws(PlannerError) -> Fetch {
    let joins = JoinCollector()
    var selection = try planAggregate(
      field,
      definition,
      view,
      relation: try relation(of: function, field, definition),
      at: [],
      joins
    )
    if !function.isSet {
      selection.rows.filter = .all([selection.rows.filter, isAnyRow(of: view.table)])
    }
    return Fetch(
      target: .source(view.source.name),
      request: .aggregate(selection),
      joins: joins.edges
    )
  }

  /// The rows that the call of a function gives.
  func relation(
    of function: TrackedFunction,
    _ field: CollectedField,
    _ definition: SchemaField
  ) throws(PlannerError) -> Relation {
    .function(
      FunctionCall(
        function: function.name,
        arguments: try planArguments(function.arguments, field, definition),
        mayWrite: function.isVolatile
      )
    )
  }
}

/// Whether there is a row at all: a function of one row that finds none gives a row of nulls.
func isAnyRow(of table: Table) -> Predicate {
  .or(
    table.facts.columns.map { column in
      .isNull(ColumnReference(column.name, type: column.type, isNullable: true), false)
    }
  )
}

extension ComputedField {
  /// What rows must satisfy to count as rows of the field.
  func existence(of table: Table) -> Predicate {
    if case .rows(_, isSet: false) = result { isAnyRow(of: table) } else { .always }
  }
}
