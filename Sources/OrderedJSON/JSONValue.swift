package import OrderedCollections

/// A JSON value that keeps the order of object keys and the text of numbers (RFC 8259).
///
/// For configuration, metadata and GraphQL variables. Response data never passes through it: that
/// is handled as bytes (`JSONScanner`, `JSONWriter`).
package indirect enum JSONValue: Sendable, Hashable {
  case null
  case bool(Bool)
  case number(JSONNumber)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)
}

/// The members of a JSON object in their order; of equal keys the last one counts.
package typealias JSONObject = OrderedDictionary<String, JSONValue>

/// A JSON number by its text, so that no digit is lost.
package struct JSONNumber: Sendable, Hashable, CustomStringConvertible {
  /// The number as RFC 8259 spells it.
  package let text: String

  /// Wraps text that is known to be a JSON number.
  package init(unchecked text: String) {
    self.text = text
  }

  /// Makes a number that is an integer.
  package init(_ value: Int) {
    self.text = String(value)
  }

  /// The value, if it is written as an integer (no fraction, no exponent) and fits.
  package var int64: Int64? { Int64(text) }

  /// The value as a binary floating-point number.
  package var double: Double { Double(text) ?? .nan }

  package var description: String { text }
}
