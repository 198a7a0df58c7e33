package import DovetailAuth

/// The successful answer of an endpoint that is not GraphQL.
package struct APIResponse: Sendable {
  /// The HTTP status.
  package var status: Int
  /// The media type of the body.
  package var contentType: String
  /// The body, complete.
  package var body: [UInt8]
  /// Further headers for the client.
  package var headers: [HeaderField]

  /// The media type of JSON answers.
  package static let json = "application/json; charset=utf-8"

  /// Makes an answer.
  package init(
    status: Int = 200,
    contentType: String = APIResponse.json,
    body: [UInt8],
    headers: [HeaderField] = []
  ) {
    self.status = status
    self.contentType = contentType
    self.body = body
    self.headers = headers
  }
}
