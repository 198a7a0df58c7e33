package import DovetailMetadata
import OrderedCollections
import Synchronization

// Note [Permissions on demand]
//
// A catalog of thousands of tables has hundreds of thousands of permissions, of which few are ever
// used. They stay as metadata has them until a role schema asks for those of a role on a table; then
// they are resolved against the tables of the same catalog, which never change, and kept. Each build
// makes a new book without any resolved permission, so that none can outlive what it was made of. A
// permission that cannot be resolved allows nothing.
//
// All permissions have to be checked all the same, for the list of inconsistencies. That happens
// once, after the start, beside the requests (`settle`). A later build takes over what was found about
// each table that is the very same object and whose expressions lead only to tables that are; the
// others are checked again before the build counts. See Note [Tables that stay].

/// The permissions of a source: resolved when they are asked for, checked as a whole when somebody
/// wants to know what is inconsistent.
package final class PermissionBook: Sendable {
  private let resolver: PermissionResolver
  private let inheritance: RoleInheritance
  private let state: Mutex<State>

  private struct State {
    var resolved: [Key: TablePermissions] = [:]
    /// What was found about tables; those with nothing to remember are left out.
    var reports: [Key.Row: PermissionReport] = [:]
    /// What has not been checked.
    var pending: [Key.Row]
  }

  /// A role on a row type.
  private struct Key: Hashable {
    var row: Row
    var role: RoleName

    enum Row: Hashable {
      case table(TableName)
      case model(String)
    }
  }

  init(
    _ resolver: PermissionResolver,
    inheritance: RoleInheritance,
    previous: PermissionBook?
  ) {
    self.resolver = resolver
    self.inheritance = inheritance
    var reports: [Key.Row: PermissionReport] = [:]
    var pending: [Key.Row] = []
    let known = previous?.reportsThatStay(resolver, inheritance)
    for name in resolver.tables.keys {
      if let known, known.stays(name) {
        if let report = known.reports[.table(name)] { reports[.table(name)] = report }
      } else {
        pending.append(.table(name))
      }
    }
    pending += resolver.models.keys.map { .model($0) }
    state = Mutex(State(reports: reports, pending: pending))
  }

  // MARK: Asking

  /// What a role may do with a table or logical model of this source; nil for nothing.
  package func permissions(of role: RoleName, on table: Table) -> TablePermissions? {
    let row: Key.Row = table.isLogicalModel ? .model(table.name.name) : .table(table.name)
    // Roles come from clients: what is not declared leaves no trace.
    let inherits = !table.isLogicalModel && inheritance.ancestors[role] != nil
    guard let table = self.table(row), table.permissions.contains(role) || inherits else {
      return nil
    }
    let key = Key(row: row, role: role)
    if let known = state.withLock({ $0.resolved[key] }) { return known }
    let resolved = resolve(role, table)
    state.withLock { $0.resolved[key] = resolved }
    return resolved
  }

  private func table(_ row: Key.Row) -> Table? {
    switch row {
    case .table(let name): resolver.tables[name]
    case .model(let name): resolver.models[name]
    }
  }

  private func resolve(_ role: RoleName, _ table: Table) -> TablePermissions {
    let parser = resolver.parser()
    let declared = table.permissions
    var permissions = TablePermissions()
    permissions.select = try? resolver.select(role, of: table, parser)
    permissions.insert = inheritance.permission(
      of: role,
      isDeclared: declared.insert.contains,
      own: { try? resolver.insert($0, of: table, parser) }
    )
    permissions.update = inheritance.permission(
      of: role,
      isDeclared: declared.update.contains,
      own: { try? resolver.update($0, of: table, parser) }
    )
    permissions.delete = inheritance.permission(
      of: role,
      isDeclared: declared.delete.contains,
      own: { try? resolver.delete($0, of: table, parser) }
    )
    return permissions
  }

  /// The roles that may do anything with a table, inherited roles included; remembers nothing.
  package func roles(on table: Table) -> [RoleName] {
    guard let table = self.table(.table(table.name)) else { return [] }
    let roles = table.permissions.roles.union(inheritance.ancestors.keys)
    return roles.sorted().filter { resolve($0, table) != TablePermissions() }
  }

  // MARK: Checking

  /// The permissions that do not fit; what has not been checked yet is checked first.
  var inconsistencies: [Inconsistency] {
    settle()
    let reports = state.withLock { $0.reports }
    guard reports.contains(where: { !$0.value.inconsistencies.isEmpty }) else { return [] }
    let rows =
      resolver.tables.keys.map { Key.Row.table($0) } + resolver.models.keys.map { .model($0) }
    return rows.flatMap { reports[$0]?.inconsistencies ?? [] }
  }

  /// Whether all is checked.
  var isSettled: Bool { state.withLock { $0.pending.isEmpty } }

  /// Checks what has not been checked, on the calling thread.
  func settle() {
    let pending = state.withLock { $0.pending }
    guard !pending.isEmpty else { return }
    take(check(pending), of: pending)
  }

  /// Checks what has not been checked, on several threads.
  func settleConcurrently() async {
    let pending = state.withLock { $0.pending }
    let size = 256
    guard pending.count > size else {
      settle()
      return
    }
    let reports = await withTaskGroup(of: [Key.Row: PermissionReport].self) { group in
      for start in stride(from: 0, to: pending.count, by: size) {
        let rows = Array(pending[start..<min(start + size, pending.count)])
        // Not on the executor of the caller, which may be the event loop of a connection.
        group.addTask(executorPreference: globalConcurrentExecutor) { self.check(rows) }
      }
      return await group.reduce(into: [:]) { $0.merge($1) { _, last in last } }
    }
    take(reports, of: pending)
  }

  private func check(_ rows: [Key.Row]) -> [Key.Row: PermissionReport] {
    var reports: [Key.Row: PermissionReport] = [:]
    for row in rows {
      guard let table = table(row) else { continue }
      let report = resolver.check(table, inheritance)
      if !report.isTrivial { reports[row] = report }
    }
    return reports
  }

  private func take(_ reports: [Key.Row: PermissionReport], of rows: [Key.Row]) {
    state.withLock { state in
      // Somebody else may have been faster, with the same outcome.
      guard !state.pending.isEmpty else { return }
      state.reports.merge(reports) { _, last in last }
      state.pending = []
    }
  }

  // MARK: Taking over

  /// What was found by this book, as a later one may use it.
  private struct Known {
    var tables: OrderedDictionary<TableName, Table>
    var later: OrderedDictionary<TableName, Table>
    var reports: [Key.Row: PermissionReport]
    /// What had not been checked.
    var pending: Set<Key.Row>

    /// Whether what was found about a table is still right.
    func stays(_ name: TableName) -> Bool {
      guard isSame(name), later[name] != nil, !pending.contains(.table(name)) else {
        return false
      }
      guard let report = reports[.table(name)] else { return true }
      // Native queries and models are few and made anew by each build.
      return !report.visitsModels && report.visited.allSatisfy(isSame)
    }

    private func isSame(_ name: TableName) -> Bool { tables[name] === later[name] }
  }

  /// nil if nothing can be taken over.
  private func reportsThatStay(
    _ later: PermissionResolver,
    _ laterInheritance: RoleInheritance
  ) -> Known? {
    let (reports, pending) = state.withLock { ($0.reports, $0.pending) }
    guard resolver.kind == later.kind, resolver.environment == later.environment,
      inheritance == laterInheritance
    else { return nil }
    return Known(
      tables: resolver.tables,
      later: later.tables,
      reports: reports,
      pending: Set(pending)
    )
  }
}
