import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailSource
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections
import OrderedJSON

/// Asks the handler of an asynchronous action, as the client would have it asked.
struct ActionCallRun {
  let snapshot: EngineSnapshot

  /// The outcome to be kept; nil if the call was cancelled and is to be made later.
  func run(_ call: LoggedCall) async -> CallOutcome? {
    guard let action = snapshot.catalog.actions.actions[call.action],
      let source = snapshot.source(of: .action(call.action))
    else {
      return failure(
        code: "not-exists",
        message: "action with name \"\(call.action)\" does not exist"
      )
    }
    do throws(SourceError) {
      let prepared = try source.prepare(
        Fetch(target: .action(call.action), request: .action(plan(action, json(call.input))))
      )
      let context = ExecutionContext(
        session: session(json(call.sessionVariables)),
        clientHeaders: json(call.headers).members.compactMap { name, value in
          value.stringValue.map { .init(name: name, value: $0) }
        }
      )
      guard case .document(let document) = try await prepared.run(context),
        let answer = try? JSONValue(parsing: document.bytes[document.data])
      else { return failure(code: "unexpected", message: "the handler gave no document") }
      return .completed((answer[Self.key] ?? .null).serialized())
    } catch {
      // Handlers may use the code, too.
      if error.code == .cancelled, Task.isCancelled { return nil }
      return failure(
        code: error.extensions?["code"]?.stringValue ?? error.code.rawValue,
        message: error.message,
        detail: error.detail
      )
    }
  }

  private static let key = "answer"

  /// A call whose whole answer is checked and kept.
  private func plan(_ action: ResolvedAction, _ input: JSONValue) -> ActionCall {
    let typeName = action.outputType.namedType
    var output: ActionObject?
    if let type = snapshot.catalog.actions.types[typeName], type.isComposite {
      output = ActionObject(
        typeName: typeName,
        requiredFields: type.fields.values.filter(\.type.isNonNull).map(\.name),
        members: [],
        joinKeys: [],
        isWhole: true
      )
    }
    return ActionCall(
      name: action.name,
      definition: action.definition,
      step: .call,
      input: .constant(input),
      key: Self.key,
      outputType: action.outputType,
      output: output
    )
  }

  private func session(_ variables: JSONValue) -> Session {
    var texts: [String: String] = [:]
    for (name, value) in variables.members { texts[name] = value.stringValue }
    return Session(role: RoleName(texts["x-hasura-role"] ?? "admin"), variables: texts)
  }

  private func json(_ bytes: [UInt8]) -> JSONValue {
    (try? JSONValue(parsing: bytes)) ?? .null
  }

  private func failure(
    code: String,
    message: String,
    detail: JSONValue? = nil
  ) -> CallOutcome {
    var members: [(key: String, value: JSONValue)] = [
      ("code", .string(code)), ("path", "$"), ("error", .string(message)),
    ]
    if let detail { members.append(("internal", detail)) }
    return .failed(JSONValue.object(members: members).serialized())
  }
}
