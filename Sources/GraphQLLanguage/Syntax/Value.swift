/// A value literal, or a variable standing in its place.
package indirect enum Value: Sendable, Hashable {
  case variable(Name)
  /// An integer literal, as written: its size is not limited here.
  case int(String, location: Location = .none)
  /// A float literal, as written.
  case float(String, location: Location = .none)
  case string(StringValue)
  case boolean(Bool, location: Location = .none)
  case null(location: Location = .none)
  case `enum`(Name)
  case list([Value], location: Location = .none)
  case object([ObjectField], location: Location = .none)
}

/// A string literal, its escapes resolved and, for a block string, its indentation removed.
package struct StringValue: Sendable, Hashable {
  package var value: String
  /// Whether the literal was a block string (`"""…"""`).
  package var isBlock: Bool
  package var location: Location

  package init(_ value: String, isBlock: Bool = false, location: Location = .none) {
    self.value = value
    self.isBlock = isBlock
    self.location = location
  }
}

/// `name: value`, in an input object literal.
package struct ObjectField: Sendable, Hashable {
  package var name: Name
  package var value: Value
  package var location: Location

  package init(name: Name, value: Value, location: Location = .none) {
    self.name = name
    self.value = value
    self.location = location
  }
}
