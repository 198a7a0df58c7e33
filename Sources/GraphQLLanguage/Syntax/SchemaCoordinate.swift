/// The address of an element of a schema: `Type.field(argument:)`, `@directive`.
///
/// See https://spec.graphql.org/September2025/#sec-Schema-Coordinates.
package enum SchemaCoordinate: Sendable, Hashable, CustomStringConvertible {
  /// `Type`
  case type(String)
  /// `Type.member`: a field, input field or enum value.
  case member(type: String, name: String)
  /// `Type.field(argument:)`
  case argument(type: String, field: String, name: String)
  /// `@directive`
  case directive(String)
  /// `@directive(argument:)`
  case directiveArgument(directive: String, name: String)

  /// Parses a coordinate; `nil` if the text is none.
  ///
  /// Blanks are not allowed anywhere.
  package init?(parsing text: String) {
    var rest = Substring(text).utf8
    let isDirective = Self.skip("@", in: &rest)
    guard let first = Self.name(in: &rest) else { return nil }
    let member = !isDirective && Self.skip(".", in: &rest) ? Self.name(in: &rest) : nil
    let argument = Self.skip("(", in: &rest) ? Self.name(in: &rest) : nil
    if argument != nil {
      guard Self.skip(":", in: &rest), Self.skip(")", in: &rest) else { return nil }
    }
    switch (isDirective, member, argument) {
    case (true, _, nil): self = .directive(first)
    case (true, _, let name?): self = .directiveArgument(directive: first, name: name)
    case (false, nil, nil): self = .type(first)
    case (false, let name?, nil): self = .member(type: first, name: name)
    case (false, let field?, let name?): self = .argument(type: first, field: field, name: name)
    case (false, nil, _?): return nil
    }
    // A dangling `.` or `(` was skipped above, but is no part of the description.
    guard rest.isEmpty, description == text else { return nil }
  }

  /// The coordinate as text.
  package var description: String {
    switch self {
    case .type(let type): type
    case .member(let type, let name): "\(type).\(name)"
    case .argument(let type, let field, let name): "\(type).\(field)(\(name):)"
    case .directive(let name): "@\(name)"
    case .directiveArgument(let directive, let name): "@\(directive)(\(name):)"
    }
  }

  private static func skip(_ character: Unicode.Scalar, in rest: inout Substring.UTF8View) -> Bool {
    guard rest.first == UInt8(ascii: character) else { return false }
    rest = rest.dropFirst()
    return true
  }

  private static func name(in rest: inout Substring.UTF8View) -> String? {
    let name = rest.prefix(while: isNameContinue)
    guard let first = name.first, isNameStart(first) else { return nil }
    rest = rest.dropFirst(name.count)
    return String(Substring(name))
  }
}
