import OrderedJSON

/// All commands by name, without the prefix for the kind of source.
enum CommandRegistry {
  /// A command: where it is known and how its arguments are read.
  struct Entry: Sendable {
    /// Whether the command is about a source, so that its name has a prefix on `/v1/metadata`.
    var isSourceCommand = false
    var takesNoArguments = false
    var isAtomic = false
    var endpoints: Set<MetadataCommand.Endpoint> = [.metadata, .query]
    var work:
      @Sendable (ValueReader, _ version: Int, SourceKindName?) throws(MetadataError) ->
        MetadataCommand.Work
  }

  /// Finds a command by the name that a client sent, and the kind of source that it says.
  static func entry(
    for name: String,
    endpoint: MetadataCommand.Endpoint,
    path: JSONPath
  ) throws(MetadataError) -> (Entry, SourceKindName?) {
    if let entry = entries[name], entry.endpoints.contains(endpoint),
      !entry.isSourceCommand || endpoint != .metadata
    {
      return (entry, nil)
    }
    let parts = name.split(separator: "_", maxSplits: 1, omittingEmptySubsequences: false)
    let prefix = parts.first.map(String.init) ?? name
    guard let kind = kinds[prefix] else {
      throw MetadataError(
        .parseFailed,
        "unknown metadata command \"\(name)\"; "
          + "\"\(prefix)\" was not recognized as a valid backend name",
        path: path
      )
    }
    let command = parts.count == 2 ? String(parts[1]) : ""
    guard let entry = entries[command], entry.isSourceCommand, entry.endpoints.contains(endpoint)
    else {
      throw MetadataError(
        .parseFailed,
        "unknown metadata command \"\(command)\" for backend \"\(kind)\"",
        path: path
      )
    }
    return (entry, kind)
  }

  /// Whether `bulk_atomic` takes the command.
  static func isAtomic(_ name: String) -> Bool {
    if let entry = entries[name] { return entry.isAtomic }
    guard let separator = name.firstIndex(of: "_") else { return false }
    return entries[String(name[name.index(after: separator)...])]?.isAtomic ?? false
  }

  /// The kinds of source by the prefixes of commands.
  private static let kinds: [String: SourceKindName] = [
    "pg": .postgres, "postgres": .postgres, "citus": .citus, "cockroach": .cockroach,
    "sqlite": .sqlite, "mssql": "mssql", "bigquery": "bigquery",
  ]

  private static let entries: [String: Entry] = {
    var all = sourceCommands
    all.merge(agnosticCommands) { first, _ in first }
    all.merge(engineCommands) { first, _ in first }
    return all
  }()
}

extension CommandRegistry.Entry {
  /// A change of metadata about a source.
  static func source<Command: MetadataEditCommand>(
    _ type: Command.Type,
    isAtomic: Bool = false
  ) -> Self {
    var entry = edit(type)
    entry.isSourceCommand = true
    entry.isAtomic = isAtomic
    return entry
  }

  /// A change of metadata.
  static func edit<Command: MetadataEditCommand>(
    _ type: Command.Type,
    on endpoints: Set<MetadataCommand.Endpoint> = [.metadata, .query],
    takesNoArguments: Bool = false
  ) -> Self {
    Self(takesNoArguments: takesNoArguments, endpoints: endpoints) {
      (arguments, _, kind) throws(MetadataError) in
      .edit(
        try EditCall(type, arguments: arguments.value, path: arguments.path, kind: kind)
      )
    }
  }

  /// Something for the engine.
  static func engine(
    on endpoints: Set<MetadataCommand.Endpoint> = [.metadata, .query],
    isSourceCommand: Bool = false,
    takesNoArguments: Bool = false,
    _ read: @escaping @Sendable (ValueReader) throws(MetadataError) -> EngineCommand
  ) -> Self {
    Self(
      isSourceCommand: isSourceCommand,
      takesNoArguments: takesNoArguments,
      endpoints: endpoints
    ) { (arguments, _, kind) throws(MetadataError) in
      let reader = kind.map { arguments.with(kind: $0) } ?? arguments
      return .engine(try read(reader))
    }
  }

  /// A command of the original that Dovetail refuses by name.
  static func unsupported(_ name: String, isSourceCommand: Bool = false) -> Self {
    Self(isSourceCommand: isSourceCommand, takesNoArguments: true) {
      (_, _, _) throws(MetadataError) in
      throw MetadataError(.notSupported, "\"\(name)\" is not supported by Dovetail")
    }
  }
}
