import OrderedCollections
package import OrderedJSON

/// A request to one of the metadata endpoints, read and checked for its shape.
package struct MetadataCommand: Sendable {
  /// The type as it was sent: `pg_track_table`.
  package var name: String
  package var version: Int
  /// The version of the metadata that the client believes to change.
  package var resourceVersion: Int?
  package var work: Work
  /// What was noted while reading: keys that nobody knows.
  package private(set) var warnings: [MetadataDiagnostic] = []
  /// The kind of source that the prefix of the name says.
  private var kind: SourceKindName?

  /// What there is to do.
  package enum Work: Sendable {
    /// A change of metadata.
    case edit(EditCall)
    /// Something that needs the engine.
    case engine(EngineCommand)
    /// Several commands.
    case bulk([MetadataCommand], BulkMode)
  }

  /// What becomes of several commands if one fails.
  package enum BulkMode: Sendable, Hashable {
    /// The first failure ends the bulk and undoes all changes of metadata.
    case stopping
    /// Failures are answered in their places.
    case keepingGoing
    /// The changes are made as one.
    case atomic
    /// Read-only commands, run at the same time.
    case concurrent
  }

  /// The URLs that take commands.
  package enum Endpoint: Sendable, Hashable {
    /// `/v1/metadata`.
    case metadata
    /// `/v1/query`: older names without prefix, SQL and data as well.
    case query
    /// `/v2/query`: SQL and data.
    case sourceQuery

    /// Where the arguments are in the paths of errors found while reading.
    ///
    /// The older endpoints, as those of the original, forget that arguments are inside `args`.
    var argumentsPath: [JSONPath.Component] {
      self == .metadata ? [.key("args")] : []
    }
  }

  /// Reads the body of a request.
  package init(_ body: JSONValue, endpoint: Endpoint) throws(MetadataError) {
    try self.init(ValueReader(body), endpoint: endpoint, depth: 0)
  }

  /// Bulks in bulks deeper than this are refused.
  private static let depthLimit = 16

  private init(_ body: ValueReader, endpoint: Endpoint, depth: Int) throws(MetadataError) {
    guard depth < Self.depthLimit else {
      throw body.error("bulk commands are nested too deeply")
    }
    let object = try body.object(of: endpoint == .metadata ? "RQLMetadata" : "RQLQuery")
    name = try object.required("type")
    version = try object.optional("version", default: 1)
    resourceVersion = try object.optional("resource_version")
    _ = object.has("source")
    let arguments = ValueReader(
      object.reader("args")?.value ?? .null,
      path: JSONPath(body.path.components + endpoint.argumentsPath)
    )
    if let mode = Self.bulkMode(name, endpoint: endpoint) {
      var commands: [MetadataCommand] = []
      for element in try arguments.elements() {
        commands.append(try MetadataCommand(element, endpoint: endpoint, depth: depth + 1))
      }
      if mode == .atomic { try Self.requireAtomic(commands) }
      warnings = commands.flatMap(\.warnings)
      work = .bulk(commands, mode)
      return
    }
    let (entry, kind) = try CommandRegistry.entry(
      for: name,
      endpoint: endpoint,
      path: body.path
    )
    if object.members["args"] == nil, !entry.takesNoArguments {
      throw object.error("key \"args\" not found")
    }
    work = try entry.work(arguments, version, kind)
    self.kind = kind
    warnings = arguments.context.reported
    if case .edit(let call) = work { warnings += call.warnings }
  }

  /// Refuses a command for one kind of source on a source of another.
  package func requireKind(in metadata: Metadata) throws(MetadataError) {
    guard case .engine(let command) = work, let source = command.source else { return }
    try metadata.requireKind(kind, of: source)
  }

  private static func bulkMode(_ name: String, endpoint: Endpoint) -> BulkMode? {
    switch (name, endpoint) {
    case ("bulk", _): .stopping
    case ("bulk_keep_going", .metadata), ("bulk_keep_going", .query): .keepingGoing
    case ("bulk_atomic", .metadata), ("bulk_atomic", .query): .atomic
    case ("concurrent_bulk", .sourceQuery), ("concurrent_bulk", .query): .concurrent
    default: nil
    }
  }

  private static func requireAtomic(_ commands: [MetadataCommand]) throws(MetadataError) {
    for command in commands where !CommandRegistry.isAtomic(command.name) {
      throw MetadataError(.unexpected, "Bulk atomic does not support this command")
    }
  }

  /// Whether the command can change metadata, so that it must be serialized with others.
  package var modifiesMetadata: Bool {
    switch work {
    case .edit: true
    case .bulk(let commands, _): commands.contains(where: \.modifiesMetadata)
    case .engine(let command): command.modifiesMetadata
    }
  }

  /// Whether the command changes nothing, neither metadata nor data.
  package var isReadOnly: Bool {
    switch work {
    case .edit: false
    case .bulk(let commands, _): commands.allSatisfy(\.isReadOnly)
    case .engine(let command): command.isReadOnly
    }
  }

  /// Whether roles other than `admin` may send it: the language of data, and bulks of nothing else.
  package var isOpenToAllRoles: Bool {
    switch work {
    case .edit: false
    case .bulk(let commands, _): commands.allSatisfy(\.isOpenToAllRoles)
    case .engine(let command): command.isOpenToAllRoles
    }
  }
}
