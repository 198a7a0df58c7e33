package import OrderedJSON

/// Why a database refuses a statement that it was shown.
package struct StatementObjection: Sendable, Hashable {
  /// The database's words.
  package var message: String
  /// Detail for administrators.
  package var detail: JSONValue

  package init(message: String, detail: JSONValue) {
    self.message = message
    self.detail = detail
  }
}
