package import OrderedJSON

/// How much a lookup may ask for at once; an addition to the Hasura format (`lookups`).
///
/// `{"max_keys": 500, "max_bytes": 1048576, "concurrency": 8}`, each member optional. That of a
/// relationship counts before that of the remote schema, and that before the engine's defaults.
package struct RemoteLookupSettings: MetadataValue {
  /// How many keys one request carries at most.
  package var maxKeys: Int?
  /// About how many bytes of keys and repeated text one request carries at most.
  package var maxBytes: Int?
  /// How many requests of one operation may be under way at once.
  package var concurrency: Int?

  package init(maxKeys: Int? = nil, maxBytes: Int? = nil, concurrency: Int? = nil) {
    self.maxKeys = maxKeys
    self.maxBytes = maxBytes
    self.concurrency = concurrency
  }

  package init(_ reader: ValueReader) throws(MetadataError) {
    let object = try reader.object(of: "LookupSettings")
    self.init(
      maxKeys: try Self.positive("max_keys", of: object),
      maxBytes: try Self.positive("max_bytes", of: object),
      concurrency: try Self.positive("concurrency", of: object)
    )
    object.reportUnknownKeys()
  }

  package var json: JSONValue {
    var writer = ObjectWriter()
    writer.write(ifPresent: "max_keys", maxKeys)
    writer.write(ifPresent: "max_bytes", maxBytes)
    writer.write(ifPresent: "concurrency", concurrency)
    return writer.json
  }

  private static func positive(
    _ key: String,
    of object: ObjectReader
  ) throws(MetadataError) -> Int? {
    guard let value = try object.optional(key, as: Int.self) else { return nil }
    guard value > 0 else {
      throw object.error("\"\(key)\" must be a positive integer, but is \(value)")
    }
    return value
  }
}

extension RemoteRelationshipDefinition {
  /// How the keys of a relationship are to be looked up (`strategy`); without it the engine chooses.
  package enum Strategy: String, Sendable, Hashable, CaseIterable {
    /// One aliased field a key.
    case aliases
    /// One field with a list argument that takes all keys.
    case batch
    /// `_entities` of a federation subgraph.
    case entities
    /// Rows of a table, all keys in one parameter: the only way to tables.
    case rows
  }

  /// A list argument that takes many keys, and what tells whose a result is (`batch`).
  package struct BatchLookup: MetadataValue {
    /// The argument, and the members of its object down to the list: `ids`, `filter.ids`.
    package var argument: [String]
    /// For each part of the key the fields of the results that lead to it (`id`, `owner.id`); empty
    /// if results come in the order of keys.
    package var key: [[String]]
    /// Whether several results may belong to one key, so that each key has a list of them.
    package var isMany: Bool
    /// Whether `key` is a list, in which it is written again.
    private var isKeyList: Bool

    package init(argument: String, key: String?, isMany: Bool = false) {
      self.argument = Self.steps(argument)
      self.key = key.map { [Self.steps($0)] } ?? []
      self.isMany = isMany
      isKeyList = false
    }

    package init(argument: String, keys: [String], isMany: Bool = false) {
      self.argument = Self.steps(argument)
      self.key = keys.map { Self.steps($0) }
      self.isMany = isMany
      isKeyList = true
    }

    package init(_ reader: ValueReader) throws(MetadataError) {
      let object = try reader.object(of: "BatchLookup")
      let argument = try object.requiredReader("argument")
      let isMany = try object.optional("many", default: false)
      switch object.reader("key") {
      case let key? where !key.value.isNull:
        if case .array = key.value {
          var keys: [String] = []
          for element in try key.elements() { keys.append(try Self.path(element)) }
          guard !keys.isEmpty else { throw key.error("\"key\" must name at least one field") }
          self.init(argument: try Self.path(argument), keys: keys, isMany: isMany)
        } else {
          self.init(
            argument: try Self.path(argument),
            key: try Self.path(key),
            isMany: isMany
          )
        }
      default:
        guard !isMany else {
          throw object.error("\"many\" needs a \"key\" by which results belong to keys")
        }
        self.init(argument: try Self.path(argument), key: nil)
      }
      object.reportUnknownKeys()
    }

    package var json: JSONValue {
      var writer = ObjectWriter()
      writer.write("argument", argument.joined(separator: "."))
      let keys = key.map { $0.joined(separator: ".") }
      if isKeyList {
        writer.write("key", keys)
      } else {
        writer.write(ifPresent: "key", keys.first)
      }
      writer.write("many", isMany, unless: false)
      return writer.json
    }

    /// Reads names with dots between them.
    private static func path(_ reader: ValueReader) throws(MetadataError) -> String {
      let text = try String(reader)
      guard steps(text).allSatisfy({ isGraphQLName($0) }) else {
        throw reader.error("\"\(text)\" is no name, and no names with dots between them")
      }
      return text
    }

    private static func steps(_ text: String) -> [String] {
      text.split(separator: ".", omittingEmptySubsequences: false).map { String($0) }
    }
  }
}
