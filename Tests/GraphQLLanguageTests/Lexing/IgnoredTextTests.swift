import GraphQLLanguage
import Testing

@Suite("Ignored text")
struct IgnoredTextTests {
  @Test(
    "Blanks, commas, comments and byte order marks mean nothing",
    arguments: [
      "\u{FEFF}{a b}", "{a,b}", ",,{,a,,b,},", "{\ta\r\nb\r}", "# x\n{a # y\r b}# z",
      "{a\u{FEFF}b}", "{a #é😀\u{1}\n b}", "\n\n{a b}\n",
    ]
  )
  func ignored(text: String) throws {
    #expect(try Document(parsing: text) == Document(parsing: "{ a b }"))
  }

  @Test(
    "Other blanks of Unicode are errors",
    arguments: ["\u{A0}", "\u{2028}", "\u{3000}", "\u{B}"]
  )
  func otherBlanks(blank: String) {
    #expect(throws: SyntaxError.self) { try Document(parsing: "{ a\(blank)b }") }
  }
}
