import OrderedJSON

/// A part of a template that has a value.
struct Expression: Sendable, Hashable {
  var kind: Kind
  var span: SourceSpan

  indirect enum Kind: Sendable, Hashable {
    /// `null`, `true`, a number.
    case literal(JSONValue)
    /// `"text {{ … }} text"`
    case text([TextPart])
    case array([Expression])
    case object([Member])
    /// `$body`
    case variable(String)
    /// `x.name`, `x['name']`, `x[0]`; optional ones (`?.`) are null where there is nothing.
    case access(Expression, Expression, isOptional: Bool)
    /// `a ?? b`
    case fallback(Expression, Expression)
    case binary(BinaryOperator, Expression, Expression)
    case call(Function, [Expression])
    /// `{{ if c }} … {{ elif d }} … {{ else }} … {{ end }}`
    case condition([Branch], otherwise: Expression?)
    /// `{{ range i, x := xs }} … {{ end }}`
    case range(index: String?, item: String?, source: Expression, body: Expression)
  }

  /// A piece of a text.
  enum TextPart: Sendable, Hashable {
    case plain(String)
    case value(Expression)
  }

  /// A member of an object; expressions may stand in its name.
  struct Member: Sendable, Hashable {
    var key: [TextPart]
    var value: Expression
  }

  /// A condition and what counts if it holds.
  struct Branch: Sendable, Hashable {
    var condition: Expression
    var body: Expression
  }
}
