package import DovetailMetadata
package import OrderedJSON

/// The metadata of a project as one document that an engine takes.
package struct MetadataDocument: Sendable {
  package var json: JSONValue
  /// Which file each part of the document comes from.
  package var origins: Origins
  /// What was not read, and why.
  package var notices: [String]

  /// Which file each part of a document comes from.
  package struct Origins: Sendable {
    private var files: [JSONPath: String] = [:]

    /// Notes that the value at a path, where no other file takes over, is the root of a file.
    package mutating func add(_ file: String, at path: JSONPath) {
      files[path] = file
    }

    /// The file that a path leads into, and the path inside that file.
    package func place(of path: JSONPath) -> (file: String?, path: JSONPath) {
      var components = path.components
      while true {
        if let file = files[JSONPath(components)] {
          return (file, JSONPath(Array(path.components.dropFirst(components.count))))
        }
        guard components.popLast() != nil else { return (nil, path) }
      }
    }
  }

  /// Reads the document as the engine does, without asking any upstream.
  ///
  /// - Returns: what it means, and what in it has no meaning.
  /// - Throws: what the engine would refuse, with the file and the path in it.
  package func decoded() throws(ProjectError) -> (metadata: Metadata, warnings: [ProjectError]) {
    var warnings: [ProjectError] = []
    do throws(MetadataError) {
      let metadata = try Metadata(json: json) { diagnostic in
        warnings.append(located(diagnostic.message, at: diagnostic.path))
      }
      return (metadata, warnings)
    } catch {
      throw located(error.message, at: error.path)
    }
  }

  /// A message about a place of the document, in terms of files.
  package func located(_ message: String, at path: JSONPath) -> ProjectError {
    let (file, inner) = origins.place(of: path)
    return ProjectError(message, file: file, place: .path(inner))
  }
}
