import DovetailMetadata
import OrderedCollections
import OrderedJSON

/// Follows the includes of YAML files, and notes which file each part comes from.
struct IncludeResolver {
  private let folder: ProjectFolder
  /// The files that are open, the one that is read last.
  private var open: [RelativePath] = []
  private(set) var origins: MetadataDocument.Origins
  /// All files that were read.
  private(set) var files: Set<RelativePath> = []

  /// How many bytes may still be read: a few small files that include each other several times could
  /// otherwise become a document without end.
  private var remainingBytes = 512 << 20
  private var remainingFiles = 200_000

  /// How many files may include each other in a row.
  private static let depthLimit = 32
  /// How deep the document may be; JSON is read to a depth of 500.
  private static let nestingLimit = 400

  init(_ folder: ProjectFolder, origins: MetadataDocument.Origins) {
    self.folder = folder
    self.origins = origins
  }

  /// The content of a file with all includes followed; `path` is where it stands in the document.
  mutating func value(
    of file: RelativePath,
    at path: JSONPath
  ) throws(ProjectError) -> JSONValue {
    let text = try folder.text(of: file)
    remainingBytes -= text.utf8.count
    remainingFiles -= 1
    guard remainingBytes >= 0, remainingFiles >= 0 else {
      throw ProjectError("the includes of the project come to too much", file: "\(file)")
    }
    origins.add("\(file)", at: path)
    files.insert(file)
    // Other files than YAML stand for their text, such as a schema.
    guard Self.isYAML(file) else { return .string(text) }
    let value = try YAMLReader.read(text, file: "\(file)")
    open.append(file)
    let resolved = try resolve(value, in: file, at: path)
    open.removeLast()
    return resolved
  }

  private mutating func resolve(
    _ value: YAMLValue,
    in file: RelativePath,
    at path: JSONPath
  ) throws(ProjectError) -> JSONValue {
    guard path.components.count <= Self.nestingLimit else {
      throw ProjectError("the files nest values too deep", file: "\(file)")
    }
    switch value {
    case .scalar(let scalar):
      return scalar
    case .sequence(let elements):
      var result: [JSONValue] = []
      result.reserveCapacity(elements.count)
      for (index, element) in elements.enumerated() {
        result.append(try resolve(element, in: file, at: path.appending(index: index)))
      }
      return .array(result)
    case .mapping(let members):
      var result: JSONObject = [:]
      for (key, member) in members {
        result[key] = try resolve(member, in: file, at: path.appending(key))
      }
      return .object(result)
    case .include(let target, let line, let column):
      let included = try follow(target, in: file, .position(line: line, column: column))
      return try self.value(of: included, at: path)
    }
  }

  private func follow(
    _ target: String,
    in file: RelativePath,
    _ place: ProjectError.Place
  ) throws(ProjectError) -> RelativePath {
    guard !target.isEmpty else {
      throw ProjectError("!include needs the path of a file", file: "\(file)", place: place)
    }
    guard let included = RelativePath(target, from: file.parent) else {
      throw ProjectError("!include \(target) leaves the project", file: "\(file)", place: place)
    }
    guard folder.kind(of: included) != nil else {
      throw ProjectError(
        "!include \(target): the file \(included) does not exist",
        file: "\(file)",
        place: place
      )
    }
    if let start = open.firstIndex(of: included) {
      let circle = (open[start...] + [included]).map(\.description).joined(separator: " → ")
      throw ProjectError("the files include each other: \(circle)", file: "\(file)", place: place)
    }
    guard open.count < Self.depthLimit else {
      throw ProjectError(
        "more than \(Self.depthLimit) files include each other in a row",
        file: "\(file)",
        place: place
      )
    }
    return included
  }

  private static func isYAML(_ file: RelativePath) -> Bool {
    [".yaml", ".yml", ".json"].contains { file.name.lowercased().hasSuffix($0) }
  }
}
