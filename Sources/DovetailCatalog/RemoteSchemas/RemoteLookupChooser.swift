import DovetailMetadata
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections

/// Chooses how the keys of a relationship are looked up: as its definition says, or the best way
/// that the service offers.
struct RemoteLookupChooser {
  let view: RemoteSchemaView
  let definition: RemoteRelationshipDefinition.ToRemoteSchema
  let path: RemoteFieldPath

  /// The choice.
  ///
  /// - Throws: where what the definition asks for does not fit.
  func choose() throws(RemoteSchemaError) -> RemoteLookupChoice {
    if definition.batch != nil {
      return RemoteLookupChoice(.batch(try declaredBatch()), reason: "the relationship declares it")
    }
    if path.steps.first?.field == RemoteEntities.field, RemoteEntities(view: view).areOffered {
      return RemoteLookupChoice(
        .entities(try declaredEntities()),
        reason: "the relationship leads to \"_entities\""
      )
    }
    let entities = RemoteEntityInference(view: view, path: path).infer()
    let batch = RemoteBatchInference(view: view, path: path).infer()
    switch definition.strategy {
    case .rows:
      throw failure("strategy \"rows\" does not fit: it is for tables")
    case .aliases:
      return RemoteLookupChoice(.aliases, reason: "the relationship asks for it")
    case .batch:
      switch batch {
      case .success(let field):
        return RemoteLookupChoice(.batch(field), reason: "the relationship asks for it")
      case .failure(let reason):
        throw failure("strategy \"batch\" does not fit: there is no \"batch\", and \(reason.text)")
      }
    case .entities:
      switch entities {
      case .success(let field):
        return RemoteLookupChoice(.entities(field), reason: "the relationship asks for it")
      case .failure(let reason):
        throw failure("strategy \"entities\" does not fit: \(reason.text)")
      }
    case nil:
      break
    }
    if case .success(let field) = entities {
      return RemoteLookupChoice(
        .entities(field),
        reason: "\"\(field.entityType ?? "")\" is an entity with this key"
      )
    }
    switch batch {
    case .success(let field):
      return RemoteLookupChoice(
        .batch(field),
        reason: "\"\(field.path.last?.field ?? "")\" takes a list of keys in \"where\""
      )
    case .failure(let reason):
      return RemoteLookupChoice(.aliases, reason: reason.text)
    }
  }

  // MARK: Declared

  private func declaredBatch() throws(RemoteSchemaError) -> RemoteBatchField {
    guard let batch = definition.batch, let argument = batch.argument.first else {
      throw failure("there is no batch")
    }
    switch definition.strategy {
    case .batch, nil: break
    case .aliases, .entities, .rows:
      throw failure(
        "strategy \"\(definition.strategy?.rawValue ?? "")\" does not fit: there is a \"batch\""
      )
    }
    let shown = batch.argument.joined(separator: ".")
    guard let place = path.steps.lastIndex(where: { $0.template(of: argument) != nil }),
      case .list(let items)? =
        path.steps[place].template(of: argument)?.value(at: batch.argument.dropFirst()),
      let item = items.first, items.count == 1, !item.keyParts.isEmpty
    else {
      throw failure("batch argument \"\(shown)\" must be a list that takes one item a key")
    }
    guard case .list = path.types[place].nullable else {
      throw failure(
        "a batch needs a field that is a list, but \"\(path.steps[place].field)\" is not"
      )
    }
    var field = try field(at: place, batch.argument, item)
    field.match = batch.key
    field.isMany = batch.isMany
    guard batch.key.isEmpty || batch.key.count == item.keyParts.count else {
      throw failure(
        "the batch's key has \(batch.key.count) parts, but its argument takes "
          + "\(item.keyParts.count) of the join fields"
      )
    }
    for key in batch.key { try checkKey(key, of: path.types[place]) }
    return field
  }

