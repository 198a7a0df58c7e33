package import DovetailMetadata
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections

/// Resolves a relationship to a field of a remote schema as a role sees it.
///
/// For administrators this checks the definition; for other roles an error means that the field is
/// not there for them.
package func resolveRemoteField(
  _ definition: RemoteRelationshipDefinition.ToRemoteSchema,
  of relationship: RelationshipName,
  from side: RemoteJoinSide,
  as view: RemoteSchemaView
) throws(RemoteSchemaError) -> ResolvedRemoteField {
  let name = relationship.value
  guard GraphQLLanguage.isGraphQLName(name) else {
    throw RemoteSchemaError(
      .invalidConfiguration,
      "\"\(name)\" is not a valid GraphQL identifier"
    )
  }
  var steps = RemoteFieldSteps(
    view: view,
    side: side,
    lhsFields: definition.lhsFields,
    keyFields: try keyFields(definition.lhsFields, of: side)
  )
  let calls = try steps.withBatchTemplate(definition)
  let path = try steps.resolve(calls)
  let lookup = try RemoteLookupChooser(view: view, definition: definition, path: path).choose()
  var reduction = RemoteArgumentReduction(
    view: view,
    suffix: RemoteArgumentReduction.suffix(side.identifier, relationship: name)
  )
  let leaf = path.leaf
  let type = path.type(of: lookup)
  // A definition that says how keys are batched fixes the list of keys as a whole.
  let declared = lookup.batch.flatMap { $0.isInferred ? nil : $0 }
  let ownPath = declared?.path ?? path.steps
  return ResolvedRemoteField(
    remoteSchema: definition.remoteSchema,
    keyFields: steps.keyFields,
    spread: steps.spread,
    path: ownPath,
    originalType: type,
    type: view.names.reference(steps.spread == nil ? type : .list(type.nullable)),
    description: view.schema.type(of: leaf.type)?.description,
    arguments: reduction.reduce(leaf.arguments, by: ownPath.last?.arguments ?? []),
    reducedInputTypes: reduction.types,
    lookup: lookup,
    settings: definition.lookups
  )
}

/// The fields of the left-hand side that a definition names.
private func keyFields(
  _ names: [String],
  of side: RemoteJoinSide
) throws(RemoteSchemaError) -> [RemoteJoinField] {
  var result: [RemoteJoinField] = []
  for name in names {
    guard let (field, _) = try side.joinField(name) else {
      throw RemoteSchemaError(
        .invalidConfiguration,
        "field with name \"\(name)\"is not provided by the lhs entity\"\(side.identifier)\"for "
          + "defining a join condition, the allowed fields are "
          + quotedList(Array(side.fields.keys), "or")
      )
    }
    result.append(field)
  }
  return result
}
