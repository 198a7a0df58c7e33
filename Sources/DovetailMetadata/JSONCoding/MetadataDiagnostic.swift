package import OrderedJSON

/// Something in metadata that was not honoured or is unwise, although all could be read.
package struct MetadataDiagnostic: Sendable, Hashable {
  package var code: Code
  package var message: String
  package var path: JSONPath

  /// What is the matter, as warnings of the metadata API call it.
  package enum Code: String, Sendable, Hashable {
    /// A key that has no meaning here.
    case unknownKey = "unknown-key"
    /// Something that is known but has no effect.
    case noEffect = "no-effect"
    case illegalEventTriggerName = "illegal-event-trigger-name"
  }

  package init(code: Code, message: String, path: JSONPath) {
    self.code = code
    self.message = message
    self.path = path
  }

  /// The diagnostic as an element of `warnings`.
  package var json: JSONValue {
    [
      "code": .string(code.rawValue), "message": .string(message),
      "name": .string(path.description), "type": "metadata",
    ]
  }
}
