import DovetailCatalog
import DovetailMetadata
import OrderedCollections
import OrderedJSON

extension Engine {
  /// Runs the operation of a REST endpoint.
  ///
  /// - Returns: an answer with data: what the operation's `data` holds.
  /// - Throws: that there is no such endpoint, what is wrong with the request, or the first error of
  ///   the operation.
  package func call(_ call: EndpointCall) async throws(EngineError) -> GraphQLOperationResponse {
    let snapshot = snapshot
    let match = try snapshot.endpointRoutes.match(call.method, call.path)
    let operation = match.endpoint.operation
    let request = GraphQLOperationRequest(
      text: match.endpoint.text,
      variables: try endpointVariables(
        of: operation,
        path: match.values,
        parameters: call.parameters,
        body: call.body
      ),
      session: call.session,
      headers: call.headers,
      requestID: call.requestID,
      clientAddress: call.clientAddress
    )
    let response = await run(
      request,
      in: RequestPipeline(snapshot: snapshot, options: options),
      trace: nil
    )
    // The bare data has no place for errors: a part of it would look like the whole.
    if let error = response.errors.first { throw error.outsideOfGraphQL }
    return response
  }
}

extension EngineError {
  /// The error where answers are not GraphQL's: one of a remote schema as detail of ours.
  fileprivate var outsideOfGraphQL: EngineError {
    guard let verbatim else { return self }
    return EngineError(
      code: verbatim["extensions"]?["code"]?.stringValue ?? "remote-schema-error",
      message: verbatim["message"]?.stringValue ?? "the remote schema reported an error",
      detail: verbatim
    )
  }
}
