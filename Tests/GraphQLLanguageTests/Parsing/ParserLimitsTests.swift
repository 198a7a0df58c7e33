import GraphQLLanguage
import Testing

@Suite("Parser limits")
struct ParserLimitsTests {
  private func nested(
    _ before: String,
    _ after: String,
    _ count: Int,
    around inner: String
  ) -> String {
    String(repeating: before, count: count) + inner + String(repeating: after, count: count)
  }

  private func expectLimit(_ text: String, _ limits: ParserLimits, _ message: String) throws {
    let error = try #require(throws: SyntaxError.self) {
      try Document(parsing: text, limits: limits)
    }
    #expect(error.reason == .limit)
    #expect(error.message == message)
  }

  @Test("The length of the text is bounded")
  func bytes() throws {
    let limits = ParserLimits(bytes: 10)
    #expect(try Document(parsing: "{ abcdef }", limits: limits).definitions.count == 1)
    try expectLimit("{ abcdefg }", limits, "The document has 11 bytes; 10 are allowed.")
  }

  @Test("The number of tokens is bounded, the end being one of them")
  func tokens() throws {
    let limits = ParserLimits(tokens: 6)
    #expect(try Document(parsing: "{ a b c }", limits: limits).definitions.count == 1)
    try expectLimit("{ a b c d }", limits, "The document has more than 6 tokens.")
  }

  @Test("The number of fields is bounded, over all definitions")
  func fields() throws {
    let limits = ParserLimits(fields: 3)
    #expect(try Document(parsing: "{ a { b } } { c }", limits: limits).definitions.count == 2)
    try expectLimit("{ a { b } } { c d }", limits, "The document selects more than 3 fields.")
  }

  @Test("Nesting is bounded")
  func depth() throws {
    let limits = ParserLimits(depth: 5)
    let message = "The document nests deeper than 5 levels."
    #expect(
      try Document(parsing: nested("{a", "}", 5, around: ""), limits: limits)
        != Document(definitions: [])
    )
    try expectLimit(nested("{a", "}", 6, around: ""), limits, message)
    try expectLimit("{ f(x: \(nested("[", "]", 5, around: "1"))) }", limits, message)
    try expectLimit("{ f(x: \(nested("{a:", "}", 5, around: "1"))) }", limits, message)
    try expectLimit("query Q($x: \(nested("[", "]", 6, around: "Int"))) { a }", limits, message)
    try expectLimit(nested("{...", "}", 6, around: "{a}"), limits, message)
    #expect(throws: Never.self) {
      try Document(parsing: "{ f(x: \(nested("[", "]", 4, around: "1"))) }", limits: limits)
    }
  }

  @Test(
    "Deep nesting never exhausts the stack",
    arguments: [
      ("{a", ""), ("{f(x:[", ""), ("{...", ""), ("{f(x:{a:", ""), ("query Q($x:[", ""),
      ("type T{f(a:[", ""), ("{f@d(x:[", ""),
    ]
  )
  func stack(repeated: String, inner: String) throws {
    let limits = ParserLimits(bytes: 1 << 24, tokens: .max, depth: .max, fields: .max)
    #expect(limits.depth == ParserLimits.maximumDepth)
    let prefix = repeated.hasSuffix("[") || repeated.hasSuffix(":") ? repeated : ""
    let unit = repeated.hasSuffix("[") ? "[" : repeated.hasSuffix(":") ? "{a:" : repeated
    let text = prefix + String(repeating: unit, count: 200_000)
    try expectLimit(
      text,
      limits,
      "The document nests deeper than \(ParserLimits.maximumDepth) levels."
    )
  }

  @Test("A document of the greatest depth can be printed, walked and compared")
  func greatestDepth() throws {
    let depth = ParserLimits.maximumDepth
    let limits = ParserLimits(depth: depth)
    let text = nested("{a", "}", depth, around: "")
    let document = try Document(parsing: text, limits: limits)
    #expect(Printer.compact(document) == text)
    #expect(try Document(parsing: Printer.print(document), limits: limits) == document)
    let values = "{f(x:\(nested("[", "]", depth - 1, around: "1")))}"
    #expect(Printer.compact(try Document(parsing: values, limits: limits)) == values)
  }

  @Test("A limit that is raised later stays below the greatest depth")
  func raised() {
    var limits = ParserLimits.default
    limits.depth = 10_000
    #expect(limits.depth == ParserLimits.maximumDepth)
  }
}
