/// What a statement of a source says of the request that it serves, in a comment at its end.
///
/// `query Bestsellers { books: book {id} }` gives
/// `/* field_name=books,operation_name=Bestsellers,parameterized_query_hash=9e107d9d372bb682 */`.
package struct StatementTag: Sendable, Hashable {
  /// The member of `data` (or of a namespace in it) that the statement is for.
  package var fieldName: String
  package var operationName: String?
  /// Equal for operations that differ in values only.
  package var operationHash: String
  package var format: Format
  /// Whether the comment has the request's id, so that each request has a statement of its own.
  package var hasRequestID: Bool

  /// How the comment is written.
  package enum Format: Sendable, Hashable {
    /// `key=value`, separated by commas.
    case standard
    /// `key='value'`, keys in their order: https://google.github.io/sqlcommenter/spec/.
    case sqlcommenter
  }

  package init(
    fieldName: String,
    operationName: String?,
    operationHash: String,
    format: Format,
    hasRequestID: Bool
  ) {
    self.fieldName = fieldName
    self.operationName = operationName
    self.operationHash = operationHash
    self.format = format
    self.hasRequestID = hasRequestID
  }

  /// The comment, to be put at the end of a statement.
  ///
  /// Values are percent-encoded, so that nothing in them ends the comment, opens another or is taken
  /// for a part of it.
  package func comment(requestID: String) -> String {
    var pairs = [("field_name", fieldName)]
    if let operationName { pairs.append(("operation_name", operationName)) }
    pairs.append(("parameterized_query_hash", operationHash))
    switch format {
    case .standard:
      if hasRequestID { pairs.insert(("request_id", requestID), at: 0) }
      return "/* " + pairs.map { "\($0)=\(encoded($1))" }.joined(separator: ",") + " */"
    case .sqlcommenter:
      if hasRequestID { pairs.append(("request_id", requestID)) }
      return "/* " + pairs.map { "\($0)='\(encoded($1))'" }.joined(separator: ",") + " */"
    }
  }

  private func encoded(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF")
    var result = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"),
        UInt8(ascii: "."), UInt8(ascii: "~"):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        result.append("%")
        result.append(digits[Int(byte >> 4)])
        result.append(digits[Int(byte & 15)])
      }
    }
    return result
  }
}
