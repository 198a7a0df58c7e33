import DovetailPlan
import DovetailSource
import OrderedJSON

/// Looks up keys with one aliased field each.
struct AliasLookup: Sendable {
  let caller: RemoteCaller
  let text: AliasText
  let values: RemoteVariableValues
  /// The names of the fields from the root to the leaf.
  let path: [[UInt8]]

  init(_ lookup: RemoteLookup, caller: RemoteCaller) {
    self.caller = caller
    text = AliasText(lookup, caller.syntax)
    values = RemoteVariableValues(
      variables: lookup.variables,
      skipsNulls: caller.options.skipsNulls
    )
    path = lookup.path.map { Array($0.name.utf8) }
  }

  /// Asks for keys; where some of them make the service give up all, asks again without them.
  func run(
    _ keys: LookupKeys,
    _ context: ExecutionContext
  ) async throws(SourceError) -> LookupResult {
    let answer = try await ask(keys, context)
    if answer.hasData { return try read(answer, keyCount: keys.count) }
    guard case .list(let upstream) = answer.errors else {
      throw lookupFailure("\"data\" field not found in remote response")
    }
    let errors = keyErrors(upstream, path: path)
    let failed = Set(errors.compactMap { $0.place?.key })
    guard errors.allSatisfy({ $0.place != nil }), !failed.isEmpty, failed.count < keys.count else {
      throw upstreamFailure(upstream, code: .unexpected)
    }
    let rest = keys.indices.filter { !failed.contains($0) }
    let second = try await ask(LookupKeys(rest.map { keys[$0] }), context)
    guard second.hasData else {
      throw upstreamFailure(upstream, code: .unexpected)
    }
    var result = try read(second, keyCount: rest.count)
    result.spread(over: keys.count, at: rest)
    result.errors = errors + result.errors
    return result
  }

  private func ask(
    _ keys: LookupKeys,
    _ context: ExecutionContext
  ) async throws(SourceError) -> RemoteAnswer {
    var writer = JSONWriter()
    writer.reserveCapacity(256 + keys.count * 96)
    writer.appendRaw("{\"query\":\"")
    text.append(keyCount: keys.count, to: &writer)
    writer.appendRaw("\",\"variables\":{")
    let empty = writer.bytes.count
    try values.append(to: &writer, context)
    text.appendValues(keys, to: &writer)
    if writer.bytes.count > empty { writer.bytes.removeLast() }
    writer.appendRaw("}}")
    return try await caller.lookUp(writer.bytes, context)
  }

  private func read(_ answer: RemoteAnswer, keyCount: Int) throws(SourceError) -> LookupResult {
    var leaves = LeafReader(answer.bytes, path: path[...].dropFirst())
    let values = try leaves.readAliases(in: answer.data ?? 0..<0, keyCount: keyCount)
    var errors: [SourceError] = []
    if case .list(let upstream) = answer.errors { errors = keyErrors(upstream, path: path) }
    return LookupResult(bytes: leaves.bytes, values: values, errors: errors)
  }
}
