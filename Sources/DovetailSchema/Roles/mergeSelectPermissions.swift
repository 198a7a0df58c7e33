package import DovetailCatalog
import DovetailMetadata

/// The select permission of an inherited role on a table, from those of its parents.
///
/// A row shows if any parent shows it; a cell shows where the row is shown by a parent that sees the
/// column (reference: inherited roles, cell-level permissions).
package func mergeSelectPermissions(_ parents: [SelectPermission]) -> SelectPermission? {
  guard let first = parents.first else { return nil }
  guard parents.count > 1 else { return first }
  let limits = parents.map(\.limit)
  let limit = limits.contains(nil) ? nil : limits.compactMap { $0 }.max()
  return SelectPermission(
    columns: mergeCells(parents, \.columns),
    computedFields: mergeCells(parents, \.computedFields),
    filter: anyOf(parents.map(\.filter)),
    limit: limit,
    allowsAggregations: parents.contains { $0.allowsAggregations },
    queryRootFields: union(parents.map(\.queryRootFields)),
    subscriptionRootFields: union(parents.map(\.subscriptionRootFields))
  )
}

private func mergeCells<Name: Hashable>(
  _ parents: [SelectPermission],
  _ cells: (SelectPermission) -> [Name: PermissionFilter?]
) -> [Name: PermissionFilter?] {
  var conditions: [Name: [PermissionFilter]] = [:]
  var alwaysShown: [Name: Int] = [:]
  for parent in parents {
    for (name, condition) in cells(parent) {
      // A cell that its parent role shows conditionally needs both conditions.
      let shown = condition.map { PermissionFilter.and([parent.filter, $0]) } ?? parent.filter
      conditions[name, default: []].append(shown)
      if condition == nil { alwaysShown[name, default: 0] += 1 }
    }
  }
  var merged: [Name: PermissionFilter?] = [:]
  for (name, shown) in conditions {
    let condition = anyOf(shown)
    let isAlwaysShown = alwaysShown[name] == parents.count || condition.isAlways
    merged[name] = .some(isAlwaysShown ? nil : condition)
  }
  return merged
}

private func anyOf(_ filters: [PermissionFilter]) -> PermissionFilter {
  if filters.contains(where: \.isAlways) { return .always }
  return filters.count == 1 ? filters[0] : .or(filters)
}

private func union(_ sets: [Set<RootFieldKind>?]) -> Set<RootFieldKind>? {
  var all: Set<RootFieldKind> = []
  for set in sets {
    guard let set else { return nil }
    all.formUnion(set)
  }
  return all
}
