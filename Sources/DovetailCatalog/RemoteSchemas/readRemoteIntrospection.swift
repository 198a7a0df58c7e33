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
  try checkPossibleTypes(answer, schema)
  return (schema, answer[subgraphSDLMember]?.stringValue)
}

/// Checks that the objects which interfaces name are there; the schema itself knows them from the
/// objects.
private func checkPossibleTypes(
  _ answer: JSONValue,
  _ schema: StaticTypeSchema
) throws(RemoteSchemaError) {
  let types = (answer["data"]?["__schema"] ?? answer["__schema"])?["types"]?.arrayValue ?? []
  for type in types where type["kind"]?.stringValue == "INTERFACE" {
    for member in type["possibleTypes"]?.arrayValue ?? [] {
      guard let name = member["name"]?.stringValue, schema.type(named: name) == nil else {
        continue
      }
      throw RemoteSchemaError(
        .remoteSchemaError,
        "Could not find type '\(name)', which is defined as a member type of "
          + "Interface '\(type["name"]?.stringValue ?? "")'"
      )
    }
  }
}
