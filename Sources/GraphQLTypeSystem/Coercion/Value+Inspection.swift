package import GraphQLLanguage

extension Value {
  /// Where the literal stands.
  package var location: Location {
    switch self {
    case .variable(let name), .enum(let name): name.location
    case .string(let text): text.location
    case .int(_, let location), .float(_, let location), .boolean(_, let location),
      .null(let location), .list(_, let location), .object(_, let location):
      location
    }
  }

  /// Whether the literal is `null`.
  package var isNull: Bool {
    if case .null = self { true } else { false }
  }
}
