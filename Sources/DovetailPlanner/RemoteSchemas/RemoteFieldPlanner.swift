import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailSchema
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections

/// Turns selections on the types of one remote schema into what is asked of the service: original
/// names, presets, and places for joins.
final class RemoteFieldPlanner {
  let planning: OperationPlanning
  let remoteSchema: RemoteSchemaName
  let view: RemoteSchemaView
  /// The variables that the selections use, by their names in the outgoing operation.
  var variables: OrderedDictionary<String, RemoteVariable>
  /// The joins in the selections, numbered by their places in the list.
  var edges: [JoinEdge]
  /// The input types that values of a type may contain, by its name.
  var knownInputTypes: [String: [RemoteInputType]] = [:]

  init(
    planning: OperationPlanning,
    remoteSchema: RemoteSchemaName,
    view: RemoteSchemaView,
    variables: OrderedDictionary<String, RemoteVariable> = [:],
    edges: [JoinEdge] = []
  ) {
    self.planning = planning
    self.remoteSchema = remoteSchema
    self.view = view
    self.variables = variables
    self.edges = edges
  }

  var names: RemoteNames { view.names }

  /// A field of an object or interface type.
  ///
  /// The alias is the name of the member in the service's answer, the place the aliases from the
  /// document's root down to the object that has the field.
  func plan(
    _ field: CollectedField,
    of type: SchemaType,
    alias: String,
    at place: [String]
  ) throws(PlannerError) -> RemoteField {
    if field.name == "__typename" {
      try planning.checkLeaf(field)
      return RemoteField(
        alias: alias,
        name: "__typename",
        role: .typename(key: field.responseKey, renamed: names.renamedTypes)
      )
    }
    guard let original = names.originalFieldName(field.name, of: type.name),
      let definition = type.fields[original]
    else { throw planning.unknownField(field, names.typeName(type.name)) }
    let arguments = try planArguments(of: field, definition, on: type.name)
    return RemoteField(
      alias: alias,
      name: original,
      arguments: arguments,
      selections: try planSelections(of: field, definition.type, at: place + [alias]),
      role: .output(key: field.responseKey)
    )
  }

  /// A root field, by the service's name.
  func plan(
    rootField field: CollectedField,
    named original: String,
    of root: SchemaType,
    alias: String
  ) throws(PlannerError) -> RemoteField {
    guard let definition = root.fields[original] else {
      throw planning.unknownField(field, names.typeName(root.name))
    }
    return RemoteField(
      alias: alias,
      name: original,
      arguments: try planArguments(of: field, definition, on: root.name),
      selections: try planSelections(of: field, definition.type, at: [alias]),
      role: .output(key: alias)
    )
  }

  /// The selections inside a field of a type.
  func planSelections(
    of field: CollectedField,
    _ reference: TypeReference,
    at place: [String]
  ) throws(PlannerError) -> [RemoteSelection] {
    guard let type = view.schema.type(of: reference), type.isComposite else {
      guard field.selections.isEmpty else {
        throw PlannerError(
          message: "unexpected subselection set for non-object field",
          path: field.path
        )
      }
      return []
    }
    guard !field.selections.isEmpty else {
      throw PlannerError(
        message: "missing selection set for '\(names.typeName(type.name))'",
        path: field.path
      )
    }
    var selections =
      type.isAbstract
      ? try planAbstract(field, type, at: place)
      : try planObject(try collect(field, on: fragmentNames(type)), type, at: place)
    if selections.isEmpty {
      // Nothing applies to the type, but a selection set must not be empty.
      selections = [
        .field(RemoteField(alias: "__typename", name: "__typename", role: .joinKey))
      ]
    }
    return selections
  }

  /// Fields of an object type whose aliases nobody else uses.
  private func planObject(
    _ fields: [CollectedField],
    _ type: SchemaType,
    at place: [String]
  ) throws(PlannerError) -> [RemoteSelection] {
    var aliases = RemoteAliases(reserved: fields.map(\.responseKey))
    return try planMembers(fields, of: type, &aliases, at: place).map { .field($0) }
  }

