import DovetailMetadata
import DovetailPlan
import DovetailSource
import GraphQLLanguage
import OrderedCollections
import OrderedJSON

/// The two root fields of an asynchronous action: one keeps a call, the other shows what became of it.
struct ActionRecord: Sendable {
  let call: ActionCall
  let log: any ActionLog

  /// Keeps the call; the document holds its identity.
  func enqueue(_ context: ExecutionContext) async throws(SourceError) -> RemoteDocument {
    var headers: JSONObject = [:]
    if call.definition.forwardsClientHeaders {
      // What is not forwarded is not kept either.
      for header in ForwardedHeaders.select(
        from: context.clientHeaders,
        ignoring: call.definition.ignoredClientHeaders.map { Set($0.map { $0.lowercased() }) }
          ?? ForwardedHeaders.ignored,
        includesSessionVariables: true
      ) {
        headers[header.name] = .string(header.value)
      }
    }
    let input = try context.value(of: call.input) ?? [:]
    let id: String
    do {
      id = try await log.add(
        LoggedCall(
          action: call.name,
          input: input.serialized(),
          headers: JSONValue.object(headers).serialized(),
          sessionVariables: JSONValue.object(Self.variables(context)).serialized()
        )
      )
    } catch {
      throw Self.failure(error)
    }
    return document(.string(id))
  }

  /// What became of a call; null if there is none, or it is somebody else's.
  func result(_ context: ExecutionContext) async throws(SourceError) -> RemoteDocument {
    guard let id = try context.value(of: call.input)?["id"]?.stringValue else {
      return document(.null)
    }
    let found: RecordedCall?
    do {
      found = try await log.call(id, of: call.name)
    } catch {
      throw Self.failure(error)
    }
    guard let found, isVisible(found, to: context) else { return document(.null) }
    var errors = Self.json(found.errors)
    if !context.session.isAdmin, case .object(var members) = errors {
      members["internal"] = nil
      errors = .object(members)
    }
    let record: JSONValue = [
      "id": .string(found.id), "created_at": Self.json(found.createdAt), "errors": errors,
      "output": Self.json(found.response),
    ]
    var writer = AnswerWriter()
    writer.begin(call.key)
    do {
      try writer.write(record, call.outputType, call.output)
    } catch {
      // The type may have changed since the handler answered.
      throw SourceError(code: .unexpected, message: error.message, path: "$", status: 400)
    }
    writer.end()
    return RemoteDocument(bytes: writer.bytes, data: 0..<writer.bytes.count)
  }

  /// The session variables that are kept and compared.
  private static func variables(_ context: ExecutionContext) -> JSONObject {
    var variables: JSONObject = [:]
    for (name, value) in context.session.variables.sorted(by: { $0.key < $1.key })
    where !ForwardedHeaders.secrets.contains(name) {
      variables[name] = .string(value)
    }
    return variables
  }

  private func isVisible(_ found: RecordedCall, to context: ExecutionContext) -> Bool {
    if context.session.isAdmin { return true }
    guard case .object(let kept) = Self.json(found.sessionVariables) else { return false }
    // In whatever order the store gives them back.
    let own = Self.variables(context)
    return kept.count == own.count && kept.allSatisfy { own[$0.key] == $0.value }
  }

  private func document(_ value: JSONValue) -> RemoteDocument {
    let bytes = JSONValue.object([call.key: value]).serialized()
    return RemoteDocument(bytes: bytes, data: 0..<bytes.count)
  }

  private static func json(_ bytes: [UInt8]?) -> JSONValue {
    guard let bytes, let value = try? JSONValue(parsing: bytes) else { return .null }
    return value
  }

  private static func failure(_ error: MetadataStoreError) -> SourceError {
    switch error {
    case .failed(let error): error
    case .conflict:
      SourceError(code: .unexpected, message: "the metadata store reported a conflict")
    }
  }
}
