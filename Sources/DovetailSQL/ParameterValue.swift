/// A value as it is handed to a database with a statement.
package enum ParameterValue: Sendable, Hashable {
  case null
  /// UTF-8 text in the database's input form.
  case text([UInt8])
  /// Bytes, for databases that do not read them from text (SQLite).
  case bytes([UInt8])
  /// An integer, for databases that compare by the value's type (SQLite).
  case integer(Int64)
  /// A floating-point number, for databases that compare by the value's type (SQLite).
  case real(Double)

  /// The text as a parameter.
  package static func text(_ string: String) -> ParameterValue {
    .text(Array(string.utf8))
  }
}
