package import OrderedJSON

/// A text that metadata may give, forbid or leave to the engine.
package enum Comment: MetadataValue {
  /// Absent or null: the engine makes one, or takes that of the database.
  case automatic
  /// Empty text: none.
  case none
  case text(String)

  package init(_ reader: ValueReader) throws(MetadataError) {
    if reader.value.isNull {
      self = .automatic
    } else {
      let text = try String(reader)
      self = text.isEmpty ? .none : .text(text)
    }
  }

  package var json: JSONValue {
    switch self {
    case .automatic: .null
    case .none: ""
    case .text(let text): .string(text)
    }
  }
}

extension ObjectReader {
  /// A comment; automatic if absent.
  func comment(_ key: String = "comment") throws(MetadataError) -> Comment {
    guard let reader = reader(key) else { return .automatic }
    return try Comment(reader)
  }
}

extension ObjectWriter {
  /// Writes a comment unless it is automatic.
  mutating func write(comment: Comment) {
    if comment != .automatic { write("comment", comment) }
  }
}
