import DovetailCatalog
import DovetailMetadata
import DovetailSource
import Logging
import OrderedCollections

extension Engine {
  /// Keeps the engine in step with the world until the task is cancelled: takes over metadata that
  /// another engine saved in the same store, connects upstreams again that did not answer, and reads
  /// remote schemas again.
  ///
  /// - Parameters:
  ///   - interval: how often the store is asked for changes; nil for never.
  ///   - retryInterval: how long an upstream that failed is left alone at first; it doubles while the
  ///     upstream stays away.
  ///   - longestPause: how long it is left alone at most.
  package func maintain(
    followingEvery interval: Duration?,
    retryingAfter retryInterval: Duration = .seconds(2),
    longestPause: Duration = .seconds(30)
  ) async {
    // Side by side, since an upstream that is away may take its time not to answer.
    await withTaskGroup { group in
      if let interval {
        group.addTask {
          await self.repeating(pause: { interval }, work: { await self.followOthers() })
        }
      }
      group.addTask {
        var pause = retryInterval
        await self.repeating(
          pause: { pause },
          work: {
            let isIncomplete = await self.retryFailedUpstreams()
            pause = isIncomplete ? min(pause * 2, longestPause) : retryInterval
          }
        )
      }
      group.addTask {
        var schedule = RefreshSchedule()
        let pause = min(self.options.remoteSchemaRefreshInterval ?? .seconds(1), .seconds(1))
        await self.repeating(
          pause: { pause },
          work: { await self.refresh(schedule.due(at: .now, self.refreshIntervals)) }
        )
      }
    }
  }

  /// Works again and again, with pauses, until the task is cancelled.
  private func repeating(
    pause: () -> Duration,
    work: () async -> Void
  ) async {
    while !Task.isCancelled {
      do {
        try await Task.sleep(for: max(pause(), Duration.milliseconds(1)), clock: .continuous)
      } catch {
        return
      }
      await work()
    }
  }

  // MARK: Upstreams that did not answer

  /// Introspects upstreams again that failed and answer now, each as soon as it does.
  ///
  /// - Returns: whether some still do not answer.
  private func retryFailedUpstreams() async -> Bool {
    let upstreams = snapshot.upstreams
    await withTaskGroup { group in
      for (name, source) in upstreams.sources where source.facts.failure != nil {
        group.addTask {
          guard await self.isAnswering(source.source) else { return }
          await self.introspectAgain([name], [])
        }
      }
      for (name, schema) in upstreams.remoteSchemas where schema.facts.failure != nil {
        group.addTask {
          guard await self.isAnswering(schema.source) else { return }
          await self.introspectAgain([], [name])
        }
      }
    }
    return snapshot.upstreams.sources.values.contains { $0.facts.failure != nil }
      || snapshot.upstreams.remoteSchemas.values.contains { $0.facts.failure != nil }
  }

  // Asked without the lock of editing, so that nobody waits for an upstream that is away.
  private func isAnswering(_ source: any Source) async -> Bool {
    do {
      try await withPatience(.seconds(5)) { () async throws(SourceError) in
        try await source.checkHealth()
      }
      return true
    } catch {
      return false
    }
  }

  private func introspectAgain(
    _ sources: [SourceName],
    _ schemas: [RemoteSchemaName]
  ) async {
    await editing.withLock {
      let base = snapshot
      var transaction = MetadataTransaction(base, connector: connector, options: options)
      transaction.patience = .seconds(30)
      await transaction.introspectAgain(sources, schemas)
      await transaction.rebuild(checksPermissions: false)
      await publish(transaction, resourceVersion: base.resourceVersion)
      for name in sources where transaction.upstreams.sources[name]?.facts.failure == nil {
        log.info("source answers again", metadata: ["source": "\(name)"])
      }
      for name in schemas where transaction.upstreams.remoteSchemas[name]?.facts.failure == nil {
        log.info("remote schema answers again", metadata: ["remote_schema": "\(name)"])
      }
    }
  }
}
