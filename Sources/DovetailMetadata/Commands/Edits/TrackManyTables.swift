import OrderedCollections
import OrderedJSON

/// `pg_track_tables`: takes up several tables; those that fail become warnings.
struct TrackTables: MetadataEditCommand {
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
    var batch = TableBatch(code: "track-table-failed", total: elements.count)
    var changed = metadata
    for element in elements {
      let command = try TrackTable(element.inItsSource(of: changed))
      let object = MetadataObject.table(command.source, command.table.name)
      do throws(MetadataError) {
        _ = try command.apply(to: &changed, context: context)
      } catch {
        batch.fail(object, error)
      }
    }
    let edit = try batch.finish(allowsWarnings: allowsWarnings)
    metadata = changed
    return edit
  }
}

/// `pg_untrack_tables`: forgets several tables; those that fail become warnings.
struct UntrackTables: MetadataEditCommand {
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
    var batch = TableBatch(code: "untrack-table-failed", total: elements.count)
    var changed = metadata
    for element in elements {
      let command = try UntrackTable(element.inItsSource(of: changed))
      let object = MetadataObject.table(command.source, command.table)
      do throws(MetadataError) {
        _ = try command.apply(to: &changed, context: context)
      } catch {
        batch.fail(object, error)
      }
    }
    let edit = try batch.finish(allowsWarnings: allowsWarnings)
    metadata = changed
    return edit
  }
}

/// The outcome of a command on several tables.
private struct TableBatch {
  let code: String
  let total: Int
  private var warnings: [JSONValue] = []

  init(code: String, total: Int) {
    self.code = code
    self.total = total
  }

  mutating func fail(_ object: MetadataObject, _ error: MetadataError) {
    warnings.append([
      "code": .string(code), "message": .string(error.message), "name": .string(object.displayName),
      "type": .string(object.typeName),
    ])
  }

  func finish(allowsWarnings: Bool) throws(MetadataError) -> MetadataEdit {
    guard !warnings.isEmpty else { return .wholeMetadata }
    if warnings.count == total {
      throw MetadataError(
        .invalidConfiguration,
        "all tables failed",
        path: .root,
        internal: .array(warnings)
      )
    }
    if !allowsWarnings {
      throw MetadataError(
        MetadataError.Code("metadata-warnings"),
        "failed due to metadata warnings",
        path: .root,
        internal: .array(warnings)
      )
    }
    var edit = MetadataEdit.wholeMetadata
    edit.result = ["message": "success", "warnings": .array(warnings)]
    return edit
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
