import OrderedCollections
package import OrderedJSON

// Note [Reading large documents]
//
// Nearly all of a large document is permissions. `Metadata.init(stored:tables:)` walks over the text
// once and makes values only of the rest: the permissions of each table stay text (`PermissionText`),
// and are read when a role schema or a check asks for them. What is not in the usual form is read as
// a JSON value as a whole, so that errors name their places as ever.

extension Metadata {
  /// Reads a stored document, and tables that are stored apart from it.
  ///
  /// See Note [Reading large documents].
  package init(
    stored document: JSONSlice,
    tables: [StoredTable] = []
  ) throws(MetadataError) {
    var reader = StoredDocumentReader()
    if let frame = reader.split(document) {
      try self.init(json: frame)
      for (index, source) in reader.tables.enumerated() {
        let path = JSONPath.root.appending("sources").appending(index: index)
        try add(source.slices, to: source.name, path.appending("tables"), &reader)
      }
    } else {
      try self.init(json: document.value ?? .null)
    }
    for (index, table) in tables.enumerated() {
      let path = JSONPath.root.appending("tables").appending(index: index)
      try add(table.content, to: table.source, path, &reader)
    }
    if !tables.isEmpty {
      // The order of a document that was written as a whole.
      for name in sources.keys { sources[name]?.tables.sort { $0.key < $1.key } }
    }
    normalizeTargets()
    compact()
  }

  private mutating func add(
    _ slices: [JSONSlice],
    to source: SourceName,
    _ path: JSONPath,
    _ reader: inout StoredDocumentReader
  ) throws(MetadataError) {
    for (index, slice) in slices.enumerated() {
      try add(slice, to: source, path.appending(index: index), &reader)
    }
  }

  private mutating func add(
    _ slice: JSONSlice,
    to source: SourceName,
    _ path: JSONPath,
    _ reader: inout StoredDocumentReader
  ) throws(MetadataError) {
    guard let kind = sources[source]?.kind else { return }
    let table = try reader.table(slice, kind, path)
    guard sources[source]?.tables.updateValue(table, forKey: table.name) == nil else {
      throw MetadataError(
        .parseFailed,
        "multiple declarations exist for the following tables: \(table.name)",
        path: path
      )
    }
  }

  /// Takes the values of tables over that are equal in other metadata, so that it is seen that they
  /// stay the same.
  package mutating func keepIdentities(of other: Metadata) {
    for (name, source) in sources {
      guard let before = other.sources[name] else { continue }
      for (table, metadata) in source.tables {
        guard let known = before.tables[table], known == metadata else { continue }
        sources[name]?.tables[table] = known
      }
    }
  }

  /// Turns the permissions of tables into texts, which take far less memory.
  package mutating func compact() {
    var pool = PermissionTextPool()
    for (name, source) in sources {
      for (table, metadata) in source.tables where !metadata.isCompact {
        sources[name]?.tables[table]?.compact(&pool)
      }
    }
  }
}

/// Takes a document apart: tables, and the rest as a value.
private struct StoredDocumentReader {
  private var pool = PermissionTextPool()
  /// The tables of each source, in the order of the sources.
  private(set) var tables: [(name: SourceName, slices: [JSONSlice])] = []

  init() {}

  /// The document without the tables of its sources; nil if it is not in the usual form.
  mutating func split(_ document: JSONSlice) -> JSONValue? {
    guard document.kind == .object, document["sources"]?.kind == .array else { return nil }
    var frame: JSONObject = [:]
    for member in document.members {
      guard member.key == "sources" else {
        guard let value = member.value.value else { return nil }
        frame[member.key] = value
        continue
      }
      var sources: [JSONValue] = []
      tables = []
      for source in member.value.elements {
        guard let value = splitSource(source) else { return nil }
        sources.append(value)
      }
      frame["sources"] = .array(sources)
    }
    return .object(frame)
  }

  private mutating func splitSource(_ source: JSONSlice) -> JSONValue? {
    guard source.kind == .object else { return nil }
    var members: JSONObject = [:]
    var slices: [JSONSlice] = []
    for member in source.members {
      guard member.key == "tables", member.value.kind == .array else {
        guard let value = member.value.value else { return nil }
        members[member.key] = value
        continue
      }
      slices = Array(member.value.elements)
      members["tables"] = []
    }
    guard let name = members["name"]?.stringValue else { return nil }
    tables.append((SourceName(name), slices))
    return .object(members)
  }

  /// A table, its permissions as text where they have the usual form.
  mutating func table(
    _ slice: JSONSlice,
    _ kind: SourceKindName,
    _ path: JSONPath
  ) throws(MetadataError) -> TableMetadata {
    var members: JSONObject = [:]
    var texts: [String: PermissionText] = [:]
    if slice.kind == .object {
      for member in slice.members {
        let key = member.key
        texts[key] = nil
        if permissionKeys.contains(key), member.value.kind == .array,
          let text = pool.text(trusting: Array(member.value.rawBytes))
        {
          texts[key] = text
          members[key] = []
        } else {
          members[key] = member.value.value ?? .null
        }
      }
    }
    let value = slice.kind == .object ? JSONValue.object(members) : slice.value ?? .null
    let reader = ValueReader(value, path: path, context: ReadingContext(kind: kind))
    var table = try TableMetadata(reader)
    if let text = texts["insert_permissions"] { table.insertPermissions = PermissionList(text) }
    if let text = texts["select_permissions"] { table.selectPermissions = PermissionList(text) }
    if let text = texts["update_permissions"] { table.updatePermissions = PermissionList(text) }
    if let text = texts["delete_permissions"] { table.deletePermissions = PermissionList(text) }
    return table
  }
}

private let permissionKeys: Set<String> = [
  "insert_permissions", "select_permissions", "update_permissions", "delete_permissions",
]
