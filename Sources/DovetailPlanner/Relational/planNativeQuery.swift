package import DovetailCatalog
import DovetailMetadata
package import DovetailPlan
import DovetailSchema
import GraphQLTypeSystem
import OrderedCollections
import OrderedJSON

extension OperationPlanning {
  /// `q(args: {…}, where: {…}) { … }`: the rows that a native query gives, as the role sees those of
  /// its model.
  func planNativeQueryFetch(
    _ field: CollectedField,
    _ definition: SchemaField,
    _ query: TrackedNativeQuery,
    _ view: TableView
  ) throws(PlannerError) -> Fetch {
    let joins = JoinCollector()
    let rows = try planRows(
      field,
      definition,
      view,
      relation: .query(try planCall(of: query, field, definition, rowType: view.table)),
      at: [],
      joins
    )
    return Fetch(target: .source(view.source.name), request: .rows(rows), joins: joins.edges)
  }

  /// The relation to which a relationship's field leads.
  func relation(
    of relationship: Relationship,
    to target: TableView,
    from view: TableView,
    _ field: CollectedField,
    _ definition: SchemaField
  ) throws(PlannerError) -> Relation {
    guard case .nativeQuery(let name) = relationship.target,
      let query = view.source.nativeQueries[name]
    else { return plainRelation(of: relationship, to: target.table, from: view) }
    return .query(try planCall(of: query, field, definition, rowType: target.table))
  }

  /// The relation to which a relationship leads in conditions and orders, where nothing is given.
  func plainRelation(
    of relationship: Relationship,
    to target: Table,
    from view: TableView
  ) -> Relation {
    var condition: Predicate?
    if case .nested(let field, _) = relationship.target {
      condition = view.condition(ofNested: field).map {
        permissionPredicate($0, on: view.table, in: view.source)
      }
    }
    return relatedRows(of: relationship, to: target, in: view.source, where: condition)
  }

  private func planCall(
    of query: TrackedNativeQuery,
    _ field: CollectedField,
    _ definition: SchemaField,
    rowType: Table
  ) throws(PlannerError) -> QueryCall {
    let given = try givenArguments(field, definition)
    var parameters: [String: Parameter] = [:]
    for argument in query.arguments {
      let path = field.path + ".args.args" + pathComponent(argument.name)
      guard let member = given[argument.name], !member.value.isNull else {
        guard argument.isNullable else {
          throw PlannerError(
            message: "unexpected null value for type '\(argument.type.graphQLName)'",
            path: path
          )
        }
        parameters[argument.name] = Parameter(.constant(.null), type: argument.type, path: path)
        continue
      }
      parameters[argument.name] = Parameter(
        try reader.operand(member.value, path: member.path),
        type: argument.type,
        path: member.path
      )
    }
    return queryCall(query, parameters, rowType: rowType)
  }
}

/// The relation to which a relationship leads, native queries without arguments.
///
/// The objects in a field show only where the condition holds, if there is one.
func relatedRows(
  of relationship: Relationship,
  to target: Table,
  in source: SourceCatalog,
  where condition: Predicate? = nil
) -> Relation {
  switch relationship.target {
  case .table(let name):
    return .table(name)
  case .nativeQuery(let name):
    guard let query = source.nativeQueries[name] else { return .table(target.name) }
    return .query(queryCall(query, [:], rowType: target))
  case .nested(let field, _):
    let value = ColumnReference.ValueSource.column(field)
    return .nested(
      NestedRows(
        value: ColumnReference(
          source: condition.map { .redacted(field, unless: $0) } ?? value,
          type: .castTarget(.text),
          isNullable: true
        ),
        isList: relationship.kind == .array,
        columns: rowColumns(of: target)
      )
    )
  }
}

/// A fetch that reads everything that a native query must give, for the database to check it; it is
/// not meant to be run.
package func planCheck(
  of query: TrackedNativeQuery,
  in source: SourceCatalog
) -> Fetch? {
  guard let model = source.logicalModels[query.model] else { return nil }
  var parameters: [String: Parameter] = [:]
  for argument in query.arguments {
    parameters[argument.name] = Parameter(.constant(.null), type: argument.type, path: "$")
  }
  var rows = RowSelection(relation: .query(queryCall(query, parameters, rowType: model)))
  for (index, column) in model.facts.columns.enumerated() {
    let reference = ColumnReference(column.name, type: column.type, isNullable: true)
    rows.output.append(OutputField(key: "c\(index)", value: .column(ColumnOutput(reference))))
  }
  for (index, relationship) in model.relationships.values.enumerated() {
    guard case .nested = relationship.target,
      let target = source.rowType(of: relationship.target)
    else { continue }
    let nested = RowSelection(
      relation: relatedRows(of: relationship, to: target, in: source),
      output: [OutputField(key: "c", value: .constant(""))]
    )
    rows.output.append(OutputField(key: "n\(index)", value: .object(.none, nested)))
  }
  return Fetch(target: .source(source.name), request: .rows(rows))
}

private func queryCall(
  _ query: TrackedNativeQuery,
  _ parameters: [String: Parameter],
  rowType: Table
) -> QueryCall {
  QueryCall(
    parts: query.template.parts.compactMap { part in
      switch part {
      case .text(let text): .text(text)
      case .argument(let name): parameters[name].map { .argument($0) }
      }
    },
    columns: rowColumns(of: rowType)
  )
}

private func rowColumns(of model: Table) -> [RowColumn] {
  model.facts.columns.map { RowColumn(name: $0.name, type: $0.type) }
    + model.nestedFields.map { RowColumn(name: $0, type: nil) }
}
