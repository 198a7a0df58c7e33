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
  for field in definition.lhsFields where side.fields[field] == nil {
    throw RemoteSchemaError(
      .invalidConfiguration,
      "field with name \"\(field)\"is not provided by the lhs entity\"\(side.identifier)\"for "
        + "defining a join condition, the allowed fields are "
        + quotedList(Array(side.fields.keys), "or")
    )
  }
  let steps = RemoteFieldSteps(view: view, side: side, lhsFields: definition.lhsFields)
  let (path, leaf) = try steps.resolve(definition)
  var reduction = RemoteArgumentReduction(
    view: view,
    suffix: RemoteArgumentReduction.suffix(side.identifier, relationship: name)
  )
  var fieldType = leaf.type
  let batch = definition.batch.map {
    ResolvedRemoteField.Batch(argument: $0.argument, keyField: $0.key)
  }
  if let batch { fieldType = try steps.batchedType(batch, of: leaf, path: path) }
  return ResolvedRemoteField(
    remoteSchema: definition.remoteSchema,
    keyFields: definition.lhsFields,
    path: path,
    originalType: fieldType,
    type: view.names.reference(fieldType),
    description: view.schema.type(of: leaf.type)?.description,
    arguments: reduction.reduce(leaf.arguments, by: path.last?.arguments ?? []),
    reducedInputTypes: reduction.types,
    batch: batch
  )
}
