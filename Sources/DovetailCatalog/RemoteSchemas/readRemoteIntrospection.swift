import GraphQLTypeSystem
import OrderedJSON

/// The schema in the answer of a service to the introspection query.
///
/// - Throws: where the answer is no introspection result.
func readRemoteIntrospection(
  _ bytes: [UInt8]
) throws(RemoteSchemaError) -> StaticTypeSchema {
  let answer: JSONValue
  do {
    answer = try JSONValue(parsing: bytes)
  } catch {
    throw RemoteSchemaError(.remoteSchemaError, "Error in $: \(error)")
  }
  let (schema, diagnostics) = StaticTypeSchema.build(introspection: answer)
  for diagnostic in diagnostics {
    // The rest is checked in the contract's words, or does no harm.
    if case .schema(.malformedIntrospection(let place, let expected)) = diagnostic.problem {
      throw RemoteSchemaError(
        .remoteSchemaError,
        "Error in $.\(place): expected \(expected)"
      )
    }
  }
  return schema
}
