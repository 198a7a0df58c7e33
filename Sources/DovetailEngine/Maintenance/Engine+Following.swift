import DovetailCatalog
import DovetailMetadata
import DovetailSource
import Logging
import OrderedCollections

/// Engines on the same store tell each other what they change.
extension Engine {
  /// Takes over what another engine has changed, if one has.
  package func followOthers() async {
    do {
      guard try await store.change(since: snapshot.resourceVersion) != nil else { return }
      try await editing.withLock { () async throws in try await takeOver() }
    } catch {
      let reason = (error as? MetadataStoreError)?.reason ?? "\(error)"
      log.warning("cannot follow the metadata store", metadata: ["reason": "\(reason)"])
    }
  }

  /// Takes over what is stored, if it is newer than what this engine has.
  ///
  /// The caller holds the lock of editing.
  private func takeOver() async throws {
    let base = snapshot
    guard let change = try await store.change(since: base.resourceVersion),
      let stored = try await store.load(), stored.resourceVersion > base.resourceVersion
    else { return }
    await base.settle()
    var transaction = MetadataTransaction(base, connector: connector, options: options)
    transaction.metadata = try decode(stored)
    transaction.metadata.keepIdentities(of: base.metadata)
    await transaction.refreshUpstreams(.nothing)
    var invalid = Invalidations(json: change.invalidations)
    // Of changes in between it is not known any more what they made invalid.
    invalid.isEverything = stored.resourceVersion > base.resourceVersion + 1
    await transaction.refreshUpstreams(invalid)
    if transaction.hasUnknownUpstreams {
      // The other engine may have reached what this one does not.
      transaction.kept = await archive.load()
      transaction.takeKeptIntrospections()
    }
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

  /// Tells the other engines to read upstreams anew where the metadata stays as it is.
  ///
  /// As in the reference, the version of the metadata grows with it. The caller holds the lock of
  /// editing.
  func announce(_ invalidations: Invalidations) async throws(EngineError) {
    var attempts = 0
    while true {
      let base = snapshot
      do throws(EngineError) {
        let version = try await save(
          base.metadata,
          since: base.metadata,
          replacing: base.resourceVersion,
          invalidations: invalidations
        )
        let same = MetadataTransaction(base, connector: connector, options: options)
        await publish(same, resourceVersion: version)
        return
      } catch {
        // Another engine was faster. What is to be told has happened, so it is told after that.
        guard error.code == "conflict", attempts < 5 else { throw error }
        attempts += 1
      }
      do {
        try await takeOver()
      } catch let error as EngineError {
        throw error
      } catch let error as MetadataStoreError {
        throw EngineError(error)
      } catch {
        throw EngineError(code: "unexpected", message: "\(error)", status: 500)
      }
    }
  }
}
