package import DovetailAuth
package import DovetailMetadata

/// Who asks, and what else of an HTTP request concerns the engine.
package struct RequestContext: Sendable {
  /// Who makes the request.
  package var session: Session
  /// The client's `x-request-id`, or a UUID.
  package var requestID: String
  /// All headers of the client, names in lower case, secrets included: which of them may be
  /// forwarded is the decision of who forwards.
  package var headers: [HeaderField]
  /// The address of the client's end of the connection, without its port.
  package var peerAddress: String

  /// Makes a context.
  package init(
    session: Session,
    requestID: String = "",
    headers: [HeaderField] = [],
    peerAddress: String = ""
  ) {
    self.session = session
    self.requestID = requestID
    self.headers = headers
    self.peerAddress = peerAddress
  }
}
