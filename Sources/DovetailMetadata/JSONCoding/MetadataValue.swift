package import OrderedCollections
package import OrderedJSON

/// A value that is read from and written to metadata JSON.
package protocol MetadataValue: Sendable, Hashable {
  /// Reads the value, complaining with the path of what is wrong.
  init(_ reader: ValueReader) throws(MetadataError)

  /// The value as export writes it.
  var json: JSONValue { get }
}

extension String: MetadataValue {
  package init(_ reader: ValueReader) throws(MetadataError) {
    guard case .string(let text) = reader.value else {
      throw reader.mismatch(type: "Text", expected: "String")
    }
    self = text
  }

  package var json: JSONValue { .string(self) }
}

extension Bool: MetadataValue {
  package init(_ reader: ValueReader) throws(MetadataError) {
    guard case .bool(let flag) = reader.value else {
      throw reader.mismatch(type: "Bool", expected: "Bool")
    }
    self = flag
  }

  package var json: JSONValue { .bool(self) }
}

extension Int: MetadataValue {
  package init(_ reader: ValueReader) throws(MetadataError) {
    guard case .number(let number) = reader.value else {
      throw reader.mismatch(type: "Int", expected: "Number")
    }
    // `2.0` is an integer, too.
    let parts = number.text.split(separator: ".", omittingEmptySubsequences: false)
    guard let digits = parts.first, parts.dropFirst().allSatisfy({ $0.allSatisfy { $0 == "0" } }),
      let int = Int(digits)
    else {
      throw reader.error("value is either floating or will cause over or underflow \(number.text)")
    }
    self = int
  }

  package var json: JSONValue { .int(self) }
}

extension JSONValue: MetadataValue {
  package init(_ reader: ValueReader) throws(MetadataError) { self = reader.value }

  package var json: JSONValue { self }
}

extension Array: MetadataValue where Element: MetadataValue {
  package init(_ reader: ValueReader) throws(MetadataError) {
    var elements: [Element] = []
    for element in try reader.elements() {
      elements.append(try Element(element))
    }
    self = elements
  }

  package var json: JSONValue { .array(map(\.json)) }
}

extension OrderedDictionary: MetadataValue where Key: MetadataName, Value: MetadataValue {
  package init(_ reader: ValueReader) throws(MetadataError) {
    guard case .object(let members) = reader.value else {
      throw reader.mismatch(type: "HashMap", expected: "Object")
    }
    self.init()
    for (key, value) in members {
      self[Key(key)] = try Value(reader.child(value, at: key))
    }
  }

  package var json: JSONValue {
    .object(
      JSONObject(map { ($0.key.value, $0.value.json) }, uniquingKeysWith: { _, last in last })
    )
  }
}

/// Text that may not be empty.
struct NonEmptyText: MetadataValue {
  var text: String

  init(_ reader: ValueReader) throws(MetadataError) {
    text = try reader.nonEmptyString()
  }

  var json: JSONValue { .string(text) }
}

/// Text that is a name in GraphQL.
struct GraphQLNameText: MetadataValue {
  var text: String

  init(_ reader: ValueReader) throws(MetadataError) {
    text = try String(reader)
    guard isGraphQLName(text) else {
      throw reader.error("\"\(text)\" is not a valid GraphQL identifier")
    }
  }

  var json: JSONValue { .string(text) }
}
