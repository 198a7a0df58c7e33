package import OrderedJSON

/// An identifier of metadata: text wrapped so that one kind is not taken for another.
package protocol MetadataName: MetadataValue, Comparable, CustomStringConvertible,
  ExpressibleByStringLiteral
{
  /// The name as metadata spells it.
  var value: String { get }

  /// Wraps a name that is known to be right.
  init(_ value: String)
}

extension MetadataName {
  package init(stringLiteral value: String) { self.init(value) }

  package static func < (left: Self, right: Self) -> Bool { left.value < right.value }

  package var description: String { value }

  package var json: JSONValue { .string(value) }

  package init(_ reader: ValueReader) throws(MetadataError) {
    self.init(try reader.nonEmptyString())
  }
}
