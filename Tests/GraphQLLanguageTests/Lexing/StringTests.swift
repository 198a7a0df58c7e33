import GraphQLLanguage
import Testing

@Suite("Strings")
struct StringTests {
  @Test(
    "Escape sequences are resolved",
    arguments: [
      (#""""#, ""),
      (#""plain é😀""#, "plain é😀"),
      (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
      (#""\u0041\u00e9\u20AC""#, "Aé€"),
      (#""\u{41}\u{0}\u{1F600}\u{10FFFF}\u{0000000041}""#, "A\u{0}😀\u{10FFFF}A"),
      (#""\uD83D\uDE00""#, "😀"),
      ("\"# no comment, {}\"", "# no comment, {}"),
      ("\"\t\u{7F}\u{1}\"", "\t\u{7F}\u{1}"),
    ]
  )
  func quoted(text: String, value: String) throws {
    #expect(try Value(parsing: text) == .string(StringValue(value)))
  }

  @Test(
    "A malformed string is an error at the wrong character",
    arguments: [
      ("\"", 1), ("\"abc", 4), ("\"a\nb\"", 2), ("\"a\rb\"", 2), (#""\x""#, 1), (#""a\"#, 2),
      (#""\u12""#, 1), (#""\u12G4""#, 1), (#""\u{}""#, 1), (#""\u{110000}""#, 1),
      (#""\u{D800}""#, 1), (#""\u{FFFFFFFFFFFFFFFF}""#, 1), (#""\u{41""#, 1), (#""\u{4G}""#, 1),
      (#""\uD800""#, 1), (#""\uDC00""#, 1), (#""\uD800\uD800""#, 1), (#""\uD83D\u{DE00}""#, 1),
      (#""\uD83Dx""#, 1), ("\"\"\"abc", 6), ("\"\"\"abc\"\"", 8), (#""""\""""#, 7), ("\"\"\"\"", 4),
    ]
  )
  func malformed(text: String, offset: Int) throws {
    let error = try #require(throws: SyntaxError.self) { try Value(parsing: text) }
    #expect(error.offset == offset)
  }

  @Test(
    "A block string loses its indentation and blank lines at its ends",
    arguments: [
      ("", ""),
      ("   ", ""),
      ("\n \n\t\n", ""),
      ("one", "one"),
      ("  one  ", "  one  "),
      ("\n    a\n      b\n\n    c\n  ", "a\n  b\n\nc"),
      ("  a\n    b\n   c", "  a\n b\nc"),
      ("a\r\n  b\r  c\n  d", "a\nb\nc\nd"),
      ("\n\ta\n\t\tb", "a\n\tb"),
      ("\n  a\n \n  b", "a\n\nb"),
      ("\n  a\n     \n  b", "a\n   \nb"),
      (#"a \""" b \n \" \\ "#, #"a """ b \n \" \\ "#),
      (#"\\""""#, #"\""""#),
      ("\u{1}é😀", "\u{1}é😀"),
    ]
  )
  func block(raw: String, value: String) throws {
    #expect(
      try Value(parsing: "\"\"\"\(raw)\"\"\"") == .string(StringValue(value, isBlock: true))
    )
  }

  @Test(
    "Text that is not UTF-8 is an error wherever it stands",
    arguments: [
      [0x80], [0xC0, 0xAF], [0xE0, 0x9F, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x8F, 0x80, 0x80],
      [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82], [0xFF],
    ] as [[UInt8]]
  )
  func invalidUTF8(sequence: [UInt8]) throws {
    let places = [
      ("# é", "\n"), ("{f(a: \"é", "\")}"), ("{f(a: \"\"\"é", "\"\"\")}"), ("{é ", "}"),
    ]
    for (before, after) in places.prefix(3) {
      let text = Array(before.utf8) + sequence + Array(after.utf8) + Array("{a}".utf8)
      let error = try #require(throws: SyntaxError.self) { try Document(parsing: text) }
      #expect(error.message == "The text is not valid UTF-8.")
      #expect(error.offset == before.utf8.count)
    }
    let text = Array("{a ".utf8) + sequence + Array("}".utf8)
    let error = try #require(throws: SyntaxError.self) { try Document(parsing: text) }
    #expect(error.message == "The text is not valid UTF-8.")
    #expect(error.offset == 3)
  }
}
