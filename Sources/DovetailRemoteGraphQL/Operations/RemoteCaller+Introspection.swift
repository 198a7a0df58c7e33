import DovetailCatalog
import DovetailMetadata
import DovetailSource
import GraphQLTypeSystem
import OrderedJSON

extension RemoteCaller {
  /// The service's answer to the introspection query, which is at least a JSON object with data.
  func introspect() async throws(SourceError) -> [UInt8] {
    let complete = try await ask(IntrospectionQuery.complete)
    if complete.hasData { return await withSubgraphSDL(complete) }
    // Older services refuse fields that they do not know.
    let standard = try await ask(IntrospectionQuery.standard)
    guard standard.hasData else {
      if case .list(let errors) = standard.errors {
        throw upstreamFailure(errors, code: .remoteSchemaError)
      }
      throw SourceError(
        code: .remoteSchemaError,
        message: "Error in $: key \"data\" not found",
        path: "$"
      )
    }
    return await withSubgraphSDL(standard)
  }

  /// The answer with the SDL of a federation subgraph.
  ///
  /// Introspection does not tell the keys of its entities. A service that does not give its SDL is
  /// used without.
  private func withSubgraphSDL(_ answer: RemoteAnswer) async -> [UInt8] {
    guard let data = answer.data, answer.bytes[data].contains(Array("\"_entities\"".utf8)),
      answer.bytes[data].contains(Array("\"_service\"".utf8)),
      let service = try? await ask("query SubgraphSDL{_service{sdl}}", name: "SubgraphSDL"),
      let found = service.data,
      let sdl = (try? JSONValue(parsing: service.bytes[found]))?["_service"]?["sdl"]?.stringValue
    else { return answer.bytes }
    var writer = JSONWriter()
    writer.appendRaw("{\"data\":")
    writer.appendRaw(answer.bytes[data])
    writer.append(UInt8(ascii: ","))
    writer.appendKey(subgraphSDLMember)
    writer.appendString(sdl)
    writer.append(UInt8(ascii: "}"))
    return writer.bytes
  }

  /// Whether the service answers GraphQL at all.
  func checkHealth() async throws(SourceError) {
    let answer = try await ask("{__typename}", name: nil)
    guard answer.hasData else {
      throw SourceError(
        code: .remoteSchemaError,
        message: "the remote schema \"\(service.name)\" does not answer {__typename}",
        path: "$"
      )
    }
  }

  private func ask(
    _ query: String,
    name: String? = "IntrospectionQuery"
  ) async throws(SourceError) -> RemoteAnswer {
    let text = RemoteRequestText(
      query: Array(query.utf8),
      name: name,
      values: RemoteVariableValues(variables: [], skipsNulls: false)
    )
    let context = ExecutionContext(session: .admin)
    let answer = try await post(try text.body(context), context, for: .inspection)
    return try RemoteAnswer(answer.body) { reason in
      unreadableAnswer(
        "the response of the remote schema at \"\(service.shownAddress)\" is not valid JSON: "
          + reason,
        answer
      )
    }
  }
}
