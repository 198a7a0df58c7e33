import DovetailMetadata
import DovetailPlan
import DovetailSource

extension RemoteCaller {
  /// Makes a lookup ready.
  func prepare(
    _ lookup: RemoteLookup,
    _ settings: RemoteLookupSettings?
  ) throws(SourceError) -> PreparedLookup {
    let types = KeyTypes(lookup, target: service.name.value)
    let concurrency = self.settings?.concurrency
    let maxBytes = settings?.maxBytes ?? self.settings?.maxBytes ?? options.lookupBytes
    switch lookup.strategy {
    case .aliases:
      let aliases = AliasLookup(lookup, caller: self)
      return PreparedLookup(
        text: aliases.text.example,
        shape: try DocumentShape.make(lookup.selections),
        chunkSize: settings?.maxKeys ?? self.settings?.maxKeys ?? options.aliasChunkSize,
        chunkBytes: maxBytes,
        keyOverhead: aliases.text.keyOverhead,
        concurrency: concurrency
      ) { (keys, context) async throws(SourceError) in
        try await types.checked(keys) { keys async throws(SourceError) in
          try await aliases.run(keys, context)
        }
      }
    case .batch(let batch):
      let lookup = try BatchLookup(lookup, batch, caller: self)
      return PreparedLookup(
        text: lookup.example,
        shape: lookup.shape,
        chunkSize: settings?.maxKeys ?? self.settings?.maxKeys ?? options.batchChunkSize,
        chunkBytes: maxBytes,
        keyOverhead: lookup.item.overhead,
        concurrency: concurrency
      ) { (keys, context) async throws(SourceError) in
        try await types.checked(keys) { keys async throws(SourceError) in
          try await lookup.run(keys, context)
        }
      }
    }
  }

  /// Sends a lookup and reads the answer as an object.
  func lookUp(
    _ body: [UInt8],
    _ context: ExecutionContext
  ) async throws(SourceError) -> RemoteAnswer {
    let answer = try await post(body, context, for: .query)
    return try RemoteAnswer(answer.body) { reason in
      unreadableAnswer("Remote server response is not valid JSON: \(reason)", answer)
    }
  }
}
