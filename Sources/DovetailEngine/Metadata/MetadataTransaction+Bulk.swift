import DovetailMetadata
import OrderedJSON

extension MetadataTransaction {
  /// Runs the commands of a bulk and gives its answer.
  mutating func perform(
    _ commands: [MetadataCommand],
    _ mode: MetadataCommand.BulkMode,
    in engine: Engine,
    session: Session
  ) async throws(EngineError) -> JSONValue {
    switch mode {
    case .keepingGoing:
      return .array(await performEach(commands, in: engine, session: session))
    case .atomic:
      try await applyAtomically(commands)
      return MetadataEdit.success
    case .stopping:
      return .array(try await performAll(commands, in: engine, session: session))
    case .concurrent:
      guard commands.allSatisfy(\.isReadOnly) else {
        throw EngineError(
          code: "unexpected",
          message: "Only read-only queries are allowed in a concurrent_bulk",
          path: "$.args",
          status: 500
        )
      }
      return .array(try await performTogether(commands, in: engine, session: session))
    }
  }

  /// Runs commands until one fails; runs of edits are applied together, with one build.
  private mutating func performAll(
    _ commands: [MetadataCommand],
    in engine: Engine,
    session: Session
  ) async throws(EngineError) -> [JSONValue] {
    var answers: [JSONValue] = []
    var index = 0
    while index < commands.count {
      let edits = commands[index...].prefix { $0.edit != nil }.compactMap(\.edit)
      if edits.count > 1, let together = await applyTogether(edits) {
        answers += together
        index += edits.count
        continue
      }
      do {
        answers.append(try await perform(commands[index], in: engine, session: session))
      } catch {
        throw error.inElement(index)
      }
      index += 1
    }
    return answers
  }

  private mutating func performEach(
    _ commands: [MetadataCommand],
    in engine: Engine,
    session: Session
  ) async -> [JSONValue] {
    var answers: [JSONValue] = []
    for (index, command) in commands.enumerated() {
      do {
        answers.append(try await perform(command, in: engine, session: session))
      } catch {
        answers.append(error.inElement(index).queryErrorJSON)
      }
    }
    return answers
  }

  /// Applies edits as one: only what comes out of all of them must be consistent.
  private mutating func applyAtomically(_ commands: [MetadataCommand]) async throws(EngineError) {
    let before = self
    let context = editContext
    do throws(EngineError) {
      for (index, command) in commands.enumerated() {
        do {
          _ = try command.edit?.apply(to: &metadata, context: context)
        } catch {
          throw EngineError(error).inElement(index)
        }
      }
      makesVersion = true
      await refreshUpstreams(.nothing)
      await rebuild()
      await lookAgain(since: before.catalog)
      let new = newInconsistencies(since: before.catalog)
      guard new.isEmpty else {
        throw EngineError(
          code: "bad-request",
          message: "Schema inconsistency",
          path: "$.args",
          detail: .array(new.map { metadata.describe($0) })
        )
      }
    } catch {
      self = before
      throw error
    }
  }

  /// Runs commands that change nothing, all at the same time.
  ///
  /// - Throws: the first error, in the order of the commands.
  private func performTogether(
    _ commands: [MetadataCommand],
    in engine: Engine,
    session: Session
  ) async throws(EngineError) -> [JSONValue] {
    let start = self
    let outcomes = await withTaskGroup(of: (Int, Result<JSONValue, EngineError>).self) { group in
      for (index, command) in commands.enumerated() {
        group.addTask {
          var transaction = start
          do throws(EngineError) {
            return (
              index,
              .success(try await transaction.perform(command, in: engine, session: session))
            )
          } catch {
            return (index, .failure(error.inElement(index)))
          }
        }
      }
      var outcomes: [Int: Result<JSONValue, EngineError>] = [:]
      for await (index, outcome) in group { outcomes[index] = outcome }
      return outcomes
    }
    var answers: [JSONValue] = []
    for index in commands.indices {
      if let outcome = outcomes[index] { answers.append(try outcome.get()) }
    }
    return answers
  }
}

extension MetadataCommand {
  /// The edit, if the command is one.
  fileprivate var edit: EditCall? {
    if case .edit(let call) = work { call } else { nil }
  }
}

extension EngineError {
  /// The error of a command that is an element of a bulk.
  fileprivate func inElement(_ index: Int) -> EngineError {
    var error = self
    if error.path.hasPrefix("$") {
      error.path = "$.args[\(index)]" + error.path.dropFirst()
    }
    return error
  }

  /// The error as a member of a bulk's answer.
  var queryErrorJSON: JSONValue {
    var members: [(key: String, value: JSONValue)] = [
      ("error", .string(message)), ("path", .string(path)), ("code", .string(code)),
    ]
    if let detail { members.append(("internal", detail)) }
    return .object(members: members)
  }
}
