import OrderedCollections

extension JSONValue {
  /// A number that is an integer.
  package static func int(_ value: Int) -> JSONValue { .number(JSONNumber(value)) }

  /// The text of a string; `nil` for other values.
  package var stringValue: String? {
    if case .string(let value) = self { value } else { nil }
  }

  /// The value if this is `true` or `false`; `nil` for other values.
  package var boolValue: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  /// The number as an integer; `nil` for other values and for numbers with fraction or exponent.
  package var intValue: Int? {
    if case .number(let value) = self { value.int64.map(Int.init) } else { nil }
  }

  /// The elements of an array; `nil` for other values.
  package var arrayValue: [JSONValue]? {
    if case .array(let value) = self { value } else { nil }
  }

  /// The members of an object; `nil` for other values.
  package var objectValue: JSONObject? {
    if case .object(let value) = self { value } else { nil }
  }

  /// The members of an object in their order; empty for other values.
  package var members: [(key: String, value: JSONValue)] {
    objectValue?.map { ($0.key, $0.value) } ?? []
  }

  /// An object of these members; of equal keys the last one counts, at the place of the first.
  package static func object(members: some Sequence<(String, JSONValue)>) -> JSONValue {
    .object(JSONObject(members, uniquingKeysWith: { _, last in last }))
  }

  /// Whether this is `null`.
  package var isNull: Bool {
    if case .null = self { true } else { false }
  }

  /// The member of that name; `nil` where this is no object or has none.
  package subscript(_ key: String) -> JSONValue? {
    objectValue?[key]
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral,
  ExpressibleByNilLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(integerLiteral value: Int) { self = .number(JSONNumber(value)) }
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(JSONObject(elements, uniquingKeysWith: { _, last in last }))
  }
  package init(nilLiteral: ()) { self = .null }
}
