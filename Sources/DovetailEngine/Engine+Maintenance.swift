import DovetailCatalog
import DovetailMetadata
import DovetailSource
import Logging
import OrderedCollections

extension Engine {
  /// Keeps the engine in step with the world until the task is cancelled: takes over metadata that
  /// another engine saved in the same store, and connects upstreams again that did not answer.
  ///
  /// - Parameters:
  ///   - interval: how often the store is asked for changes; nil for never.
  ///   - retryInterval: how long an upstream that failed is left alone at first; it doubles up to a
  ///     minute while the upstream stays away.
  package func maintain(
    followingEvery interval: Duration?,
    retryingAfter retryInterval: Duration = .seconds(2)
  ) async {
    let clock = ContinuousClock()
    let tick = min(interval ?? retryInterval, retryInterval)
    var pause = retryInterval
    var nextFollow = clock.now
    var nextRetry = clock.now.advanced(by: retryInterval)
    while !Task.isCancelled {
      do {
        try await clock.sleep(for: tick)
      } catch {
        return
      }
      if let interval, clock.now >= nextFollow {
        await followOthers()
        nextFollow = clock.now.advanced(by: interval)
      }
      if clock.now >= nextRetry {
        pause = await retryFailedUpstreams() ? min(pause * 2, .seconds(60)) : retryInterval
        nextRetry = clock.now.advanced(by: pause)
      }
    }
  }

  // MARK: Other engines on the same store

  /// Takes over the metadata that another engine saved in the same store, if there is some.
  package func followOthers() async {
    do {
      guard let change = try await store.change(since: snapshot.resourceVersion),
        change.instanceID != store.instanceID
      else { return }
      try await editing.withLock { () async throws in try await takeOver(change) }
    } catch {
      log.warning("cannot follow the metadata store", metadata: ["reason": "\(error)"])
    }
  }

  private func takeOver(_ change: MetadataChange) async throws {
    let base = snapshot
    guard let stored = try await store.load(), stored.resourceVersion > base.resourceVersion else {
      return
    }
    var transaction = MetadataTransaction(base, connector: connector, options: options)
    transaction.metadata = try decode(stored.document)
    await transaction.refreshUpstreams(.nothing)
    var invalid = Invalidations(json: change.invalidations)
    // Of changes in between it is not known any more what they made invalid.
    invalid.isEverything = stored.resourceVersion > base.resourceVersion + 1
    await transaction.refreshUpstreams(invalid)
    await transaction.rebuild()
    let unknown = transaction.newInconsistencies(since: base.catalog)
    if !unknown.isEmpty {
      // The other engine may have seen tables that were made since we looked.
      await transaction.introspectAgain(sourcesOf: unknown)
      await transaction.rebuild()
    }
    await publish(transaction, resourceVersion: stored.resourceVersion)
    log.info(
      "took over metadata of another engine",
      metadata: ["resource_version": "\(stored.resourceVersion)"]
    )
  }

  // MARK: Upstreams that did not answer

  /// Introspects upstreams again that failed and answer now.
  ///
  /// - Returns: whether some still do not answer.
  private func retryFailedUpstreams() async -> Bool {
    let upstreams = snapshot.upstreams
    let sources = upstreams.sources.filter { $0.value.facts.failure != nil }
    let schemas = upstreams.remoteSchemas.filter { $0.value.facts.failure != nil }
    guard !sources.isEmpty || !schemas.isEmpty else { return false }
    // Asked without the lock, since an upstream that is away may take its time not to answer.
    var answeringSources: [SourceName] = []
    for (name, source) in sources where await isAnswering(source.source) {
      answeringSources.append(name)
    }
    var answeringSchemas: [RemoteSchemaName] = []
    for (name, schema) in schemas where await isAnswering(schema.source) {
      answeringSchemas.append(name)
    }
    if !answeringSources.isEmpty || !answeringSchemas.isEmpty {
      await editing.withLock {
        await introspectAgain(answeringSources, answeringSchemas)
      }
    }
    let stillFailed =
      snapshot.upstreams.sources.values.contains { $0.facts.failure != nil }
      || snapshot.upstreams.remoteSchemas.values.contains { $0.facts.failure != nil }
    return stillFailed
  }

  private func isAnswering(_ source: any Source) async -> Bool {
    do {
      try await source.checkHealth()
      return true
    } catch {
      return false
    }
  }

  private func introspectAgain(
    _ sources: [SourceName],
    _ schemas: [RemoteSchemaName]
  ) async {
    let base = snapshot
    var transaction = MetadataTransaction(base, connector: connector, options: options)
    for name in sources {
      guard let source = transaction.metadata.sources[name] else { continue }
      await transaction.refresh(source, introspects: true)
    }
    for name in schemas { await transaction.refreshUpstreams(.remoteSchema(name)) }
    await transaction.rebuild()
    await publish(transaction, resourceVersion: base.resourceVersion)
    for name in sources where transaction.upstreams.sources[name]?.facts.failure == nil {
      log.info("source answers again", metadata: ["source": "\(name)"])
    }
    for name in schemas where transaction.upstreams.remoteSchemas[name]?.facts.failure == nil {
      log.info("remote schema answers again", metadata: ["remote_schema": "\(name)"])
    }
  }
}
