import DovetailCatalog
import DovetailMetadata
import DovetailSource
import GraphQLTypeSystem
import Logging
import OrderedCollections

/// Remote schemas change without telling.
extension Engine {
  /// How often each remote schema is read again; those that are not are left out.
  var refreshIntervals: [RemoteSchemaName: Duration] {
    var intervals: [RemoteSchemaName: Duration] = [:]
    for (name, schema) in snapshot.metadata.remoteSchemas {
      let own = schema.definition.refreshInterval.map { Duration.seconds($0) }
      guard let interval = own ?? options.remoteSchemaRefreshInterval, interval > .zero else {
        continue
      }
      intervals[name] = interval
    }
    return intervals
  }

  /// Reads remote schemas again, and takes over what has changed.
  func refresh(_ names: [RemoteSchemaName]) async {
    await withTaskGroup { group in
      for name in names { group.addTask { await self.refresh(name) } }
    }
  }

  private func refresh(_ name: RemoteSchemaName) async {
    let known = snapshot.upstreams.remoteSchemas[name]
    // One that has failed is asked anyway.
    guard let known, known.facts.failure == nil else { return }
    let answer: [UInt8]
    do {
      guard case .typed(let introspection) = try await known.source.introspect() else { return }
      answer = introspection
    } catch {
      log.debug(
        "cannot read a remote schema again",
        metadata: ["remote_schema": "\(name)", "reason": "\(error.message)"]
      )
      return
    }
    guard answer != known.introspection else { return }
    await editing.withLock {
      let base = snapshot
      await base.settle()
      var transaction = MetadataTransaction(base, connector: connector, options: options)
      transaction.accept(answer, of: name, from: known.connection)
      await transaction.rebuild()
      let new = transaction.newInconsistencies(since: base.catalog)
      await publish(transaction, resourceVersion: base.resourceVersion)
      for inconsistency in new {
        log.warning(
          "inconsistent metadata since a remote schema has changed",
          metadata: [
            "remote_schema": "\(name)", "object": "\(inconsistency.object.displayName)",
            "reason": "\(inconsistency.reason)",
          ]
        )
      }
    }
  }

  /// Tells the log how a remote schema has changed.
  func report(_ differences: [SchemaDifference], of name: RemoteSchemaName) {
    let breaking = differences.filter(\.isBreaking)
    let shown = (breaking + differences.filter { !$0.isBreaking }).prefix(20).map(\.message)
    let metadata: Logger.Metadata = [
      "remote_schema": "\(name)", "breaking": "\(breaking.count)",
      "safe": "\(differences.count - breaking.count)",
      "changes": "\(shown.joined(separator: "; "))",
    ]
    if breaking.isEmpty {
      log.info("a remote schema has changed", metadata: metadata)
    } else {
      log.warning("a remote schema has changed in ways that break clients", metadata: metadata)
    }
  }
}
