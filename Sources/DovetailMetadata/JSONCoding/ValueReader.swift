package import OrderedJSON

/// A JSON value on its way into the model: knows where it stands, for error messages.
package struct ValueReader {
  package let value: JSONValue
  package let path: JSONPath
  package let context: ReadingContext

  package init(
    _ value: JSONValue,
    path: JSONPath = .root,
    context: ReadingContext = ReadingContext()
  ) {
    self.value = value
    self.path = path
    self.context = context
  }

  /// A reader for a member of this value.
  func child(_ value: JSONValue, at key: String) -> ValueReader {
    ValueReader(value, path: path.appending(key), context: context)
  }

  /// The same value, names in it being those of a source kind.
  func with(kind: SourceKindName) -> ValueReader {
    ValueReader(value, path: path, context: context.with(kind: kind))
  }

  /// The value as an object; `type` names what was wanted in the message if it is none.
  package func object(of type: String) throws(MetadataError) -> ObjectReader {
    guard case .object(let members) = value else {
      throw mismatch(type: type, expected: "Object")
    }
    return ObjectReader(members, path: path, context: context)
  }

  /// Readers for the elements of an array.
  func elements() throws(MetadataError) -> [ValueReader] {
    guard case .array(let elements) = value else {
      throw mismatch(type: "[]", expected: "Array")
    }
    return elements.enumerated().map {
      ValueReader($1, path: path.appending(index: $0), context: context)
    }
  }

  /// The value as text that is not empty.
  func nonEmptyString() throws(MetadataError) -> String {
    let text = try String(self)
    guard !text.isEmpty else { throw error("empty string not allowed") }
    return text
  }

  /// An error at this place.
  func error(_ message: String, code: MetadataError.Code = .parseFailed) -> MetadataError {
    MetadataError(code, message, path: path)
  }

  /// The error for a value of the wrong sort.
  func mismatch(type: String, expected: String) -> MetadataError {
    error("parsing \(type) failed, expected \(expected), but encountered \(sort)")
  }

  private var sort: String {
    switch value {
    case .null: "Null"
    case .bool: "Boolean"
    case .number: "Number"
    case .string: "String"
    case .array: "Array"
    case .object: "Object"
    }
  }
}
