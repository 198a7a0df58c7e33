import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailSchema
import OrderedCollections
import OrderedJSON

extension OperationPlanning {
  /// A condition on rows of another source: their keys are read first, as far as the role sees them.
  func planPrefetchedCondition(
    _ member: InputReader.Member,
    _ relationship: RemoteRelationship,
    _ target: RemoteRelationship.TableTarget,
    _ targetView: TableView,
    _ view: TableView,
    depth: Int
  ) throws(PlannerError) -> Predicate {
    let known = prefetches.count
    let filter = try planBooleanExpression(
      member.value,
      targetView,
      path: member.path,
      depth: depth + 1
    )
    var rows = try keyRows(of: target, targetView, filter: filter)
    rows.distinctOn = rows.output.compactMap { field in
      if case .column(let column) = field.value { column.value } else { nil }
    }
    return .prefetched(
      try addPrefetch(
        of: rows,
        relationship,
        target,
        valueMember: nil,
        after: prefetches[known...],
        from: view,
        path: member.path
      )
    )
  }

  /// The terms of an order by columns of a row in another source: the rows are read first, in each
  /// column's order.
  func planPrefetchedOrder(
    _ terms: [OrderTerm],
    _ relationship: RemoteRelationship,
    _ target: RemoteRelationship.TableTarget,
    _ targetView: TableView,
    _ view: TableView,
    path: String
  ) throws(PlannerError) -> [OrderTerm] {
    var result: [OrderTerm] = []
    for term in terms {
      guard case .value(let value) = term.key else {
        throw PlannerError(
          code: .notSupported,
          message: "rows of source \"\(target.source)\" can only be ordered by columns of "
            + "\"\(relationship.name)\" itself",
          path: path
        )
      }
      var rows = try keyRows(of: target, targetView, filter: .always)
      rows.order = [OrderTerm(key: term.key, isDescending: false, nullsFirst: false)]
      rows.output.append(OutputField(key: "value", value: .column(ColumnOutput(value))))
      let keys = try addPrefetch(
        of: rows,
        relationship,
        target,
        valueMember: "value",
        after: [],
        from: view,
        path: path
      )
      result.append(
        OrderTerm(
          key: .prefetched(keys),
          isDescending: term.isDescending,
          nullsFirst: term.nullsFirst
        )
      )
    }
    return result
  }

  /// The columns of the other table that the relationship maps, of rows that the role sees.
  private func keyRows(
    of target: RemoteRelationship.TableTarget,
    _ view: TableView,
    filter: Predicate
  ) throws(PlannerError) -> RowSelection {
    var conditions = [filter, try permission(of: view)]
    var output: [OutputField] = []
    for (index, column) in lookupColumns(of: target, view).enumerated() {
      output.append(OutputField(key: "key\(index)", value: .column(ColumnOutput(column))))
      if column.isNullable { conditions.append(.isNull(column, false)) }
    }
    let limit = JSONValue.int(schema.catalog.options.conditionKeyLimit + 1)
    return RowSelection(
      relation: .table(view.table.name),
      filter: .all(conditions),
      limit: Parameter(.constant(limit), type: .window, path: "$"),
      output: output
    )
  }

  private func addPrefetch(
    of rows: RowSelection,
    _ relationship: RemoteRelationship,
    _ target: RemoteRelationship.TableTarget,
    valueMember: String?,
    after earlier: ArraySlice<Prefetch>,
    from view: TableView,
    path: String
  ) throws(PlannerError) -> PrefetchedKeys {
    var columns: [ColumnReference] = []
    for pair in target.pairs {
      columns.append(try joinKey(pair.field.name, of: view, path: path))
    }
    let prefetch = Prefetch(
      id: prefetches.count,
      relationship: relationship.name.value,
      target: .source(target.source),
      rows: rows,
      keyMembers: target.pairs.indices.map { "key\($0)" },
      valueMember: valueMember,
      limit: schema.catalog.options.conditionKeyLimit,
      wave: (earlier.map(\.wave).max() ?? -1) + 1,
      path: path
    )
    prefetches.append(prefetch)
    return PrefetchedKeys(prefetch: prefetch.id, columns: columns)
  }
}
