package import DovetailMetadata
import OrderedCollections
package import OrderedJSON

/// What differs between requests of the same plan.
package struct ExecutionContext: Sendable {
  package var session: Session
  /// The variables of the operation, defaults filled in.
  package var variables: JSONObject
  /// Headers of the client that may be forwarded, names in lower case.
  package var clientHeaders: [Header]
  package var requestID: String
  /// What the plan's prefetches found, by their `id` (see `Operand.prefetched`).
  package var prefetched: [Int: JSONValue]
  /// The GraphQL text of the request.
  package var requestText: String
  /// When the operation ends, whatever it waits for; nil for never.
  package var deadline: ContinuousClock.Instant?

  /// A header as it came.
  package struct Header: Sendable, Hashable {
    package var name: String
    package var value: String

    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  package init(
    session: Session,
    variables: JSONObject = [:],
    clientHeaders: [Header] = [],
    requestID: String = "",
    prefetched: [Int: JSONValue] = [:],
    requestText: String = "",
    deadline: ContinuousClock.Instant? = nil
  ) {
    self.session = session
    self.variables = variables
    self.clientHeaders = clientHeaders
    self.requestID = requestID
    self.prefetched = prefetched
    self.requestText = requestText
    self.deadline = deadline
  }
}