  private func declaredEntities() throws(RemoteSchemaError) -> RemoteBatchField {
    switch definition.strategy {
    case .entities, nil: break
    case .aliases, .batch, .rows:
      throw failure(
        "strategy \"\(definition.strategy?.rawValue ?? "")\" does not fit: \"_entities\" takes "
          + "all keys"
      )
    }
    guard let template = path.steps.first?.template(of: RemoteEntities.argument),
      case .list(let items) = template, let item = items.first, case .object(let members) = item,
      case .literal(.string(let type))? = members.first(where: { $0.name == "__typename" })?.value
    else { throw failure("\"representations\" must be a list of one object with a \"__typename\"") }
    let names = Set(members.map(\.name))
    let keys = RemoteEntities(view: view).keys(of: type.value)
    guard keys.isEmpty || keys.contains(where: { names.isSuperset(of: $0) }) else {
      throw failure(
        "the representation fits no key of \"\(type.value)\": "
          + keys.map { "\"\($0.joined(separator: " "))\"" }.joined(separator: ", ")
      )
    }
    var field = try field(at: 0, [RemoteEntities.argument], item)
    field.entityType = type.value
    return field
  }

  /// The batch of a list that stands in an argument of a step.
  private func field(
    at place: Int,
    _ argument: [String],
    _ item: RemoteArgumentTemplate
  ) throws(RemoteSchemaError) -> RemoteBatchField {
    var steps = path.steps
    steps[place] = steps[place].replacing(argument, with: .keys)
    for step in steps where step.arguments.contains(where: { !$0.value.keyParts.isEmpty }) {
      throw failure(
        "a batch asks once for all keys, but another argument of \"\(step.field)\" depends on the key"
      )
    }
    for type in path.types[..<place] where type.listDepth > 0 {
      throw failure("a batch cannot lie inside of a list")
    }
    guard let type = itemType(of: argument, in: steps[place]) else {
      throw failure("argument with name \"\(argument.joined(separator: "."))\" takes no list")
    }
    guard presetsAllow(item, of: type) else {
      throw failure("a batch cannot hold what the role's permission presets in its items")
    }
    return RemoteBatchField(path: steps, step: place, item: item, itemType: type, match: [])
  }

  private func itemType(
    of argument: [String],
    in step: ResolvedRemoteField.Step
  ) -> TypeReference? {
    guard let name = argument.first else { return nil }
    var type =
      view.schema.type(named: step.parentType)?.fields[step.field]?.arguments[name]?.type
      ?? view.presetTypes[.argument(type: step.parentType, field: step.field, name: name)]
    for member in argument.dropFirst() {
      guard let object = type?.namedType else { return nil }
      type =
        view.schema.type(named: object)?.inputFields[member]?.type
        ?? view.presetTypes[.inputField(type: object, name: member)]
    }
    guard case .list(let item)? = type?.nullable else { return nil }
    return item
  }

  /// Whether an item can be written without asking for anything but the key.
  private func presetsAllow(_ item: RemoteArgumentTemplate, of type: TypeReference) -> Bool {
    guard case .object(let members) = item else { return true }
    guard
      view.presetFields(of: type.namedType).allSatisfy({ name in
        members.contains { $0.name == name }
      })
    else { return false }
    return members.allSatisfy { member in
      guard let inner = view.schema.type(named: type.namedType)?.inputFields[member.name]?.type
      else { return true }
      return presetsAllow(member.value, of: inner)
    }
  }

  private func checkKey(
    _ key: [String],
    of type: TypeReference
  ) throws(RemoteSchemaError) {
    var type = type
    for name in key {
      guard let field = view.schema.type(of: type)?.fields[name],
        !field.arguments.values.contains(where: \.isRequired), field.type.listDepth == 0
      else {
        throw failure("remote field with name \"\(name)\" and type \"\(type.namedType)\" not found")
      }
      type = field.type
    }
    guard type.listDepth == 0, view.schema.type(of: type)?.isComposite != true else {
      throw failure("the batch's key \"\(key.joined(separator: "."))\" is no single value")
    }
  }

  private func failure(_ message: String) -> RemoteSchemaError {
    RemoteSchemaError(.invalidConfiguration, message)
  }
}

/// Why the engine finds no better way than one field a key.
struct RemoteInferenceFailure: Error {
  var text: String

  init(_ text: String) {
    self.text = text
  }
}
