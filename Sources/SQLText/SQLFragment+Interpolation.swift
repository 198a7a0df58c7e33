extension SQLFragment: ExpressibleByStringInterpolation {
  package init(stringLiteral value: String) {
    self.init(raw: value)
  }

  package init(stringInterpolation: StringInterpolation) {
    self = stringInterpolation.fragment
  }

  /// Collects the parts of an interpolated literal.
  ///
  /// Plain strings can't be interpolated: each must say whether it is an identifier, a literal or SQL.
  package struct StringInterpolation: StringInterpolationProtocol {
    var fragment = SQLFragment()

    package init(literalCapacity: Int, interpolationCount: Int) {}

    package mutating func appendLiteral(_ literal: String) {
      fragment.append(bytes: literal.utf8)
    }

    package mutating func appendInterpolation(_ other: SQLFragment) {
      fragment.append(other)
    }

    package mutating func appendInterpolation(_ number: Int) {
      fragment.append(bytes: String(number).utf8)
    }

    package mutating func appendInterpolation(identifier name: String) {
      fragment.append(bytes: quoteIdentifier(name))
    }

    package mutating func appendInterpolation(literal text: String) {
      fragment.append(bytes: quoteLiteral(text))
    }

    package mutating func appendInterpolation(raw text: String) {
      fragment.append(bytes: text.utf8)
    }

    package mutating func appendInterpolation(binding: Binding) {
      fragment.append(SQLFragment(binding: binding))
    }
  }
}
