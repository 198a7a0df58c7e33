import DovetailCatalog
import DovetailMetadata
import DovetailSource
import GraphQLTypeSystem
import OrderedCollections
import OrderedJSON

/// The run of the commands of one request: everything that they change, not yet seen by others.
///
/// A request with several commands (`bulk`) succeeds or fails as a whole, as far as metadata goes.
struct MetadataTransaction {
  let connector: any UpstreamConnector
  let options: EngineOptions
  /// The snapshot that the request began with.
  let base: EngineSnapshot
  var metadata: Metadata
  var upstreams: Upstreams
  /// All that was connected on the way, whether it is kept or not.
  let opened = OpenedUpstreams()
  var catalog: Catalog
  /// The actions whose logs are cleared once the transaction is saved.
  var clearedLogs: [ActionName] = []
  /// Whether a command ran that makes a new version of the metadata, changed or not.
  var makesVersion = false
  /// What the store keeps of upstreams; only a start and what follows other engines look there.
  var kept = KeptIntrospections()
  /// How long an upstream is waited for of which something is known; nil for as long as its own
  /// settings allow.
  var patience: Duration?
  /// How remote schemas that were read again differ from what they were.
  var schemaDifferences: [RemoteSchemaName: [SchemaDifference]] = [:]
  /// What other engines on the same store have to read anew.
  var invalidations = Invalidations()

  init(_ base: EngineSnapshot, connector: any UpstreamConnector, options: EngineOptions) {
    self.base = base
    self.connector = connector
    self.options = options
    self.metadata = base.metadata
    self.upstreams = base.upstreams
    self.catalog = base.catalog
  }

  // MARK: Building

  /// Builds the catalog from the metadata as it is now.
  ///
  /// Queries of the user's are tried out first, since what a database refuses is left out.
  ///
  /// - Parameter checksPermissions: whether all that is inconsistent is known afterwards; else the
  ///   permissions that no earlier build has checked are left for later.
  mutating func rebuild(checksPermissions: Bool = true) async {
    await readNamedTypes()
    build()
    if await checkNativeQueries() { build() }
    if checksPermissions { await catalog.settle() }
  }

  /// Builds the catalog of what is known already.
  mutating func build() {
    // What commands have written takes as little memory as what was read.
    metadata.compact()
    let built = buildCatalog(
      CatalogInput(
        metadata: metadata,
        sources: upstreams.sources.mapValues(\.facts),
        remoteSchemas: upstreams.remoteSchemas.mapValues(\.facts),
        options: options.catalog,
        environment: connector.webhooks.environment,
        previous: catalog
      )
    )
    catalog = built.reporting(
      collectionInconsistencies(of: metadata, in: built, options)
    )
  }

  /// Applies an edit, builds the catalog, and checks it as the edit says.
  ///
  /// - Returns: the command's answer.
  mutating func apply(_ call: EditCall) async throws(EngineError) -> JSONValue {
    let before = self
    let edit: MetadataEdit
    do {
      edit = try call.apply(to: &metadata, context: editContext)
    } catch {
      throw EngineError(error)
    }
    makesVersion = true
    invalidations.note(edit.reload)
    await refreshUpstreams(edit.reload)
    await rebuild()
    do throws(EngineError) {
      let answer = try await checked(edit, since: before)
      if let action = edit.clearedLog { clearedLogs.append(action) }
      return answer
    } catch {
      self = before
      throw error
    }
  }

  /// Applies many edits with one build of the catalog.
  ///
  /// - Returns: their answers; nil if something does not fit, in which case nothing was changed and the
  ///   edits have to be applied one by one, to find which of them fails and how.
  mutating func applyTogether(_ calls: [EditCall]) async -> [JSONValue]? {
    let before = self
    var results: [JSONValue] = []
    let context = editContext
    for call in calls {
      guard let edit = try? call.apply(to: &metadata, context: context),
        edit.reload == .nothing, case .object = edit.check
      else {
        self = before
        return nil
      }
      results.append(edit.result)
      if let action = edit.clearedLog { clearedLogs.append(action) }
    }
    await refreshUpstreams(.nothing)
    await rebuild()
    guard newInconsistencies(since: before.catalog).isEmpty,
      metadata.settingsWithoutEffect == before.metadata.settingsWithoutEffect
    else {
      self = before
      return nil
    }
    makesVersion = true
    return results
  }

  var editContext: EditContext {
    EditContext(
      facts: upstreamFacts,
      enablesRemoteSchemaPermissions: options.catalog.enforcesRemoteSchemaPermissions
    )
  }

  /// What the databases know of dependencies.
  private var upstreamFacts: UpstreamFacts {
    let sources = upstreams.sources.compactMapValues { $0.facts.facts?.relational }
    let failures = upstreams.sources.compactMapValues { $0.facts.failure }
    return UpstreamFacts(
      foreignKeyTarget: { source, table, columns in
        guard
          let key = sources[source]?.tables[table]?.foreignKeys.first(where: {
            Set($0.columns.map(\.own)) == Set(columns)
          })
        else { return nil }
        return .init(table: key.referencedTable, columns: key.columns.map(\.referenced))
      },
      returnTable: { source, function in
        guard case .rows(let table, _)? = sources[source]?.functions[function]?.first?.returns
        else { return nil }
        return table
      },
      hasColumn: { source, table, column in
        sources[source]?.tables[table]?.columns.contains { $0.name == column } ?? false
      },
      failure: { failures[$0] }
    )
  }
}
