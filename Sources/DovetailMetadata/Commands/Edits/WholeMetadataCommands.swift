import OrderedCollections
import OrderedJSON

/// `replace_metadata` version 1: the document itself, or the form of version 2.
struct ReplaceMetadata: MetadataEditCommand {
  private var replacement: DocumentReplacement

  init(_ arguments: ValueReader) throws(MetadataError) {
    replacement = try DocumentReplacement(arguments, version: 1)
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    try replacement.apply(to: &metadata)
  }
}

/// `replace_metadata` version 2: answers with the inconsistencies.
struct ReplaceMetadataV2: MetadataEditCommand {
  private var replacement: DocumentReplacement

  init(_ arguments: ValueReader) throws(MetadataError) {
    replacement = try DocumentReplacement(arguments, version: 2)
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    try replacement.apply(to: &metadata)
  }
}

/// What the versions of `replace_metadata` share.
private struct DocumentReplacement {
  private var document: ValueReader
  /// The document's metadata, if it does not depend on what there is.
  private var complete: Metadata?
  private var options: MetadataEdit.Replacement

  init(_ arguments: ValueReader, version: Int) throws(MetadataError) {
    let object = try arguments.object(of: "ReplaceMetadata")
    options = MetadataEdit.Replacement(
      allowsInconsistency: false,
      allowsWarnings: true,
      reportsConsistency: version == 2,
      warnings: []
    )
    if version == 2 || object.has("metadata") {
      document = try object.requiredReader("metadata")
      options.allowsInconsistency =
        try object.optional("allow_inconsistent_metadata", default: false)
      options.allowsWarnings = try object.optional("allow_warnings", default: true)
      object.reportUnknownKeys()
    } else {
      document = arguments
    }
    if Metadata.lacksSources(document.value) {
      // An empty object would drop all that is tracked.
      _ = try document.object(of: "MetadataNoSources").requiredReader("tables")
    }
    let reader = ValueReader(document.value, path: document.path)
    let metadata = try Metadata(reader)
    for warning in reader.context.reported {
      document.context.report(warning.code, warning.message, at: warning.path)
    }
    if !Metadata.lacksSources(document.value) {
      complete = metadata
      options.warnings = reader.context.reported
    }
    try requireParsableQueries(ofDocument: document)
  }

  func apply(to metadata: inout Metadata) throws(MetadataError) -> MetadataEdit {
    var options = options
    var new: Metadata
    if let complete {
      new = complete
    } else {
      let reader = ValueReader(document.value, path: document.path)
      let defaultSource = metadata.sources[.default]
      new = try Metadata(reader, defaultKind: defaultSource?.kind ?? .postgres)
      new.sources = try sources(of: new, besides: metadata)
      options.warnings = reader.context.reported
    }
    for role in new.inheritedRoles.keys { try new.refuseInheritanceCycle(from: role) }
    for (name, trigger) in metadata.cronTriggers
    where !trigger.isInMetadata && new.cronTriggers[name] == nil {
      new.cronTriggers[name] = trigger
    }
    metadata = new
    return MetadataEdit(check: .replacement(options), reload: .everything)
  }

  /// The sources after a document without any, which speaks of what is tracked of `default`.
  private func sources(
    of new: Metadata,
    besides old: Metadata
  ) throws(MetadataError) -> OrderedDictionary<SourceName, SourceMetadata> {
    guard var source = new.sources[.default], let existing = old.sources[.default] else {
      throw MetadataError(
        .notSupported,
        "cannot import metadata without sources since no default source is defined"
      )
    }
    source.configuration = existing.configuration
    source.customization = existing.customization
    source.healthCheck = existing.healthCheck
    source.queryTags = source.queryTags ?? existing.queryTags
    var sources = old.sources
    sources[.default] = source
    return sources
  }
}

/// `clear_metadata`: empties everything but the connection of the source `default`.
struct ClearMetadata: MetadataEditCommand {
  init(_ arguments: ValueReader) throws(MetadataError) {}

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    let source = metadata.sources[.default]
    metadata = Metadata()
    if let source {
      metadata.sources[.default] = SourceMetadata(
        name: .default,
        kind: source.kind,
        configuration: source.configuration
      )
    }
    return .wholeMetadata
  }
}
