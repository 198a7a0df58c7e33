package import OrderedJSON

/// An engine that takes commands, over HTTP or in this process.
package protocol EngineConnection: Sendable {
  /// Sends a command and gives the answer.
  ///
  /// - Throws: what the engine answered instead, or why it could not be asked.
  func answer(
    to command: JSONValue,
    at endpoint: EngineEndpoint
  ) async throws(EngineRefusal) -> JSONValue
}

/// The endpoints that projects need.
package enum EngineEndpoint: String, Sendable, Hashable {
  case metadata = "/v1/metadata"
  case query = "/v2/query"
  case explain = "/v1/graphql/explain"
}

/// Why a command did not succeed.
package struct EngineRefusal: Error, Sendable, Hashable, CustomStringConvertible {
  package var message: String
  package var code: String
  /// Where in the command.
  package var path: String
  /// What administrators see of the reason.
  package var detail: JSONValue?

  /// The code of what has no better one, which says nothing to people.
  package static let defaultCode = "unexpected"

  package init(
    _ message: String,
    code: String = EngineRefusal.defaultCode,
    path: String = "$",
    detail: JSONValue? = nil
  ) {
    self.message = message
    self.code = code
    self.path = path
    self.detail = detail
  }

  /// Whether somebody else changed the metadata in between.
  package var isConflict: Bool { code == "conflict" }

  /// The message with path and code, and what the database or the metadata say about it.
  package var description: String {
    var text = message
    if path != "$", !path.isEmpty {
      text += " (\(code) at \(path))"
    } else if code != Self.defaultCode {
      text += " (\(code))"
    }
    for reason in reasons { text += "\n  \(reason)" }
    return text
  }

  /// The reasons in the detail: of inconsistent objects, or of a database.
  private var reasons: [String] {
    if let objects = detail?.arrayValue { return objects.compactMap(inconsistencyText) }
    if let error = detail?["error"] {
      let parts = ["message", "description", "hint"].compactMap { error[$0]?.stringValue }
      return parts.filter { !$0.isEmpty }
    }
    if let text = detail?.stringValue { return [text] }
    return []
  }
}

/// An inconsistent object as a line of text: `table author in source default: reason`.
package func inconsistencyText(_ object: JSONValue) -> String? {
  guard let reason = object["reason"]?.stringValue else { return object["message"]?.stringValue }
  var text = object["name"]?.stringValue ?? object["type"]?.stringValue ?? ""
  if !text.isEmpty { text += ": " }
  text += reason
  if let message = object["message"]?.stringValue { text += " (\(message))" }
  return text
}
