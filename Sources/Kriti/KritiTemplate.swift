package import OrderedJSON

/// A template of the Kriti language: JSON with expressions in double braces.
///
/// `{"id": {{ $body.id }}, "names": {{ range _, x := $body.users }} {{ x.name }} {{ end }}}`
package struct KritiTemplate: Sendable, Hashable {
  /// The text as it was written.
  package let text: String
  let root: Expression

  /// Parses a template of a JSON value.
  package init(
    parsing text: String,
    limits: KritiLimits = .default
  ) throws(KritiError) {
    var parser = Parser(text, limits: limits)
    self.text = text
    self.root = try parser.parseDocument()
  }

  /// Parses a template of text, which stands without quotation marks: `{{$base_url}}/users`.
  package init(
    parsingText text: String,
    limits: KritiLimits = .default
  ) throws(KritiError) {
    var parser = Parser(text, limits: limits)
    self.text = text
    self.root = try parser.parseBareText()
  }

  /// The value of the template where the variables have the given values.
  package func evaluate(
    _ variables: [String: JSONValue],
    limits: KritiLimits = .default
  ) throws(KritiError) -> JSONValue {
    var evaluator = Evaluator(limits: limits, variables: variables)
    return try evaluator.evaluate(root, depth: 0)
  }

  package static func == (one: KritiTemplate, other: KritiTemplate) -> Bool {
    one.text == other.text && one.root == other.root
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(text)
  }
}

extension KritiTemplate {
  /// The expression that a template of text consists of; nil if there is text around it.
  package var onlyExpression: KritiTemplate? {
    guard case .text(let parts) = root.kind, parts.count == 1, case .value(let only) = parts[0]
    else { return nil }
    return KritiTemplate(text: text, root: only)
  }

  private init(text: String, root: Expression) {
    self.text = text
    self.root = root
  }
}
