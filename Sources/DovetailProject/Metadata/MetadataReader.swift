import DovetailMetadata
import OrderedCollections
import OrderedJSON

/// Reads the files of a metadata folder into one document.
struct MetadataReader {
  private let folder: ProjectFolder
  private let root: RelativePath
  private var resolver: IncludeResolver
  private var members: JSONObject = [:]
  private var notices: [String] = []

  /// Reads the metadata of a project.
  static func document(
    in root: RelativePath,
    of folder: ProjectFolder
  ) throws(ProjectError) -> MetadataDocument {
    guard folder.kind(of: root) == .folder else {
      throw ProjectError("the project has no metadata folder", file: "\(root)")
    }
    var reader = MetadataReader(folder: folder, root: root)
    try reader.checkLayout()
    try reader.readVersion()
    try reader.readSources()
    try reader.readSingleFiles()
    try reader.readActions()
    return MetadataDocument(
      json: .object(reader.members),
      origins: reader.resolver.origins,
      notices: reader.notices
    )
  }

  private init(folder: ProjectFolder, root: RelativePath) {
    self.folder = folder
    self.root = root
    var origins = MetadataDocument.Origins()
    origins.add("\(root)", at: .root)
    resolver = IncludeResolver(folder, origins: origins)
  }

  private mutating func checkLayout() throws(ProjectError) {
    for name in try folder.names(in: root) where !MetadataFile.known.contains(name) {
      guard !MetadataFile.outdated.contains(name) else {
        throw ProjectError(
          "this file belongs to the layout of config version 2; only version 3 is supported: write "
            + "the project anew with `dovetail metadata export`",
          file: "\(root.appending(name))"
        )
      }
      guard folder.kind(of: root.appending(name)) == .file,
        name.hasSuffix(".yaml") || name.hasSuffix(".yml")
      else { continue }
      notices.append("\(root.appending(name)): this file is not read, unless another includes it")
    }
  }

  private mutating func readVersion() throws(ProjectError) {
    let file = root.appending(MetadataFile.version)
    let value = try resolver.value(of: file, at: JSONPath.root.appending("version"))
    guard let version = value["version"] else {
      throw ProjectError("the key \"version\" is missing", file: "\(file)")
    }
    guard version == 3 else {
      throw ProjectError(
        "metadata of version \(version) is not supported; the version is 3",
        file: "\(file)",
        place: .path(JSONPath.root.appending("version"))
      )
    }
    members["version"] = 3
  }

  private mutating func readSources() throws(ProjectError) {
    guard let file = RelativePath(MetadataFile.databases, from: root) else { return }
    guard folder.kind(of: file) != nil else {
      members["sources"] = []
      return
    }
    let value = try resolver.value(of: file, at: JSONPath.root.appending("sources"))
    members["sources"] = value.isNull ? [] : value
  }

  private mutating func readSingleFiles() throws(ProjectError) {
    for (name, key, _) in MetadataFile.single {
      let file = root.appending(name)
      guard folder.kind(of: file) != nil else { continue }
      let value = try resolver.value(of: file, at: JSONPath.root.appending(key))
      if !value.isEmpty { members[key] = value }
    }
  }

  private mutating func readActions() throws(ProjectError) {
    let file = root.appending(MetadataFile.actions)
    let typeFile = root.appending(MetadataFile.actionTypes)
    var value: JSONValue = [:]
    if folder.kind(of: file) != nil {
      value = try resolver.value(of: file, at: JSONPath.root.appending("actions"))
    }
    let text = folder.kind(of: typeFile) == nil ? "" : try folder.text(of: typeFile)
    let reader = try ActionsReader(
      value.isNull ? [:] : value,
      schema: text,
      file: "\(file)",
      schemaFile: "\(typeFile)"
    )
    let actions = try reader.actions()
    let types = try reader.customTypes()
    if !actions.isEmpty { members["actions"] = .array(actions) }
    if !types.isEmpty { members["custom_types"] = types }
  }
}

extension JSONValue {
  /// Whether there is nothing in it.
  var isEmpty: Bool {
    switch self {
    case .null: true
    case .array(let elements): elements.isEmpty
    case .object(let members): members.isEmpty
    default: false
    }
  }
}
