import DovetailPlan
import DovetailSource
import GraphQLLanguage
import OrderedJSON
import Synchronization

/// Looks up keys with one field that takes all of them.
struct BatchLookup: Sendable {
  private let caller: RemoteCaller
  private let text: RemoteRequestText
  /// The operation, for people.
  let example: String
  /// What is done with the values.
  let shape: DocumentShape?
  /// What is sent for each key.
  let item: KeyTemplate
  private let variable: String
  private let reader: BatchReader
  private let completeness: RemoteBatch.Completeness
  /// The way that is known to work, where the engine found the batch itself.
  private let aliases: AliasLookup?
  private let memory = Memory()

  /// What is remembered of earlier requests.
  private final class Memory: Sendable {
    /// Whether the service refused the batch and answered aliases.
    let isRefused = Mutex(false)
  }

  init(
    _ lookup: RemoteLookup,
    _ batch: RemoteBatch,
    caller: RemoteCaller
  ) throws(SourceError) {
    let text = BatchText(lookup, batch, caller.syntax)
    let query = Printer.compactBytes(text.operation)
    self.caller = caller
    self.text = RemoteRequestText(
      query: query,
      name: nil,
      values: RemoteVariableValues(
        variables: lookup.variables,
        skipsNulls: caller.options.skipsNulls
      )
    )
    example = String(decoding: query, as: UTF8.self)
    shape = try DocumentShape.make(text.leafSelections)
    item = try KeyTemplate(batch.item)
    variable = batch.variable
    reader = BatchReader(batch, keyPaths: text.keyPaths)
    completeness = batch.completeness
    aliases = batch.completeness == .assumed ? nil : AliasLookup(lookup, caller: caller)
  }

  /// Asks for keys and gives each its item or items.
  ///
  /// A batch that the engine found itself may be refused, or be cut short by a limit of the service;
  /// then keys are asked for by aliases.
  func run(
    _ keys: LookupKeys,
    _ context: ExecutionContext
  ) async throws(SourceError) -> LookupResult {
    guard let aliases else { return try await ask(keys, context).result }
    if memory.isRefused.withLock({ $0 }) { return try await aliases.run(keys, context) }
    let answer: BatchAnswer
    do throws(SourceError) {
      answer = try await ask(keys, context)
    } catch {
      // The service was reached, but it has no such field for this role, say.
      guard error.code == .unexpected else { throw error }
      let result = try await aliases.run(keys, context)
      memory.isRefused.withLock { $0 = true }
      return result
    }
    switch completeness {
    case .assumed, .unlessRefused:
      return answer.result
    case .count:
      return answer.isComplete ? answer.result : try await aliases.run(keys, context)
    case .everyKey:
      guard !answer.missing.isEmpty else { return answer.result }
      var rest = try await aliases.run(
        LookupKeys(answer.missing.map { keys[$0] }),
        context
      )
      rest.spread(over: keys.count, at: answer.missing)
      return answer.result.merging(rest)
    }
  }

  private func ask(
    _ keys: LookupKeys,
    _ context: ExecutionContext
  ) async throws(SourceError) -> BatchAnswer {
    let body = try text.body(context, reserving: keys.count * (item.overhead + 16)) { writer in
      writer.appendKey(variable)
      writer.append(UInt8(ascii: "["))
      for key in 0..<keys.count {
        if key > 0 { writer.append(UInt8(ascii: ",")) }
        item.append(key, of: keys, to: &writer)
      }
      writer.appendRaw("],")
    }
    let answer = try await caller.lookUp(body, context)
    return try reader.read(answer, keys)
  }
}

extension LookupResult {
  /// The values of both, those of the other where there are none.
  fileprivate func merging(_ other: LookupResult) -> LookupResult {
    var merged = self
    let offset = bytes.count
    merged.bytes += other.bytes
    for (index, value) in other.values.enumerated() where merged.values[index] == nil {
      merged.values[index] = value.map { ($0.lowerBound + offset)..<($0.upperBound + offset) }
    }
    merged.errors += other.errors
    return merged
  }
}