  /// Fields of an object type, with what their joins need after them.
  func planMembers(
    _ fields: [CollectedField],
    of type: SchemaType,
    _ aliases: inout RemoteAliases,
    at place: [String]
  ) throws(PlannerError) -> [RemoteField] {
    var members: [RemoteField] = []
    var joins: [(index: Int, use: RemoteJoinUse)] = []
    for field in fields {
      if let use = try joinUse(field, on: type) {
        let alias = aliases.alias(for: field.responseKey, as: .join(joins.count, of: type.name))
        joins.append((members.count, use))
        members.append(
          RemoteField(
            alias: alias,
            name: "__typename",
            role: .join(0, key: field.responseKey)
          )
        )
      } else {
        members.append(try planMember(field, of: type, &aliases, at: place))
      }
    }
    for (index, use) in joins {
      var key: [String] = []
      for field in use.keyFields {
        key.append(joinKey(field.name, of: type, &members, &aliases))
      }
      let id = edges.count
      edges.append(
        JoinEdge(
          id: id,
          relationship: use.relationship.name.value,
          path: place,
          responseKey: members[index].alias,
          key: key,
          keyPaths: use.keyFields.map(\.path),
          lookup: use.lookup,
          onError: planning.joinFailure(use.relationship)
        )
      )
      members[index].role = .join(id, key: use.responseKey)
    }
    if !joins.isEmpty { hideReservedKey(&members) }
    return members
  }

  // Beside joins the contract keeps this key for engines.
  private func hideReservedKey(_ members: inout [RemoteField]) {
    for index in members.indices {
      switch members[index].role {
      case .output("__hasura_internal_typename"), .typename("__hasura_internal_typename", _):
        members[index].role = .joinKey
      case .output, .typename, .joinKey, .join:
        break
      }
    }
  }

  // Under one alias the answer means one thing, whatever the type of the object. So a field whose
  // joins concern objects of one type gets an alias of its own.
  private func planMember(
    _ field: CollectedField,
    of type: SchemaType,
    _ aliases: inout RemoteAliases,
    at place: [String]
  ) throws(PlannerError) -> RemoteField {
    let known = edges.count
    let alias = aliases.alias(for: field.responseKey, as: .output)
    var member = try plan(field, of: type, alias: alias, at: place)
    guard edges.count > known, aliases.areForSeveralTypes else { return member }
    member.alias = aliases.alias(for: field.responseKey, as: .joined(of: type.name))
    for index in known..<edges.count where edges[index].path.indices.contains(place.count) {
      edges[index].path[place.count] = member.alias
    }
    return member
  }

  /// The alias under which a part of a join key is read; it is asked for if it is not there yet.
  private func joinKey(
    _ name: String,
    of type: SchemaType,
    _ members: inout [RemoteField],
    _ aliases: inout RemoteAliases
  ) -> String {
    let known = members.first { member in
      guard member.name == name, member.arguments.isEmpty else { return false }
      switch member.role {
      case .output, .joinKey: return true
      case .typename, .join: return false
      }
    }
    if let known { return known.alias }
    let alias = aliases.alias(for: "\(name)_join_column", as: .joinKey(of: type.name))
    members.append(RemoteField(alias: alias, name: name, role: .joinKey))
    return alias
  }

  /// The fields that are selected on types under these names.
  func collect(
    _ field: CollectedField,
    on names: Set<String>
  ) throws(PlannerError) -> [CollectedField] {
    try planning.collector.collect(
      field.selections,
      on: names,
      path: field.path,
      depth: field.depth
    )
  }

  /// The names in type conditions under which objects of a type are meant.
  func fragmentNames(_ type: SchemaType) -> Set<String> {
    var result: Set<String> = [names.typeName(type.name)]
    switch type.kind {
    case .object(_, let interfaces), .interface(_, let interfaces):
      for interface in interfaces { result.insert(names.typeName(interface)) }
    default:
      break
    }
    if !type.isAbstract {
      for union in unions[type.name] ?? [] { result.insert(names.typeName(union)) }
    }
    return result
  }

  /// The unions that an object type is a member of.
  private lazy var unions: [String: [String]] = {
    var result: [String: [String]] = [:]
    for type in view.schema.definedTypes.values {
      guard case .union(let members) = type.kind else { continue }
      for member in members { result[member, default: []].append(type.name) }
    }
    return result
  }()
}
