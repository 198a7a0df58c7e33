package import OrderedCollections
package import OrderedJSON

/// The files that a document becomes, by their paths in the metadata folder.
package struct MetadataFiles: Sendable {
  package private(set) var texts: OrderedDictionary<String, String> = [:]

  /// Lays out a document as the reference's tool does.
  package init(_ document: JSONValue) {
    add(MetadataFile.version, ["version": document["version"] ?? 3])
    addSources(document["sources"]?.arrayValue ?? [])
    let actions = ActionsWriter(
      actions: document["actions"],
      customTypes: document["custom_types"]
    )
    texts[MetadataFile.actionTypes] = actions.schema
    add(MetadataFile.actions, actions.yaml)
    for (name, key, empty) in MetadataFile.single {
      let value = document[key] ?? empty.json
      switch key {
      case "api_limits": add(name, sortingKeys(value))
      case "remote_schemas": add(name, Self.sortingRelationships(value))
      default: add(name, value)
      }
    }
  }

  private mutating func add(_ name: String, _ value: JSONValue) {
    texts[name] = YAMLWriter.text(of: value)
  }

  // MARK: Sources

  /// The keys of a source in their order; `tables` and `functions` go last, into files of their own.
  private static let sourceKeys = [
    "name", "kind", "configuration", "customization", "query_tags", "health_check",
    "logical_models", "native_queries", "stored_procedures",
  ]

  /// The keys of a source whose values the reference's tool writes with sorted keys.
  private static let sortedKeys = ["logical_models", "native_queries", "stored_procedures"]

  private mutating func addSources(_ sources: [JSONValue]) {
    var entries: [JSONValue] = []
    var folders: Set<String> = []
    for source in sources {
      let folder = Self.unused(
        Self.fileName(source["name"]?.stringValue ?? ""),
        among: &folders
      )
      var entry: JSONObject = [:]
      for key in Self.sourceKeys where source[key] != nil { entry[key] = source[key] }
      for key in Self.sortedKeys { entry[key] = entry[key].map(sortingKeys) }
      for (key, value) in source.members
      where entry[key] == nil && key != "tables" && key != "functions" {
        entry[key] = value
      }
      entry["tables"] = addList(source["tables"], of: "table", in: "\(folder)/tables")
      if let functions = source["functions"]?.arrayValue, !functions.isEmpty {
        entry["functions"] = addList(
          .array(functions),
          of: "function",
          in: "\(folder)/functions"
        )
      }
      entries.append(.object(entry))
    }
    add(MetadataFile.databases, .array(entries))
  }

  /// Writes each element of a list into a file of its own, and a file that includes these.
  ///
  /// - Returns: the include of the latter.
  private mutating func addList(
    _ list: JSONValue?,
    of kind: String,
    in folder: String
  ) -> JSONValue {
    var names: Set<String> = ["\(kind)s"]
    var includes: [JSONValue] = []
    for element in list?.arrayValue ?? [] {
      let name = Self.unused(Self.fileName(of: element[kind]), among: &names) + ".yaml"
      add("databases/\(folder)/\(name)", element)
      includes.append(.string("!include \(name)"))
    }
    add("databases/\(folder)/\(kind)s.yaml", .array(includes))
    return .string("!include \(folder)/\(kind)s.yaml")
  }

  /// Remote schemas in whose relationships the name of the type goes last.
  private static func sortingRelationships(_ schemas: JSONValue) -> JSONValue {
    .array(
      (schemas.arrayValue ?? []).map { schema in
        guard case .object(var members) = schema, let types = members["remote_relationships"] else {
          return schema
        }
        members["remote_relationships"] = sortingKeys(types)
        return .object(members)
      }
    )
  }

  // MARK: Names

  /// `public_author` for a table or function, `author` in a source kind without schemas.
  private static func fileName(of qualified: JSONValue?) -> String {
    if let name = qualified?.stringValue { return fileName(name) }
    if let parts = qualified?.arrayValue {
      return fileName(parts.compactMap(\.stringValue).joined(separator: "_"))
    }
    let schema = qualified?["schema"]?.stringValue ?? qualified?["dataset"]?.stringValue
    let name = qualified?["name"]?.stringValue ?? ""
    return fileName(schema.map { "\($0)_\(name)" } ?? name)
  }

  /// A name as a file may have it everywhere.
  private static func fileName(_ name: String) -> String {
    let safe = name.map { character -> Character in
      character.isLetter || character.isNumber || "_-. $".contains(character) ? character : "_"
    }
    let text = String(safe)
    guard !text.isEmpty, text.contains(where: { $0 != "." }), text.utf8.count <= 200 else {
      return "_" + text.prefix(40).replacing(".", with: "_")
    }
    return text
  }

  /// The name, or one with a number behind it if it is taken.
  ///
  /// Names that differ only in case count as one, since some file systems take them so.
  private static func unused(_ name: String, among taken: inout Set<String>) -> String {
    var candidate = name
    var number = 2
    while !taken.insert(candidate.lowercased()).inserted {
      candidate = "\(name)_\(number)"
      number += 1
    }
    return candidate
  }
}

/// The value with the members of all its objects in the order of their keys.
private func sortingKeys(_ value: JSONValue) -> JSONValue {
  switch value {
  case .array(let elements): .array(elements.map(sortingKeys))
  case .object(let members):
    .object(members: members.sorted { $0.key < $1.key }.map { ($0.key, sortingKeys($0.value)) })
  default: value
  }
}

extension MetadataFile.Emptiness {
  /// The value that says that there is nothing.
  fileprivate var json: JSONValue {
    switch self {
    case .list: []
    case .object: [:]
    case .introspection: ["disabled_for_roles": []]
    }
  }
}
