import OrderedCollections

extension Metadata {
  /// The source of that name, or the refusal of a command.
  func requireSource(
    _ name: SourceName,
    path: JSONPath = .arguments
  ) throws(MetadataError) -> SourceMetadata {
    guard let source = sources[name] else {
      throw MetadataError(
        .notExists,
        "source with name \"\(name)\" does not exist",
        path: path
      )
    }
    return source
  }

  /// Refuses a command for one kind of source on a source of another; passes where
  /// either is unknown.
  func requireKind(_ kind: SourceKindName?, of source: SourceName) throws(MetadataError) {
    guard let kind, let existing = sources[source]?.kind, !kind.isSpoken(by: existing) else {
      return
    }
    throw MetadataError(
      .notExists,
      "source with name \"\(source)\" is of kind \"\(existing)\", not \"\(kind)\""
    )
  }

  /// The tracked table of that name, or the refusal of a command.
  func requireTable(
    _ table: TableName,
    in source: SourceName,
    path: JSONPath = .arguments
  ) throws(MetadataError) -> TableMetadata {
    guard let metadata = try requireSource(source).tables[table] else {
      throw MetadataError(
        .notExists,
        "table \"\(table)\" does not exist in source: \(source)",
        path: path
      )
    }
    return metadata
  }

  /// The tracked function of that name, or the refusal of a command.
  func requireFunction(
    _ function: FunctionName,
    in source: SourceName
  ) throws(MetadataError) -> FunctionMetadata {
    guard let metadata = try requireSource(source).functions[function] else {
      throw MetadataError(
        .notExists,
        "function \"\(function)\" does not exist in source: \(source)"
      )
    }
    return metadata
  }
}

extension JSONPath {
  /// A place among the arguments: `$.args.table`.
  static func argument(_ key: String) -> JSONPath { JSONPath.arguments.appending(key) }
}

extension ObjectReader {
  /// The source that a command means.
  func source() throws(MetadataError) -> SourceName {
    try optional("source", default: .default)
  }
}
