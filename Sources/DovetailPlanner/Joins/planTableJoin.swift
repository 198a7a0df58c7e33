package import DovetailCatalog
import DovetailMetadata
package import DovetailPlan
package import DovetailSchema
package import GraphQLTypeSystem
import OrderedCollections

extension OperationPlanning {
  /// A relationship of a table to a table of another source: adds the edge, gives its number.
  func planTableJoin(
    _ field: CollectedField,
    _ definition: SchemaField,
    _ relationship: RemoteRelationship,
    _ target: RemoteRelationship.TableTarget,
    _ targetView: TableView,
    isAggregate: Bool,
    _ view: TableView,
    at path: [String],
    _ keys: inout JoinKeyColumns,
    _ joins: JoinCollector
  ) throws(PlannerError) -> Int {
    var names: [String] = []
    for pair in target.pairs {
      let column = try joinKey(pair.field.name, of: view, path: field.path)
      names.append(keys.name(for: column, jsonPath: pair.field.path))
    }
    let lookup = try planTableLookup(
      field,
      definition,
      target,
      targetView,
      isAggregate: isAggregate
    )
    return joins.add(
      relationship: relationship.name.value,
      path: path,
      responseKey: field.responseKey,
      key: names,
      lookup: lookup,
      onError: joinFailure(relationship)
    )
  }

  /// The lookup of rows by the columns that a relationship maps.
  package func planTableLookup(
    _ field: CollectedField,
    _ definition: SchemaField,
    _ target: RemoteRelationship.TableTarget,
    _ view: TableView,
    isAggregate: Bool
  ) throws(PlannerError) -> Lookup {
    let columns = lookupColumns(of: target, view)
    let joins = JoinCollector()
    let relation = Relation.table(view.table.name)
    let result: KeyedSelection.Result
    if isAggregate {
      result = .aggregate(
        try planAggregate(field, definition, view, relation: relation, at: [], joins)
      )
    } else {
      let rows = try planRows(field, definition, view, relation: relation, at: [], joins)
      result = target.kind == .object ? .object(rows) : .array(rows)
    }
    return Lookup(
      target: .source(view.source.name),
      request: .rows(KeyedSelection(columns: columns, result: result)),
      joins: joins.edges,
      spread: target.spread,
      settings: target.settings,
      choice: .rows
    )
  }

  /// The columns of the other table that must equal the join key, in the order of its parts.
  func lookupColumns(
    of target: RemoteRelationship.TableTarget,
    _ view: TableView
  ) -> [ColumnReference] {
    target.pairs.map { pair in
      let column = view.table.facts.columns.first { $0.name == pair.column }
      return ColumnReference(
        pair.column,
        type: column?.type ?? .castTarget(.text),
        isNullable: column?.isNullable ?? true
      )
    }
  }

  /// The value of a row on which a relationship joins: a column, whether the role sees it or not, or
  /// a computed field.
  func joinKey(
    _ name: String,
    of view: TableView,
    path: String
  ) throws(PlannerError) -> ColumnReference {
    if let column = view.table.facts.columns.first(where: { $0.name.value == name }) {
      return ColumnReference(column.name, type: column.type, isNullable: column.isNullable)
    }
    if let computed = view.table.computedFields[ComputedFieldName(name)] {
      return try computedReference(computed, in: view, path: path)
    }
    throw PlannerError(
      code: .unexpected,
      message: "'\(name)' is no field to join on",
      path: path
    )
  }

  /// What a failed lookup of the relationship does.
  package func joinFailure(_ relationship: RemoteRelationship) -> JoinFailure {
    switch relationship.onError ?? schema.catalog.options.joinFailure {
    case .null: .null
    case .fail: .fail
    }
  }
}
