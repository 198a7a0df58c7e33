import OrderedCollections
import OrderedJSON

/// `pg_track_tables`: takes up several tables; those that fail become warnings.
struct TrackTables: MetadataEditCommand {
  /// Each element names its own source.
  static let sourceKey: String? = nil

  private var elements: [ValueReader]
  private var allowsWarnings: Bool

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "TrackTables")
    elements = try object.requiredReader("tables").elements()
    for element in elements { _ = try TrackTable(element) }
    allowsWarnings = try readAllowWarnings(object)
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    var batch = EditBatch(
      code: "track-table-failed",
      total: elements.count,
      allowsWarnings: allowsWarnings
    )
    var changed = metadata
    for element in elements {
      let command = try TrackTable(element.inItsSource(of: changed))
      let object = MetadataObject.table(command.source, command.table.name)
      do throws(MetadataError) {
        try changed.requireKind(context.commandKind, of: command.source)
        _ = try command.apply(to: &changed, context: context)
        batch.succeed(object)
      } catch {
        batch.fail(object, error.message)
      }
    }
    let answer = try batch.answer()
    metadata = changed
    return MetadataEdit(check: .batch(batch), result: answer)
  }
}

/// `pg_untrack_tables`: forgets several tables; those that fail become warnings.
struct UntrackTables: MetadataEditCommand {
  /// Each element names its own source.
  static let sourceKey: String? = nil

  private var elements: [ValueReader]
  private var allowsWarnings: Bool

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "UntrackTables")
    elements = try object.requiredReader("tables").elements()
    for element in elements { _ = try UntrackTable(element) }
    allowsWarnings = try readAllowWarnings(object)
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    var batch = EditBatch(
      code: "untrack-table-failed",
      total: elements.count,
      allowsWarnings: allowsWarnings
    )
    var changed = metadata
    for element in elements {
      let command = try UntrackTable(element.inItsSource(of: changed))
      let object = MetadataObject.table(command.source, command.table)
      do throws(MetadataError) {
        try changed.requireKind(context.commandKind, of: command.source)
        _ = try command.apply(to: &changed, context: context)
      } catch {
        batch.fail(object, error.message)
      }
    }
    let answer = try batch.answer()
    metadata = changed
    return MetadataEdit(check: .wholeMetadata, result: answer)
  }
}

private func readAllowWarnings(_ object: ObjectReader) throws(MetadataError) -> Bool {
  try object.optional("allow_warnings", default: true)
}

extension ValueReader {
  /// The same arguments, names in them being those of the source that they name.
  fileprivate func inItsSource(of metadata: Metadata) -> ValueReader {
    let source = value["source"]?.stringValue.map { SourceName($0) } ?? .default
    return with(kind: metadata.sources[source]?.kind ?? context.kind)
  }
}
