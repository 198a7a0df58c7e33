import OrderedCollections
import OrderedJSON

/// A command that is nothing but a change of metadata.
///
/// Its arguments are read twice: once to refuse a request before anything is done, and once, in
/// `EditCall.apply`, when the kind of the source that they name is known.
package protocol MetadataEditCommand: SendableMetatype {
  /// The argument that names the source; nil if the command is not about an existing one.
  static var sourceKey: String? { get }

  /// Reads the arguments.
  init(_ arguments: ValueReader) throws(MetadataError)

  /// Changes the metadata, or leaves it as it is and throws.
  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit
}

extension MetadataEditCommand {
  package static var sourceKey: String? { "source" }
}

/// A command of metadata with its arguments, checked for their shape.
package struct EditCall: Sendable {
  private let read: @Sendable (ValueReader) throws(MetadataError) -> any MetadataEditCommand
  private let sourceKey: String?
  private let arguments: JSONValue
  private let path: JSONPath
  /// The kind that the prefix of the command's name says.
  private let kind: SourceKindName?
  /// What was noted while reading: keys that nobody knows.
  let warnings: [MetadataDiagnostic]

  init<Command: MetadataEditCommand>(
    _ type: Command.Type,
    arguments: JSONValue,
    path: JSONPath,
    kind: SourceKindName?
  ) throws(MetadataError) {
    self.read = { (reader) throws(MetadataError) in try Command(reader) }
    self.sourceKey = Command.sourceKey
    self.arguments = arguments
    self.path = path
    self.kind = kind
    let context = ReadingContext(kind: kind ?? .postgres)
    _ = try read(ValueReader(arguments, path: path, context: context))
    self.warnings = context.reported
  }

  /// Applies the command; if it throws, `metadata` is as before.
  package func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    let sourceKind = try sourceKind(in: metadata)
    let reading = ReadingContext(kind: sourceKind ?? kind ?? .postgres)
    let command = try read(ValueReader(arguments, path: path, context: reading))
    var context = context
    context.commandKind = kind
    return try command.apply(to: &metadata, context: context)
  }

  /// The kind of the source that the arguments name, which must be that of the command.
  private func sourceKind(in metadata: Metadata) throws(MetadataError) -> SourceKindName? {
    guard let sourceKey else { return nil }
    let source = arguments[sourceKey]?.stringValue.map { SourceName($0) } ?? .default
    guard let sourceKind = metadata.sources[source]?.kind else { return nil }
    try metadata.requireKind(kind, of: source)
    return sourceKind
  }
}

extension SourceKindName {
  /// Whether commands for this kind work on sources of another.
  func isSpoken(by other: SourceKindName) -> Bool {
    self == other || (isPostgresFamily && other.isPostgresFamily)
  }
}
