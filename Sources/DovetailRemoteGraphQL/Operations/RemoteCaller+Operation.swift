import DovetailPlan
import DovetailSource
import GraphQLLanguage

extension RemoteCaller {
  /// Makes the request for root fields.
  func prepare(_ operation: RemoteOperation) throws(SourceError) -> PreparedFetch {
    let query = Printer.compactBytes(syntax.operation(operation))
    let shape = try DocumentShape.make(operation.fields.map { .field($0) })
    let values = RemoteVariableValues(
      variables: operation.variables,
      skipsNulls: options.skipsNulls
    )
    let request = RemoteRequestText(query: query, name: operation.name, values: values)
    return PreparedFetch(
      text: String(decoding: query, as: UTF8.self),
      shape: .document(shape ?? DocumentShape(rules: [:]))
    ) { (context) async throws(SourceError) in
      let body = try request.body(context)
      return .document(try await self.document(for: operation, body, context))
    }
  }

  /// The answer to an operation.
  ///
  /// Where partial data is kept, only the end of the whole operation throws: a service that fails
  /// leaves nulls.
  private func document(
    for operation: RemoteOperation,
    _ body: [UInt8],
    _ context: ExecutionContext
  ) async throws(SourceError) -> RemoteDocument {
    let purpose: CallPurpose = operation.kind == .query ? .query : .mutation
    guard options.keepsPartialData else {
      return try decodeOperationAnswer(
        try await post(body, context, for: purpose),
        fields: operation.fields,
        prioritizesData: options.prioritizesData,
        shownAddress: service.shownAddress
      )
    }
    do throws(SourceError) {
      return try decodePartialAnswer(
        try await post(body, context, for: purpose),
        fields: operation.fields,
        shownAddress: service.shownAddress
      )
    } catch {
      if error.code == .cancelled || error.code == .timeLimitExceeded { throw error }
      return .nulls(for: operation.fields, [error])
    }
  }
}
