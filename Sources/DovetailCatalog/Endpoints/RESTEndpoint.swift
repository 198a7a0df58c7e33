package import GraphQLLanguage

/// A REST endpoint with the operation that it runs.
package struct RESTEndpoint: Sendable {
  package var name: String
  package var path: EndpointPath
  /// The HTTP methods in upper case.
  package var methods: [String]
  package var comment: String?
  /// The text of the operation, as it is in its collection.
  package var text: String
  package var document: Document
  package var operation: OperationDefinition
}
