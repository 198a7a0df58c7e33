import DovetailMetadata
import DovetailSource
import GraphQLTypeSystem
import OrderedJSON

extension RemoteCaller {
  /// The service's answer to the introspection query, which is at least a JSON object with data.
  func introspect() async throws(SourceError) -> [UInt8] {
    let complete = try await ask(IntrospectionQuery.complete)
    if complete.hasData { return complete.bytes }
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
    return standard.bytes
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
    let answer = try await post(try text.body(context), context, isRepeatable: true)
    return try RemoteAnswer(answer.body) { reason in
      unreadableAnswer(
        "the response of the remote schema at \"\(service.shownAddress)\" is not valid JSON: "
          + reason,
        answer
      )
    }
  }
}
