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
      let answer = try await self.post(
        body,
        context,
        for: operation.kind == .query ? .query : .mutation
      )
      return .document(
        try decodeOperationAnswer(
          answer,
          fields: operation.fields,
          prioritizesData: self.options.prioritizesData,
          shownAddress: self.service.shownAddress
        )
      )
    }
  }
}
