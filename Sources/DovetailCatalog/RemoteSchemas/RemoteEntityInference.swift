import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections

/// Finds out whether a field by key is the same as an entity of a federation subgraph.
///
/// `product(upc: $upc)` is, where it gives a `Product`, the subgraph resolves products
/// (`_entities`), and `upc` is one of their keys (`@key(fields: "upc")`).
struct RemoteEntityInference {
  let view: RemoteSchemaView
  let path: RemoteFieldPath

  func infer() -> Result<RemoteBatchField, RemoteInferenceFailure> {
    let entities = RemoteEntities(view: view)
    guard entities.areOffered else {
      return .failure(RemoteInferenceFailure("the remote schema offers no \"_entities\""))
    }
    guard let step = path.steps.first, path.steps.count == 1,
      path.leaf.type.listDepth == 0
    else { return .failure(RemoteInferenceFailure("the field gives more than one object")) }
    let name = path.leaf.type.namedType
    guard entities.include(name), let type = view.schema.type(named: name) else {
      return .failure(RemoteInferenceFailure("\"\(name)\" is no entity of the remote schema"))
    }
    let given = Set(step.arguments.map(\.name))
    guard let key = entities.keys(of: name).first(where: { Set($0) == given }) else {
      return .failure(
        RemoteInferenceFailure("the arguments of \"\(step.field)\" are no key of \"\(name)\"")
      )
    }
    guard path.leaf.arguments.count == step.arguments.count,
      view.presetArguments(of: step.field, on: step.parentType).isEmpty
    else {
      return .failure(
        RemoteInferenceFailure("\"\(step.field)\" has arguments that are no part of the key")
      )
    }
    var members: [RemoteArgumentTemplate.Member] = [
      .init(name: "__typename", value: .literal(.string(StringValue(name))))
    ]
    for field in key {
      guard case .key(let part, _)? = step.template(of: field), let known = type.fields[field]
      else {
        return .failure(
          RemoteInferenceFailure("the key \"\(field)\" of \"\(name)\" is no join field")
        )
      }
      members.append(.init(name: field, value: .key(part, type: known.type)))
    }
    var batch = RemoteBatchField(
      path: [
        ResolvedRemoteField.Step(
          parentType: step.parentType,
          field: RemoteEntities.field,
          arguments: [.init(name: RemoteEntities.argument, value: .keys)]
        )
      ],
      step: 0,
      item: .object(members),
      itemType: .nonNull(.named(Name("_Any"))),
      match: []
    )
    batch.isInferred = true
    batch.entityType = name
    return .success(batch)
  }
}
