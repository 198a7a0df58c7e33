/// Bounds on the documents that are parsed.
package struct ParserLimits: Sendable, Hashable {
  /// The length of the text in bytes.
  package var bytes: Int
  /// The number of tokens.
  package var tokens: Int
  /// How many selection sets, values or type wrappers may be nested; at most ``maximumDepth``.
  package var depth: Int {
    didSet { depth = min(depth, Self.maximumDepth) }
  }
  /// The number of fields in all selection sets together.
  package var fields: Int

  /// Makes limits; what isn't given has the default for executable documents.
  package init(
    bytes: Int = 1 << 20,
    tokens: Int = 250_000,
    depth: Int = 200,
    fields: Int = 50_000
  ) {
    self.bytes = min(bytes, Int(Int32.max))
    self.tokens = tokens
    self.depth = min(depth, Self.maximumDepth)
    self.fields = fields
  }

  /// The greatest depth: code that walks a document recursively must not exhaust its stack.
  package static let maximumDepth = 300

  /// For documents of which nobody says how long they may be: 1 MiB.
  package static let `default` = ParserLimits()

  /// For schemas: 5 MiB.
  package static let typeSystem = ParserLimits(bytes: 5 << 20, tokens: 2_500_000)
}
