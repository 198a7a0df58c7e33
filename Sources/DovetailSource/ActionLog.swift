package import DovetailMetadata

/// The calls of asynchronous actions, kept where the metadata is and shared by all engines on it.
///
/// A call is `created`; an engine takes it (`processing`), asks the handler, and makes it `completed`
/// or `error`.
package protocol ActionLog: Sendable {
  /// Keeps a call for whoever takes it.
  ///
  /// - Returns: its identity, a UUID.
  func add(_ call: LoggedCall) async throws(MetadataStoreError) -> String

  /// Takes the oldest calls that nobody has taken.
  func takeCalls(limit: Int) async throws(MetadataStoreError) -> [TakenCall]

  /// Keeps the outcome of a call that was taken.
  func finish(_ id: String, _ outcome: CallOutcome) async throws(MetadataStoreError)

  /// Gives calls back that were taken and have no outcome.
  func giveBack(_ ids: [String]) async throws(MetadataStoreError)

  /// A call of an action; nil if there is none of that identity.
  func call(
    _ id: String,
    of action: ActionName
  ) async throws(MetadataStoreError) -> RecordedCall?

  /// Forgets all calls of an action.
  func removeCalls(of action: ActionName) async throws(MetadataStoreError)
}

/// What is kept of a call when it is made; all JSON texts.
package struct LoggedCall: Sendable, Equatable {
  package var action: ActionName
  /// The arguments, an object.
  package var input: [UInt8]
  /// The headers of the client that are forwarded, an object.
  package var headers: [UInt8]
  /// An object of texts.
  package var sessionVariables: [UInt8]

  package init(
    action: ActionName,
    input: [UInt8],
    headers: [UInt8],
    sessionVariables: [UInt8]
  ) {
    self.action = action
    self.input = input
    self.headers = headers
    self.sessionVariables = sessionVariables
  }
}

/// A call that an engine has taken to ask the handler.
package struct TakenCall: Sendable, Equatable {
  package var id: String
  package var call: LoggedCall

  package init(id: String, call: LoggedCall) {
    self.id = id
    self.call = call
  }
}

/// What became of a call, as JSON.
package enum CallOutcome: Sendable, Equatable {
  case completed([UInt8])
  case failed([UInt8])
}

/// A call as clients ask for it; JSON texts.
package struct RecordedCall: Sendable, Equatable {
  package var id: String
  /// A JSON string, as PostgreSQL writes a `timestamptz`.
  package var createdAt: [UInt8]
  package var sessionVariables: [UInt8]
  /// nil while there is no answer.
  package var response: [UInt8]?
  package var errors: [UInt8]?

  package init(
    id: String,
    createdAt: [UInt8],
    sessionVariables: [UInt8],
    response: [UInt8]?,
    errors: [UInt8]?
  ) {
    self.id = id
    self.createdAt = createdAt
    self.sessionVariables = sessionVariables
    self.response = response
    self.errors = errors
  }
}
