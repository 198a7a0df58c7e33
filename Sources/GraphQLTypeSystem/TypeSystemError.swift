/// Why the type system gave something up.
package enum TypeSystemError: Error, Sendable, Hashable {
  /// The problems of a schema that make it unusable; there is at least one.
  case invalidSchema([Diagnostic])
  /// The problems of variable values, arguments or literals; there is at least one.
  case invalidInput([Diagnostic])
  /// The selections on introspection fields are nested deeper than is allowed.
  case introspectionTooDeep
  /// The selections on introspection fields are, with fragments expanded, more than are allowed.
  case introspectionTooComplex
  /// The answer to an introspection field would be longer than is allowed.
  case introspectionTooLarge
}

extension TypeSystemError: CustomStringConvertible {
  /// The problems, in the reference implementation's words where it has any.
  package var description: String {
    switch self {
    case .invalidSchema(let diagnostics), .invalidInput(let diagnostics):
      diagnostics.map(\.message).joined(separator: "\n\n")
    case .introspectionTooDeep: "Maximum introspection depth exceeded"
    case .introspectionTooComplex: "Too many selections on introspection fields."
    case .introspectionTooLarge: "The answer to the introspection query would be too large."
    }
  }
}
