import DovetailMetadata
import DovetailProject
import DovetailServer
import OrderedCollections
import OrderedJSON

extension ClientRun {
  /// `metadata validate`: reads all there is, without an engine.
  func validateMetadata() throws(CommandFailure) {
    let (document, metadata) = try readMetadata()
    let folders = try failing { () throws(ProjectError) in try project.migrations() }
    let databases = document.json["sources"]?.arrayValue?.count ?? 0
    let tables = metadata.sources.values.reduce(0) { $0 + $1.tables.count }
    let migrations = folders.reduce(0) { $0 + $1.migrations.count }
    output.result(
      """
      The project is well-formed. Databases: \(databases), tables: \(tables), remote schemas: \
      \(metadata.remoteSchemas.count), actions: \(metadata.actions.count), migrations: \
      \(migrations).
      Only a running engine can tell whether tables, columns, functions and remote types exist and \
      whether permissions and relationships fit them: see `dovetail metadata apply`.

      """
    )
  }

  /// The project's metadata, as a document and as the engine understands it; notes what has no meaning.
  func readMetadata() throws(CommandFailure) -> (MetadataDocument, Metadata) {
    let document = try failing { () throws(ProjectError) in try project.metadata() }
    for notice in document.notices { output.note("warning: \(notice)") }
    let (metadata, warnings) = try failing { () throws(ProjectError) in try document.decoded() }
    for warning in warnings { output.note("warning: \(warning)") }
    return (document, metadata)
  }
}
