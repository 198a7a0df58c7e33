import DovetailProject
import DovetailServer
import OrderedJSON

extension ClientRun {
  /// `metadata export`: writes the engine's metadata into the project, or prints it.
  func exportMetadata(from engine: some EngineConnection) async throws(CommandFailure) {
    let metadata = try await failing { () async throws(EngineRefusal) in
      try await engine.exportMetadata()
    }
    if let form = invocation.text(.output) {
      output.result(Self.text(of: metadata.document, form))
      return
    }
    let export = try failing { () throws(ProjectError) in
      try requireProject()
      return try MetadataExport(
        metadata.document,
        to: project.metadataFolder,
        of: project.folder
      )
    }
    for path in export.removed { output.note("removed \(path)") }
    output.note(
      "metadata exported to \(project.metadataFolder): \(export.written.count) files changed"
    )
  }

  /// A document in the form that `--output` asks for.
  static func text(of document: JSONValue, _ form: String) -> String {
    form == "yaml"
      ? YAMLWriter.text(of: document)
      : String(decoding: document.prettySerialized(), as: UTF8.self) + "\n"
  }

  /// Refuses to write into a directory that is none of a project and was not named.
  private func requireProject() throws(ProjectError) {
    guard invocation.text(.project) == nil, environment["DOVETAIL_PROJECT"] == nil,
      let configuration = RelativePath(ProjectConfiguration.fileName),
      project.folder.kind(of: configuration) == nil,
      project.folder.kind(of: project.metadataFolder) == nil
    else { return }
    throw ProjectError(
      "this directory is no project: it has neither config.yaml nor \(project.metadataFolder); name "
        + "one with --project"
    )
  }
}
