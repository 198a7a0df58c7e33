import DovetailCatalog
package import DovetailExecution
package import DovetailMetadata
import DovetailPlan
package import DovetailSource
package import Logging
import OrderedCollections
import OrderedJSON
import Synchronization

/// Dovetail's engine: answers GraphQL requests and metadata commands.
///
/// Requests read a snapshot; metadata commands make a new one and swap it.
package final class Engine: Sendable {
  package let options: EngineOptions
  let connector: any UpstreamConnector
  let store: any MetadataStore
  let log: Logger
  let archive: IntrospectionArchive
  private let current: Mutex<EngineSnapshot>
  /// Metadata commands run one after the other.
  let editing = AsyncLock()
  /// Counts the requests of clients.
  let rateLimiter = RateLimiter()
  /// Counts what is answered.
  let meters = EngineMeters()
  /// When sources are checked, and what was found.
  let health = Mutex(HealthSchedule())

  /// An engine without metadata; `start()` loads it.
  package init(
    options: EngineOptions,
    connector: any UpstreamConnector,
    store: any MetadataStore,
    log: Logger
  ) {
    self.options = options
    self.connector = connector
    self.store = store
    self.log = log
    self.archive = IntrospectionArchive(store: store, log: log)
    let empty = buildCatalog(CatalogInput(metadata: Metadata(), options: options.catalog))
    self.current = Mutex(
      EngineSnapshot(
        metadata: Metadata(),
        resourceVersion: 0,
        catalog: empty,
        upstreams: Upstreams(),
        options: options,
        rateLimiter: rateLimiter,
        meters: meters,
        connector: connector,
        actionLog: store
      )
    )
  }

  /// What requests read now.
  var snapshot: EngineSnapshot { current.withLock { $0 } }

  /// Makes a transaction's outcome what requests read.
  func publish(_ transaction: MetadataTransaction, resourceVersion: Int) async {
    let snapshot = EngineSnapshot(
      metadata: transaction.metadata,
      resourceVersion: resourceVersion,
      catalog: transaction.catalog,
      upstreams: transaction.upstreams,
      options: options,
      rateLimiter: rateLimiter,
      meters: meters,
      connector: connector,
      actionLog: store
    )
    let previous = current.withLock { current in
      let previous = current
      current = snapshot
      return previous
    }
    await closeUpstreams(of: previous, unlessIn: snapshot)
    await transaction.opened.close(unlessIn: snapshot.upstreams)
    for (name, differences) in transaction.schemaDifferences where !differences.isEmpty {
      report(differences, of: name)
    }
    await archive.keep(snapshot)
  }

  /// Closes what no later request can reach.
  ///
  /// Sources let requests under way finish.
  private func closeUpstreams(
    of previous: EngineSnapshot,
    unlessIn snapshot: EngineSnapshot
  ) async {
    let connections =
      previous.upstreams.sources.values.map(\.connection)
      + previous.upstreams.remoteSchemas.values.map(\.connection)
    for connection in connections where !snapshot.upstreams.contains(connection) {
      await connection.source.close()
    }
  }

  // MARK: Life

  /// Loads the metadata and connects what it names.
  ///
  /// Upstreams that do not answer are reported as inconsistent and do not keep the engine from
  /// starting.
  ///
  /// - Parameter defaultSource: a source to add if metadata has none of its name.
  /// - Throws: if the metadata store does not work or its content cannot be read.
  package func start(addingSource defaultSource: SourceMetadata? = nil) async throws(EngineError) {
    do {
      try await store.prepare()
      var attempts = 0
      while true {
        let stored = try await store.load()
        do throws(EngineError) {
          try await load(stored, addingSource: defaultSource)
          break
        } catch {
          // Another engine starts on the same store, and was faster: begin with what it saved.
          guard error.code == "conflict", attempts < 5 else { throw error }
          attempts += 1
        }
      }
    } catch let error as MetadataStoreError {
      throw EngineError(error)
    } catch let error as EngineError {
      throw error
    } catch {
      throw EngineError(code: "unexpected", message: "\(error)", status: 500)
    }
  }

  private func load(
    _ stored: StoredMetadata?,
    addingSource defaultSource: SourceMetadata?
  ) async throws(EngineError) {
    var transaction = MetadataTransaction(snapshot, connector: connector, options: options)
    var version = 0
    if let stored {
      transaction.metadata = try decode(stored)
      version = stored.resourceVersion
    }
    let known = transaction.metadata
    var isChanged = stored == nil
    if let defaultSource, transaction.metadata.sources[defaultSource.name] == nil {
      transaction.metadata.sources[defaultSource.name] = defaultSource
      isChanged = true
    }
    transaction.kept = await archive.load()
    transaction.patience = options.startPatience
    await transaction.refreshUpstreams(.nothing)
    // Permissions are checked beside the first requests: one that does not fit allows nothing anyway.
    await transaction.rebuild(checksPermissions: false)
    if isChanged {
      do throws(EngineError) {
        version = try await save(transaction.metadata, since: known, replacing: version)
      } catch {
        await transaction.opened.close(unlessIn: snapshot.upstreams)
        throw error
      }
    }
    for setting in transaction.metadata.settingsWithoutEffect {
      log.warning("metadata without effect", metadata: ["setting": "\(setting.message)"])
    }
    await publish(transaction, resourceVersion: version)
    let started = snapshot
    // Nobody cancels the task: it ends by itself, and nothing waits for it.
    Task { await self.reportInconsistencies(of: started) }
  }

  /// Tells the log what is inconsistent, once that is known.
  private func reportInconsistencies(of snapshot: EngineSnapshot) async {
    await snapshot.settle()
    for inconsistency in snapshot.catalog.inconsistencies {
      log.warning(
        "inconsistent metadata",
        metadata: [
          "object": "\(inconsistency.object.displayName)", "reason": "\(inconsistency.reason)",
        ]
      )
    }
  }

  func decode(_ stored: StoredMetadata) throws(EngineError) -> Metadata {
    do {
      var tables: [StoredTable] = []
      for part in stored.parts {
        let source = SourceName(part.key.source)
        tables.append(StoredTable(source: source, content: try JSONSlice(validating: part.content)))
      }
      return try Metadata(stored: try JSONSlice(validating: stored.document), tables: tables)
    } catch let error as MetadataError {
      throw EngineError(error)
    } catch {
      throw EngineError(
        code: "unexpected",
        message: "the stored metadata is not JSON: \(error)",
        status: 500
      )
    }
  }

  /// Stores metadata in place of what the store has, and gives its version.
  func save(
    _ metadata: Metadata,
    since stored: Metadata,
    replacing version: Int,
    invalidations: Invalidations = Invalidations()
  ) async throws(EngineError) -> Int {
    do {
      return try await store.save(
        metadata.revision(since: stored),
        expectedVersion: version,
        invalidations: invalidations.json(for: metadata)
      )
    } catch {
      throw EngineError(error)
    }
  }

  /// Closes all upstreams and the store.
  package func stop() async {
    let last = snapshot
    for source in last.upstreams.sources.values { await source.source.close() }
    for schema in last.upstreams.remoteSchemas.values { await schema.source.close() }
    await store.close()
  }

  // MARK: Requests

  /// Answers a GraphQL request; a trace, if given, records the upstream calls.
  package func execute(
    _ request: GraphQLOperationRequest,
    trace: ExecutionTrace? = nil
  ) async -> GraphQLOperationResponse {
    await run(request, in: RequestPipeline(snapshot: snapshot, options: options), trace: trace)
  }

  /// Answers a request on a snapshot, within the time that operations have.
  func run(
    _ request: GraphQLOperationRequest,
    in pipeline: RequestPipeline,
    trace: ExecutionTrace?
  ) async -> GraphQLOperationResponse {
    let start = ContinuousClock.now
    let response =
      if let limit = options.operationTimeLimit {
        await pipeline.run(request, trace: trace, within: limit)
      } else {
        await pipeline.run(request, trace: trace)
      }
    meters.record(
      response.kind,
      response.errors.isEmpty ? .success : .failed,
      start.duration(to: .now)
    )
    return response
  }

  /// How many operations a batch of a session may have; nil for any number.
  package func operationsPerBatch(of session: Session) -> Int? {
    RoleLimits(snapshot.metadata.apiLimits, for: session)?.batch
  }

  /// Whether the engine is well.
  package func condition() async -> EngineCondition {
    do {
      try await store.ping()
    } catch {
      return .storeUnreachable
    }
    let snapshot = snapshot
    await snapshot.settle()
    let isConsistent = snapshot.catalog.inconsistencies.allSatisfy(\.isInformational)
    return isConsistent ? .well : .inconsistent
  }
}

/// What a health check finds.
package enum EngineCondition: Sendable, Hashable {
  case well
  /// Some object of metadata is left out.
  case inconsistent
  case storeUnreachable
}

extension EngineError {
  /// What a metadata store says.
  package init(_ error: MetadataStoreError) {
    switch error {
    case .conflict(let expected, let current):
      self.init(
        code: "conflict",
        message: "metadata resource version referenced (\(expected)) did not match current version",
        status: 409,
        detail: .string("current version: \(current)")
      )
    case .failed(let error):
      self.init(error)
      status = 500
    }
  }
}
