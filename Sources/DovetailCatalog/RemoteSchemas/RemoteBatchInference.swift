import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections

/// Finds a field that takes all keys at once at services whose lists take conditions, as Dovetail's
/// and Hasura's do.
///
/// `articles(where: {author_id: {_eq: $id}})` becomes `articles(where: {author_id: {_in: [...]}})`,
/// whose items are grouped by `author_id`; `articles_aggregate` tells whether a limit of the service
/// kept some of them back. `author_by_pk(id: $id)` becomes `author(where: {id: {_in: [...]}})`; keys
/// without an item are asked for again.
struct RemoteBatchInference {
  let view: RemoteSchemaView
  let path: RemoteFieldPath

  private typealias Failure = RemoteInferenceFailure

  func infer() -> Result<RemoteBatchField, RemoteInferenceFailure> {
    do throws(RemoteInferenceFailure) {
      return .success(try find())
    } catch {
      return .failure(error)
    }
  }

  private func find() throws(RemoteInferenceFailure) -> RemoteBatchField {
    guard let leaf = path.steps.last else { throw Failure("there is no field") }
    let others = path.steps.dropLast()
    guard others.allSatisfy({ $0.arguments.allSatisfy(\.value.keyParts.isEmpty) }),
      path.types.dropLast().allSatisfy({ $0.listDepth == 0 })
    else { throw Failure("fields on the way to \"\(leaf.field)\" depend on the key") }
    let keyed = leaf.arguments.filter { !$0.value.keyParts.isEmpty }
    guard let argument = keyed.first, keyed.count == 1 else {
      throw Failure("\"\(leaf.field)\" takes no key, or more than one argument of it")
    }
    if case .list = path.leaf.type.nullable { return try byCondition(leaf, argument) }
    return try byPrimaryKey(leaf, argument)
  }

  /// The leaf is a list with a condition on the key.
  private func byCondition(
    _ leaf: ResolvedRemoteField.Step,
    _ argument: RemoteArgumentTemplate.Member
  ) throws(RemoteInferenceFailure) -> RemoteBatchField {
    guard argument.name == "where", case .object(let members) = argument.value,
      let keyed = members.first(where: { !$0.value.keyParts.isEmpty }),
      members.count(where: { !$0.value.keyParts.isEmpty }) == 1,
      case .object(let comparison) = keyed.value, let equal = comparison.first,
      comparison.count == 1, equal.name == "_eq", case .key = equal.value
    else { throw Failure("\"\(leaf.field)\" takes no key as \"where: {field: {_eq: …}}\"") }
    guard leaf.arguments.allSatisfy({ $0.name == "where" || $0.name == "order_by" }) else {
      throw Failure("\"\(leaf.field)\" has arguments that hold for each key by itself")
    }
    let list = try list(leaf.field, of: leaf.parentType, by: keyed.name)
    let count = leaf.field + "_aggregate"
    guard counts(count, of: leaf.parentType, like: list.condition) else {
      throw Failure(
        "without \"\(count)\" a limit of the service on \"\(leaf.field)\" would not be noticed"
      )
    }
    var steps = path.steps
    steps[steps.count - 1] = leaf.replacing(
      ["where", keyed.name],
      with: .object([.init(name: "_in", value: .keys)])
    )
    var batch = RemoteBatchField(
      path: steps,
      step: steps.count - 1,
      item: retyped(equal.value, as: list.itemType),
      itemType: list.itemType,
      match: [[keyed.name]]
    )
    batch.isInferred = true
    batch.isMany = true
    batch.arguments = ["order_by"]
    batch.completeness = .count(field: count)
    return batch
  }

