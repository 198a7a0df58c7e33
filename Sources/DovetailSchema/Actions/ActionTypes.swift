import DovetailCatalog
import DovetailMetadata
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections

extension RoleSchema {
  /// The root field of an action, if the role may call it.
  func makeActionField(_ name: ActionName) -> SchemaField? {
    guard let action = catalog.actions.actions[name], mayCall(action) else { return nil }
    for argument in action.arguments.values { register(custom: argument.type.namedType) }
    if case .mutation(isAsynchronous: true) = action.definition.kind {
      return makeAsynchronousField(action)
    }
    register(custom: action.outputType.namedType)
    return SchemaField(
      name: name.value,
      description: action.comment.flatMap { $0.isEmpty ? nil : $0 },
      arguments: action.arguments,
      type: action.outputType,
      attachment: FieldMeaning.action(action)
    )
  }

  /// Whether the role has the permission, or inherits it.
  func mayCall(_ action: ResolvedAction) -> Bool {
    isAdmin || action.roles.contains(role) || effectiveRoles.contains { action.roles.contains($0) }
  }

  /// A type of actions with its relationships.
  func makeCustomType(_ name: String) -> SchemaType? {
    guard let type = catalog.actions.types[name] else { return nil }
    switch type.kind {
    case .scalar, .enum, .interface, .union:
      return type
    case .inputObject(let fields, _):
      for field in fields.values { register(custom: field.type.namedType) }
      return type
    case .object(var fields, let interfaces):
      for key in fields.keys {
        guard var field = fields[key] else { continue }
        register(custom: field.type.namedType)
        field.attachment = FieldMeaning.actionOwn
        fields[key] = field
      }
      if let relationships = catalog.actions.relationships[name] {
        addRemoteRelationships(relationships, to: &fields, convention: .hasuraDefault)
      }
      return SchemaType(
        name: type.name,
        description: type.description,
        kind: .object(fields: fields, interfaces: interfaces)
      )
    }
  }

  /// Makes a type known by name: one of the custom types, or a scalar of a database.
  func register(custom name: String) {
    guard BuiltInScalars.type(named: name) == nil else { return }
    _ = reference(catalog.actions.types[name] == nil ? .scalar(name) : .custom(name))
  }
}
