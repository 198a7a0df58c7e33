import GraphQLLanguage
import Testing

@Suite("Numbers")
struct NumberTests {
  @Test(
    "An integer is kept as written",
    arguments: ["0", "-0", "7", "-42", "123456789012345678901234567890"]
  )
  func integers(text: String) throws {
    #expect(try Value(parsing: text) == .int(text))
  }

  @Test(
    "A number with fraction or exponent is a float, kept as written",
    arguments: ["0.0", "-1.50", "1e3", "1E+3", "-0.5e-10", "0e0", "12.5E7"]
  )
  func floats(text: String) throws {
    #expect(try Value(parsing: text) == .float(text))
  }

  @Test(
    "A malformed number is an error at the wrong character",
    arguments: [
      ("00", 1), ("01", 1), ("-01", 2), ("-", 1), ("-a", 1), ("1.", 2), ("1.a", 2), ("1..2", 2),
      ("1.2.3", 3), ("1e", 2), ("1e+", 3), ("1e1.5", 3), ("1a", 1), ("1_000", 1), ("0x1F", 1),
      ("1.5f", 3), ("1e5x", 3), (".5", 0), ("+1", 0), ("1é", 1),
    ]
  )
  func malformed(text: String, offset: Int) throws {
    let error = try #require(throws: SyntaxError.self) { try Value(parsing: text) }
    #expect(error.offset == offset)
    #expect(error.reason == .syntax)
  }

  @Test("A number may be followed directly by punctuation")
  func punctuation() throws {
    #expect(
      try Value(parsing: "[1,2[3]-4{a:5}\"x\"$y]")
        == .list([
          .int("1"), .int("2"), .list([.int("3")]), .int("-4"),
          .object([ObjectField(name: Name("a"), value: .int("5"))]),
          .string(StringValue("x")), .variable(Name("y")),
        ])
    )
  }
}
