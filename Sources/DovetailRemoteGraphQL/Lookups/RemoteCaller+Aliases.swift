import DovetailPlan
import DovetailSource
import OrderedJSON

extension RemoteCaller {
  /// Makes a lookup that asks with one aliased field a key.
  func prepareAliases(_ lookup: RemoteLookup) throws(SourceError) -> PreparedLookup {
    let text = AliasText(lookup, syntax)
    let shape = try DocumentShape.make(lookup.selections)
    let values = RemoteVariableValues(variables: lookup.variables, skipsNulls: options.skipsNulls)
    let aliases = AliasLookup(
      caller: self,
      text: text,
      values: values,
      path: lookup.path.map { Array($0.name.utf8) }
    )
    return PreparedLookup(text: text.example, shape: shape, chunkSize: options.aliasChunkSize) {
      (keys, context) async throws(SourceError) in
      try await aliases.run(keys, context)
    }
  }
}

/// Looks up keys with one aliased field each.
struct AliasLookup: Sendable {
  let caller: RemoteCaller
  let text: AliasText
  let values: RemoteVariableValues
  /// The names of the fields from the root to the leaf.
  let path: [[UInt8]]

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
    return merge(try read(second, keyCount: rest.count), at: rest, of: keys.count, errors)
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

  private func merge(
    _ result: LookupResult,
    at indices: [Int],
    of count: Int,
    _ errors: [SourceError]
  ) -> LookupResult {
    var merged = LookupResult(
      bytes: result.bytes,
      values: Array(repeating: nil, count: count),
      errors: errors
    )
    for (index, value) in zip(indices, result.values) { merged.values[index] = value }
    for var error in result.errors {
      if let place = error.place, indices.indices.contains(place.key) {
        error.place?.key = indices[place.key]
      }
      merged.errors.append(error)
    }
    return merged
  }
}
