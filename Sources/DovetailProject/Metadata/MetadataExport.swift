import OrderedCollections
package import OrderedJSON

/// Writes a document into the metadata folder of a project.
package struct MetadataExport {
  /// The files that changed, relative to the project.
  package private(set) var written: [RelativePath] = []
  /// The files that were removed, since nothing includes them any more.
  package private(set) var removed: [RelativePath] = []

  package init(
    _ document: JSONValue,
    to root: RelativePath,
    of folder: ProjectFolder
  ) throws(ProjectError) {
    let files = MetadataFiles(document)
    var kept: Set<RelativePath> = []
    for (name, text) in files.texts {
      guard let path = RelativePath(name, from: root) else { continue }
      kept.insert(path)
      if try folder.write(text, to: path) { written.append(path) }
    }
    try removeOutdated(besides: kept, in: root.appending("databases"), of: folder)
  }

  /// Removes files of tables and functions that are not tracked any more.
  private mutating func removeOutdated(
    besides kept: Set<RelativePath>,
    in databases: RelativePath,
    of folder: ProjectFolder
  ) throws(ProjectError) {
    for source in try folder.names(in: databases) {
      let sourceFolder = databases.appending(source)
      guard folder.kind(of: sourceFolder) == .folder else { continue }
      for kind in ["tables", "functions"] {
        let list = sourceFolder.appending(kind)
        guard folder.kind(of: list) == .folder else { continue }
        for name in try folder.names(in: list) where name.hasSuffix(".yaml") {
          let path = list.appending(name)
          guard !kept.contains(path), folder.kind(of: path) == .file else { continue }
          try folder.remove(path)
          removed.append(path)
        }
      }
    }
  }
}
