import GraphQLTypeSystem
import OrderedJSON

/// The member of a stored introspection answer that holds the SDL of a federation subgraph.
package let subgraphSDLMember = "dovetail_subgraph_sdl"

/// The schema in the answer of a service to the introspection query, and the SDL of a federation
/// subgraph that was stored with it.
///
/// - Throws: where the answer is no introspection result.
func readRemoteIntrospection(
  _ bytes: [UInt8]
) throws(RemoteSchemaError) -> (schema: StaticTypeSchema, subgraphSDL: String?) {
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
  return (schema, answer[subgraphSDLMember]?.stringValue)
}
