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
  func report(_ code: MetadataDiagnostic.Code, _ message: String, at path: JSONPath) {
    diagnostics.list.append(MetadataDiagnostic(code: code, message: message, path: path))
  }

  /// What was noted so far.
  package var reported: [MetadataDiagnostic] { diagnostics.list }
}
