import DovetailMetadata
import OrderedCollections

/// Which roles inherit from which, in an order in which their permissions can be resolved.
struct RoleInheritance: Sendable, Equatable {
  /// The inherited roles, each after those of its parents that inherit, too.
  private(set) var roles: [InheritedRole] = []
  /// The roles below each inherited role, the inherited ones among them, which may have permissions
  /// of their own.
  private(set) var ancestors: [RoleName: [RoleName]] = [:]

  init(_ definitions: OrderedDictionary<RoleName, InheritedRole>) {
    var visited: Set<RoleName> = []
    for role in definitions.keys {
      // Depth first with a list of what is to be done, since chains may be long.
      var pending: [(role: RoleName, isDone: Bool)] = [(role, false)]
      while let (next, isDone) = pending.popLast() {
        guard let definition = definitions[next] else { continue }
        if isDone {
          roles.append(definition)
        } else if visited.insert(next).inserted {
          pending.append((next, true))
          pending += definition.parents.reversed().map { ($0, false) }
        }
      }
    }
    for role in definitions.keys { ancestors[role] = ancestors(of: role, definitions) }
  }

  private func ancestors(
    of role: RoleName,
    _ definitions: OrderedDictionary<RoleName, InheritedRole>
  ) -> [RoleName] {
    var found: [RoleName] = []
    var visited: Set<RoleName> = [role]
    var pending: [RoleName] = (definitions[role]?.parents ?? []).reversed()
    while let next = pending.popLast() {
      guard visited.insert(next).inserted else { continue }
      found.append(next)
      pending += (definitions[next]?.parents ?? []).reversed()
    }
    return found
  }

  /// The permission of a role; nil if it has none, or if its parents disagree.
  func permission<Permission: Equatable>(
    of role: RoleName,
    isDeclared: (RoleName) -> Bool,
    own: (RoleName) -> Permission?
  ) -> Permission? {
    if isDeclared(role) { return own(role) }
    guard let ancestors = ancestors[role] else { return nil }
    let resolved = resolve(among: Set(ancestors + [role]), isDeclared: isDeclared, own: own) {
      $0 == $1
    }
    return resolved.inherited[role]
  }

  /// The permissions that roles have by inheritance, and the roles whose parents disagree.
  ///
  /// A role's own permission hides those of its parents, from itself and from the roles above it, even
  /// one that does not fit and so allows nothing.
  func resolve<Permission>(
    among relevant: Set<RoleName>? = nil,
    isDeclared: (RoleName) -> Bool,
    own: (RoleName) -> Permission?,
    agree: (Permission, Permission) -> Bool
  ) -> (inherited: [RoleName: Permission], conflicting: [RoleName]) {
    var inherited: [RoleName: Permission] = [:]
    var conflicting: [RoleName] = []
    for role in roles where relevant?.contains(role.name) ?? true {
      if isDeclared(role.name) { continue }
      let given = role.parents.compactMap { isDeclared($0) ? own($0) : inherited[$0] }
      let isClear = !role.parents.contains { conflicting.contains($0) }
      if isClear, let first = given.first, given.allSatisfy({ agree($0, first) }) {
        inherited[role.name] = first
      } else if !isClear || !given.isEmpty {
        conflicting.append(role.name)
      }
    }
    return (inherited, conflicting)
  }
}
