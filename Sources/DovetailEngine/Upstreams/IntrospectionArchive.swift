import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailSource
import Logging
import OrderedCollections
import OrderedJSON
import Synchronization

/// Keeps the last good introspection of every upstream in the metadata store.
///
/// What fails here is logged and fails nothing else: the engine has what it needs in memory.
final class IntrospectionArchive: Sendable {
  /// What is known to be stored of an upstream.
  private struct Kept {
    var identity: String
    var hash: String
    /// The introspection that was stored, so that it is not written again.
    var mark: IntrospectionMark?
  }

  private let store: any MetadataStore
  private let log: Logger
  private let kept = Mutex<[FetchTarget: Kept]>([:])

  init(store: any MetadataStore, log: Logger) {
    self.store = store
    self.log = log
  }

  /// Reads what is stored.
  func load() async -> KeptIntrospections {
    do {
      let entries = try await store.introspections()
      kept.withLock { kept in
        for entry in entries {
          let hash = stableHash(entry.content)
          guard kept[entry.upstream]?.hash != hash else { continue }
          kept[entry.upstream] = Kept(identity: entry.identity, hash: hash)
        }
      }
      return KeptIntrospections(entries)
    } catch {
      warn("cannot read the kept introspections", error)
      return KeptIntrospections()
    }
  }

  /// Stores what is new in a snapshot, and drops what belongs to no upstream any more.
  func keep(_ snapshot: EngineSnapshot) async {
    var present: Set<FetchTarget> = []
    for (name, source) in snapshot.upstreams.sources {
      present.insert(.source(name))
      guard case .known(let facts) = source.facts, let metadata = snapshot.metadata.sources[name]
      else { continue }
      await keep(.source(name), metadata.storedIdentity, SourceFacts.storedFormat, source.mark) {
        facts.storedJSON.serialized()
      }
    }
    for (name, schema) in snapshot.upstreams.remoteSchemas {
      present.insert(.remoteSchema(name))
      guard case .known = schema.facts, let answer = schema.introspection else { continue }
      await keep(
        .remoteSchema(name),
        schema.definition.storedIdentity,
        KeptIntrospections.remoteSchemaFormat,
        schema.mark
      ) { answer }
    }
    let gone = kept.withLock { $0.keys.filter { !present.contains($0) } }
    for upstream in gone { await forget(upstream) }
  }

  private func keep(
    _ upstream: FetchTarget,
    _ identity: String,
    _ format: Int,
    _ mark: IntrospectionMark,
    _ content: () -> [UInt8]
  ) async {
    let known = kept.withLock { $0[upstream] }
    if let known, known.mark === mark, known.identity == identity { return }
    let bytes = content()
    let entry = Kept(identity: identity, hash: stableHash(bytes), mark: mark)
    if let known, known.identity == identity, known.hash == entry.hash {
      kept.withLock { $0[upstream] = entry }
      return
    }
    guard bytes.count <= StoredIntrospection.maximumLength else {
      log.warning(
        "an introspection is too long to be kept: the engine cannot start without the upstream",
        metadata: ["upstream": "\(upstream.storedKey.name)", "bytes": "\(bytes.count)"]
      )
      kept.withLock { $0[upstream] = entry }
      return
    }
    do {
      try await store.keep(
        StoredIntrospection(
          upstream: upstream,
          format: format,
          identity: identity,
          content: bytes
        )
      )
      kept.withLock { $0[upstream] = entry }
    } catch {
      warn("cannot keep an introspection", error)
    }
  }

  private func forget(_ upstream: FetchTarget) async {
    do {
      try await store.forgetIntrospection(of: upstream)
      kept.withLock { $0[upstream] = nil }
    } catch {
      warn("cannot drop a kept introspection", error)
    }
  }

  private func warn(_ message: Logger.Message, _ error: MetadataStoreError) {
    log.warning(message, metadata: ["reason": "\(error.reason)"])
  }
}

/// Tells introspections apart: each answer of an upstream gets one of its own.
final class IntrospectionMark: Sendable {}

extension MetadataStoreError {
  /// What went wrong, in words.
  var reason: String {
    switch self {
    case .conflict(let expected, let current): "version \(expected) is expected, not \(current)"
    case .failed(let error): error.message
    }
  }
}
