/// A type as written where it is used: `Int`, `[Int!]!`.
package indirect enum TypeReference: Sendable, Hashable, CustomStringConvertible {
  case named(Name)
  case list(TypeReference)
  /// The wrapped type is never itself `nonNull`.
  case nonNull(TypeReference)

  /// The name inside all wrappers.
  package var namedType: String {
    switch self {
    case .named(let name): name.value
    case .list(let inner), .nonNull(let inner): inner.namedType
    }
  }

  package var isNonNull: Bool {
    if case .nonNull = self { true } else { false }
  }

  /// The type without an outer non-null wrapper.
  package var nullable: TypeReference {
    if case .nonNull(let inner) = self { inner } else { self }
  }

  package var description: String {
    switch self {
    case .named(let name): name.value
    case .list(let inner): "[\(inner)]"
    case .nonNull(let inner): "\(inner)!"
    }
  }
}