  /// The leaf gives an object by its key, and a list of such objects is its neighbour.
  private func byPrimaryKey(
    _ leaf: ResolvedRemoteField.Step,
    _ argument: RemoteArgumentTemplate.Member
  ) throws(RemoteInferenceFailure) -> RemoteBatchField {
    guard let suffix = ["_by_pk", "ByPk"].first(where: { leaf.field.hasSuffix($0) }) else {
      throw Failure("\"\(leaf.field)\" is no list, and no field by primary key")
    }
    guard case .key = argument.value, leaf.arguments.count == 1,
      path.leaf.arguments.count == 1,
      view.presetArguments(of: leaf.field, on: leaf.parentType).isEmpty
    else { throw Failure("the primary key of \"\(leaf.field)\" has several parts") }
    let name = String(leaf.field.dropLast(suffix.count))
    let list = try list(name, of: leaf.parentType, by: argument.name)
    guard list.type.namedType == path.leaf.type.namedType else {
      throw Failure("\"\(name)\" gives other objects than \"\(leaf.field)\"")
    }
    let condition = RemoteArgumentTemplate.object([
      .init(name: argument.name, value: .object([.init(name: "_in", value: .keys)]))
    ])
    var steps = path.steps
    steps[steps.count - 1] = ResolvedRemoteField.Step(
      parentType: leaf.parentType,
      field: name,
      arguments: [.init(name: "where", value: condition)]
    )
    var batch = RemoteBatchField(
      path: steps,
      step: steps.count - 1,
      item: retyped(argument.value, as: list.itemType),
      itemType: list.itemType,
      match: [[argument.name]]
    )
    batch.isInferred = true
    batch.arguments = []
    batch.completeness = .everyKey
    return batch
  }

  private func retyped(
    _ template: RemoteArgumentTemplate,
    as type: TypeReference
  ) -> RemoteArgumentTemplate {
    if case .key(let part, _) = template { .key(part, type: type) } else { template }
  }

  /// A list that can be asked for by many values of a field.
  private struct List {
    var type: TypeReference
    /// The name of the type of its condition.
    var condition: String
    var itemType: TypeReference
  }

  private func list(
    _ name: String,
    of parent: String,
    by key: String
  ) throws(RemoteInferenceFailure) -> List {
    guard let field = view.schema.type(named: parent)?.fields[name],
      case .list(let item) = field.type.nullable, item.listDepth == 0,
      let condition = field.arguments["where"]?.type, condition.listDepth == 0,
      !field.arguments.values.contains(where: { $0.name != "where" && $0.isRequired })
    else { throw Failure("there is no list \"\(name)\" with an argument \"where\"") }
    let comparison = view.schema.type(of: condition)?.inputFields[key]
    guard let comparison,
      case .list(let value)? = view.schema.type(of: comparison.type)?.inputFields["_in"]?.type
        .nullable
    else { throw Failure("\"\(name)\" takes no list of \"\(key)\" (\"_in\")") }
    guard let own = view.schema.type(of: item)?.fields[key], own.type.listDepth == 0,
      !own.arguments.values.contains(where: \.isRequired)
    else { throw Failure("\"\(item.namedType)\" has no field \"\(key)\"") }
    guard view.presetArguments(of: name, on: parent).isEmpty,
      view.presetFields(of: condition.namedType).isEmpty,
      view.presetFields(of: comparison.type.namedType).isEmpty
    else { throw Failure("the role's permission presets something of \"\(name)\"") }
    return List(type: field.type, condition: condition.namedType, itemType: value)
  }

  /// Whether a field counts what a condition lets through.
  private func counts(_ name: String, of parent: String, like condition: String) -> Bool {
    guard let field = view.schema.type(named: parent)?.fields[name],
      field.arguments["where"]?.type.namedType == condition, field.type.listDepth == 0,
      let aggregate = view.schema.type(of: field.type)?.fields["aggregate"],
      aggregate.type.listDepth == 0,
      let count = view.schema.type(of: aggregate.type)?.fields["count"]
    else { return false }
    return count.type.namedType == "Int"
      && !count.arguments.values.contains(where: \.isRequired)
  }
}
