/// What reading metadata JSON depends on and gathers besides the value itself.
package struct ReadingContext {
  /// The kind of the source whose names are read; decides what a bare table name means.
  package let kind: SourceKindName
  private let diagnostics: DiagnosticList

  /// A shared list, since readers are copied.
  private final class DiagnosticList {
    var list: [MetadataDiagnostic] = []
  }

  package init(kind: SourceKindName = .postgres) {
    self.kind = kind
    self.diagnostics = DiagnosticList()
  }

  private init(kind: SourceKindName, diagnostics: DiagnosticList) {
    self.kind = kind
    self.diagnostics = diagnostics
  }

  /// The same context inside a source of that kind.
  func with(kind: SourceKindName) -> ReadingContext {
    ReadingContext(kind: kind, diagnostics: diagnostics)
  }

  /// Takes note of something that does not stop the reading.
  func report(_ message: String, at path: JSONPath) {
    diagnostics.list.append(MetadataDiagnostic(message: message, path: path))
  }

  /// What was noted so far.
  package var reported: [MetadataDiagnostic] { diagnostics.list }
}

/// Something in metadata that was not honoured, although the rest could be read.
package struct MetadataDiagnostic: Sendable, Hashable {
  package var message: String
  package var path: JSONPath

  package init(message: String, path: JSONPath) {
    self.message = message
    self.path = path
  }
}
