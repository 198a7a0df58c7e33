import DovetailCatalog
import DovetailMetadata
import DovetailSource
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

  init(_ base: EngineSnapshot, connector: any UpstreamConnector, options: EngineOptions) {
    self.base = base
    self.connector = connector
    self.options = options
    self.metadata = base.metadata
    self.upstreams = base.upstreams
    self.catalog = base.catalog
  }

  /// Whether the metadata differs from that of the snapshot.
  var isChanged: Bool { metadata != base.metadata }

  // MARK: Building

  /// Builds the catalog from the metadata as it is now.
  mutating func rebuild() {
    let built = buildCatalog(
      CatalogInput(
        metadata: metadata,
        sources: upstreams.sources.mapValues(\.facts),
        remoteSchemas: upstreams.remoteSchemas.mapValues(\.facts),
        options: options.catalog
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
    await refreshUpstreams(edit.reload)
    rebuild()
    do throws(EngineError) {
      return try await checked(edit, since: before)
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
    }
    await refreshUpstreams(.nothing)
    rebuild()
    guard newInconsistencies(since: before.catalog).isEmpty,
      metadata.settingsWithoutEffect == before.metadata.settingsWithoutEffect
    else {
      self = before
      return nil
    }
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
      }
    )
  }

  // MARK: Checking

  /// Checks the new catalog; looks at the databases again before anything is refused, since they may
  /// have changed behind our back.
  private mutating func checked(
    _ edit: MetadataEdit,
    since before: MetadataTransaction
  ) async throws(EngineError) -> JSONValue {
    if case .replacement(let replacement) = edit.check {
      return try replacementAnswer(replacement, edit)
    }
    try refuseSettingsWithoutEffect(since: before)
    if !newInconsistencies(since: before.catalog).isEmpty, edit.reload == .nothing {
      await introspectAgain(sourcesOf: newInconsistencies(since: before.catalog))
      rebuild()
    }
    let new = newInconsistencies(since: before.catalog)
    guard !new.isEmpty else { return edit.result }
    let detail = JSONValue.array(new.map { metadata.describe($0) })
    if let clash = new.first(where: { $0.reason.hasPrefix(RootFieldClash.beginning) }) {
      throw EngineError(
        code: "unexpected",
        message: clash.reason,
        path: "$.args",
        status: 500
      )
    }
    if let touched = edit.touched {
      let own = new.filter { $0.objects.contains(touched) }
      if let reason = own.first {
        throw touchedError(reason, own, detail)
      }
      throw EngineError(
        code: "unexpected",
        message: "cannot continue due to new inconsistent metadata",
        path: "$.args",
        detail: detail
      )
    }
    // An update of a remote schema is the client's change, not something found by the way.
    var status = 500
    if case .remoteSchema = edit.reload { status = 400 }
    throw EngineError(
      code: "unexpected",
      message: "cannot continue due to newly found inconsistent metadata",
      path: "$.args",
      status: status,
      detail: detail
    )
  }

  private func touchedError(
    _ first: Inconsistency,
    _ own: [Inconsistency],
    _ detail: JSONValue
  ) -> EngineError {
    switch first.object {
    case .remoteSchema, .remoteSchemaPermission:
      return EngineError(
        code: first.code.value,
        message: first.reason,
        path: "$.args",
        detail: first.detail
      )
    default:
      let message = own.map { metadata.reasonText($0) }.joined(separator: ", ")
      return EngineError(
        code: "invalid-configuration",
        message: message,
        path: "$.args",
        detail: detail
      )
    }
  }

  /// What became inconsistent, or inconsistent for another reason, since a catalog was built.
  func newInconsistencies(since before: Catalog) -> [Inconsistency] {
    let known = Set(before.inconsistencies.flatMap(\.objects))
    return catalog.inconsistencies.filter { inconsistency in
      !inconsistency.isInformational && !known.isSuperset(of: inconsistency.objects)
    }
  }
}
