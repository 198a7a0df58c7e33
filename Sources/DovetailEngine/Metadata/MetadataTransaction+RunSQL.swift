import DovetailCatalog
import DovetailMetadata
import DovetailSource
import OrderedCollections
import OrderedJSON

extension MetadataTransaction {
  /// `run_sql` (contract 02 §11): runs a script and follows what it does to tracked objects.
  mutating func runSQL(_ arguments: RunSQL) async throws(EngineError) -> JSONValue {
    guard let source = metadata.sources[arguments.source],
      let connected = upstreams.sources[arguments.source]
    else { throw unknownSource(arguments.source) }
    let changesSchema = arguments.mayChangeMetadata
    var script = SQLScript(
      sql: arguments.sql,
      isReadOnly: arguments.isReadOnly,
      isOutsideTransaction: !arguments.usesTransaction
    )
    // What depends on what is known of the database as it was before the script.
    let change = connected.facts.facts.map {
      SchemaChange(
        source: arguments.source,
        before: $0.relational,
        metadata: metadata,
        facts: editContext.facts,
        cascades: arguments.cascades,
        mayRename: connected.source.capabilities.hasCertainIdentities || arguments.mentionsRename
      )
    }
    if changesSchema, let change {
      let queries = checkedQueries(of: arguments.source)
      let before = self
      script.probes = queries.map(\.fetch)
      script.check = { [metadata] (after, objections) throws(SourceError) in
        let refused = zip(queries, objections).compactMap { query, objection in
          objection.map { (query.name, $0) }
        }
        if !refused.isEmpty && !change.cascades {
          throw refusal(of: refused, in: source, metadata)
        }
        try before.check(change, after)
      }
    }
    let result: SQLScriptResult
    do {
      result = try await connected.source.run(script)
    } catch {
      throw sqlError(error)
    }
    if changesSchema {
      try await follow(source, change)
    }
    return answer(result)
  }

  /// Refuses what a script did while it can still be undone: what depends on what it dropped, and what
  /// would not fit any more.
  private func check(
    _ change: SchemaChange,
    _ after: RelationalFacts
  ) throws(SourceError) {
    var preview = self
    do throws(MetadataError) {
      preview.metadata = try change.followed(to: after)
    } catch {
      throw SourceError(
        code: SourceError.Code(rawValue: error.code.value),
        message: error.message,
        path: error.path.description
      )
    }
    guard var facts = upstreams.sources[change.source]?.facts.facts else { return }
    // The values of an enum table have not been read again; they belong to the table, not its name.
    for (name, content) in facts.enumTables {
      guard let identity = facts.relational.tables[name]?.identity, identity != 0 else { continue }
      let table = after.tables.values.first { $0.identity == identity }
      if let table { facts.enumTables[table.name] = content }
    }
    facts.relational = after
    preview.upstreams.sources[change.source]?.facts = .known(facts)
    preview.build()
    // Queries that the script breaks are found later, and go where it cascades.
    let found = preview.newInconsistencies(since: catalog).filter {
      !(change.cascades && $0.object.isNativeQuery)
    }
    guard found.isEmpty else {
      let error = preview.newlyFound(found)
      throw SourceError(
        code: SourceError.Code(rawValue: error.code),
        message: error.message,
        detail: error.detail,
        path: error.path
      )
    }
  }

  private func newlyFound(_ found: [Inconsistency]) -> EngineError {
    EngineError(
      code: "unexpected",
      message: "cannot continue due to newly found inconsistent metadata",
      path: "$.args",
      status: 500,
      detail: .array(found.map { metadata.describe($0) })
    )
  }

  private func sqlError(_ error: SourceError) -> EngineError {
    var converted = EngineError(error)
    if converted.path == "$" { converted.path = "$.args" }
    if converted.status == 500, error.code == .postgresError { converted.status = 400 }
    return converted
  }

  /// Introspects the source again and brings the metadata in line.
  private mutating func follow(
    _ source: SourceMetadata,
    _ change: SchemaChange?
  ) async throws(EngineError) {
    let before = self
    makesVersion = true
    invalidations.sources.insert(source.name)
    await introspectAgain([source.name], [])
    guard let change, let new = upstreams.sources[source.name]?.facts.facts?.relational else {
      await rebuild()
      return
    }
    do {
      metadata = try change.followed(to: new)
    } catch {
      throw EngineError(error)
    }
    // Values of enum tables were read under their old names.
    await refreshUpstreams(.nothing)
    await rebuild()
    var found = newInconsistencies(since: before.catalog)
    if change.cascades {
      let broken = found.map(\.object).filter(\.isNativeQuery)
      for object in broken {
        for dependent in metadata.dependents(of: object, facts: change.facts) {
          metadata.remove(dependent)
        }
        metadata.remove(object)
      }
      if !broken.isEmpty {
        await rebuild()
        found = newInconsistencies(since: before.catalog)
      }
    }
    guard found.isEmpty else {
      throw newlyFound(found)
    }
  }

  private func answer(_ result: SQLScriptResult) -> JSONValue {
    switch result {
    case .command:
      ["result_type": "CommandOk", "result": .null]
    case .tuples(let rows):
      [
        "result_type": "TuplesOk",
        "result": .array(rows.map { .array($0.map { .string($0) }) }),
      ]
    }
  }
}
