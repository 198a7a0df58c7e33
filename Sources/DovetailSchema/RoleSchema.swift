package import DovetailCatalog
package import DovetailMetadata
package import GraphQLLanguage
package import GraphQLTypeSystem
import OrderedCollections
import Synchronization

/// The GraphQL schema that one role sees, derived from the catalog on demand.
///
/// Nothing is listed before somebody asks: a type is built when it is referred to and looked up, a
/// root field when it is named. So a role costs what it uses, however many tables there are. What a
/// role may not see is not in here, and therefore cannot be named (architecture §4).
package final class RoleSchema: TypeSchema {
  package let catalog: Catalog
  package let role: RoleName
  /// Whether permissions that only a trusted backend may use count.
  package let usesBackendOnlyPermissions: Bool
  package let style: SchemaStyle
  private let state = Mutex(State())
  /// The input types that remote relationships have reduced, by name.
  let reducedInputs = Mutex<[String: SchemaType]>([:])

  private struct State {
    var keys: [String: TypeKey] = [:]
    var types: [TypeKey: SchemaType] = [:]
    var views: [TableID: TableView?] = [:]
    var rootFields: [RootFieldName: SchemaField?] = [:]
    var allNames: [String]?
    /// Asked for with every field of a root, and not quickly found out.
    var hasMutations: Bool?
  }

  private struct RootFieldName: Hashable {
    var kind: OperationKind
    var namespace: String?
    var name: String
  }

  package init(
    catalog: Catalog,
    role: RoleName,
    usesBackendOnlyPermissions: Bool = false,
    style: SchemaStyle = .standard
  ) {
    self.style = style
    self.catalog = catalog
    self.role = role
    self.usesBackendOnlyPermissions = usesBackendOnlyPermissions
  }

  package var isAdmin: Bool { role == .admin }

  package var description: String? { nil }

  /// The roles whose permissions count: the role itself, or the parents that it inherits from.
  var effectiveRoles: [RoleName] { catalog.inheritedRoles[role] ?? [role] }

  // MARK: Tables

  /// The table as the role may read it; nil if it may not.
  package func view(of table: TableName, in source: SourceName) -> TableView? {
    view(TableID(source: source, table: table))
  }

  /// The rows at the other end of a relationship, as the role may read them; nil if it may not.
  package func view(of rows: RelatedRows, in source: SourceCatalog) -> TableView? {
    if case .table(let name) = rows { return view(of: name, in: source.name) }
    guard let model = source.rowType(of: rows) else { return nil }
    return view(TableID(source: source.name, table: model.name, isLogicalModel: true))
  }

  func view(_ id: TableID) -> TableView? {
    if let known = state.withLock({ $0.views[id] }) { return known }
    let view = makeView(of: id)
    state.withLock { $0.views[id] = .some(view) }
    return view
  }

  private func makeView(of id: TableID) -> TableView? {
    guard let source = catalog.sources[id.source], let table = catalog.rowType(id) else {
      return nil
    }
    // An object type has fields.
    guard table.hasFields else { return nil }
    if isAdmin { return TableView(unrestricted: table, source: source) }
    return selectPermission(of: role, on: table, below: []).map {
      TableView(table, source: source, permission: $0)
    }
  }

  /// The permission that a role has, or else inherits: an inherited role's own permission on a table
  /// hides those of its parents, even if it does not fit and so allows nothing.
  private func selectPermission(
    of role: RoleName,
    on table: Table,
    below children: Set<RoleName>
  ) -> SelectPermission? {
    if table.permissions.select.contains(role) {
      return catalog.permissions(of: role, on: table)?.select
    }
    guard !children.contains(role), let parents = catalog.roleParents[role] else { return nil }
    return mergeSelectPermissions(
      parents.compactMap {
        selectPermission(of: $0, on: table, below: children.union([role]))
      }
    )
  }

  // MARK: Types

  /// Refers to a type, so that it can be looked up by its name from now on.
  func reference(_ key: TypeKey) -> TypeReference {
    let name = typeName(key)
    state.withLock { state in
      // Types of ours win over equal ones of remote schemas (another engine's `order_by`, say): the
      // planner reads what is attached to them.
      if case .remote = key, let known = state.keys[name], !known.isRemote { return }
      state.keys[name] = key
    }
    return .named(Name(name))
  }

  /// The table of a row type that has been referred to.
  func rowView(ofKnownType name: String) -> TableView? {
    guard case .row(let id)? = state.withLock({ $0.keys[name] }) else { return nil }
    return view(id)
  }

  package func type(named name: String) -> SchemaType? {
    if let specified = specifiedType(named: name) { return specified }
    if let key = state.withLock({ $0.keys[name] }) { return type(key) }
    for kind in OperationKind.allCases where rootTypeName(for: kind) == name {
      return type(.root(kind))
    }
    // Not met yet on the way from the roots: only introspection asks for such.
    guard typeNames.contains(name), let key = state.withLock({ $0.keys[name] }) else { return nil }
    return type(key)
  }

  func type(_ key: TypeKey) -> SchemaType? {
    if let known = state.withLock({ $0.types[key] }) { return known }
    guard let type = makeType(key) else { return nil }
    return state.withLock { state in
      if let known = state.types[key] { return known }
      state.types[key] = type
      return type
    }
  }

  package func rootTypeName(for kind: OperationKind) -> String? {
    switch kind {
    case .query: "query_root"
    case .mutation: offersMutations ? "mutation_root" : nil
    case .subscription: hasSubscriptions ? "subscription_root" : nil
    }
  }

  private var offersMutations: Bool {
    if let known = state.withLock({ $0.hasMutations }) { return known }
    let has = hasMutations
    state.withLock { $0.hasMutations = has }
    return has
  }

  /// A field of a type: like `type(named:)?.fields[name]`, but without listing a root's fields.
  package func field(_ name: String, of typeName: String) -> SchemaField? {
    for kind in OperationKind.allCases where rootTypeName(for: kind) == typeName {
      return rootField(name, kind: kind, namespace: nil)
    }
    return type(named: typeName)?.fields[name]
  }

  func rootField(_ name: String, kind: OperationKind, namespace: String?) -> SchemaField? {
    let key = RootFieldName(kind: kind, namespace: namespace, name: name)
    if let known = state.withLock({ $0.rootFields[key] }) { return known }
    let field = makeRootField(name, kind: kind, namespace: namespace)
    // A name that does not exist is not kept: clients could fill the memory with such.
    if let field { state.withLock { $0.rootFields[key] = .some(field) } }
    return field
  }

  package var typeNames: [String] {
    if let known = state.withLock({ $0.allNames }) { return known }
    let names = listTypeNames()
    state.withLock { $0.allNames = names }
    return names
  }

  package var directives: [SchemaDirective] { RequestDirectives.all }

  package func possibleTypes(of name: String) -> [String] {
    switch state.withLock({ $0.keys[name] }) {
    case .remote(let schema, let typeName)?: remotePossibleTypes(of: typeName, in: schema)
    case .node?: nodeTypeNames
    case .federationEntity?: entityTypeNames
    default: []
    }
  }

  /// Walks from the roots over everything that can be reached.
  private func listTypeNames() -> [String] {
    var seen: Set<String> = []
    var queue = OperationKind.allCases.compactMap { rootTypeName(for: $0) }
    for scalar in ["Boolean", "String"] { queue.append(scalar) }
    for directive in directives {
      queue += directive.arguments.values.map(\.type.namedType)
    }
    queue += IntrospectionTypes.all.keys
    while let name = queue.popLast() {
      guard seen.insert(name).inserted else { continue }
      guard let type = knownType(named: name) else { continue }
      queue += referencedTypes(of: type)
    }
    return seen.sorted()
  }

  private func specifiedType(named name: String) -> SchemaType? {
    BuiltInScalars.type(named: name) ?? IntrospectionTypes.type(named: name)
  }

  private func knownType(named name: String) -> SchemaType? {
    if let specified = specifiedType(named: name) { return specified }
    if let key = state.withLock({ $0.keys[name] }) { return type(key) }
    for kind in OperationKind.allCases where rootTypeName(for: kind) == name {
      return type(.root(kind))
    }
    return nil
  }

  private func referencedTypes(of type: SchemaType) -> [String] {
    switch type.kind {
    case .scalar, .enum:
      return []
    case .object(let fields, let interfaces):
      return fields.values.flatMap(names) + interfaces
    case .interface(let fields, let interfaces):
      return fields.values.flatMap(names) + interfaces + possibleTypes(of: type.name)
    case .union(let members):
      return members
    case .inputObject(let fields, _):
      return fields.values.map(\.type.namedType)
    }
  }

  private func names(in field: SchemaField) -> [String] {
    [field.type.namedType] + field.arguments.values.map(\.type.namedType)
  }
}

extension Catalog {
  /// The table or logical model of that identity.
  func rowType(_ id: TableID) -> Table? {
    id.isLogicalModel
      ? sources[id.source]?.logicalModels[id.table.name] : table(id.table, in: id.source)
  }
}

extension RoleSchema {
  /// The name of a table's `bool_exp` type.
  package func nameOfBooleanExpression(_ view: TableView) -> String {
    reference(.boolExp(view.id)).namedType
  }

  /// The name of a table's `order_by` type.
  package func nameOfOrder(_ view: TableView) -> String {
    reference(.orderBy(view.id)).namedType
  }

  /// The name of a table's `mutation_response` type.
  package func nameOfMutationResponse(_ table: TableID) -> String {
    reference(.mutationResponse(table)).namedType
  }

  /// The name of a table's `insert_input` type.
  package func nameOfInsertInput(_ view: InsertView) -> String {
    reference(.insertInput(view.id)).namedType
  }

  /// The name of an enum table's enum type.
  package func nameOfEnum(_ table: TableID) -> String {
    reference(.enumTable(table)).namedType
  }
}
