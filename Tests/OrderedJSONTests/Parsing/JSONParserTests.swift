import OrderedJSON
import Testing

@Suite("Parsing JSON")
struct JSONParserTests {
  @Test(
    "A valid text yields its value",
    arguments: [
      ("null", .null),
      (" \t\r\n true \n", true),
      ("false", false),
      ("0", 0),
      ("-0", .number(JSONNumber(unchecked: "-0"))),
      ("12.50e+03", .number(JSONNumber(unchecked: "12.50e+03"))),
      (
        "123456789012345678901234567890",
        .number(JSONNumber(unchecked: "123456789012345678901234567890"))
      ),
      ("\"\"", ""),
      ("\"plain\"", "plain"),
      (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
      (#""\u0041\u00e9\u20AC\uD83D\uDE00""#, "Aé€😀"),
      ("\"é€😀\u{7F}\"", "é€😀\u{7F}"),
      ("[]", []),
      ("[ ]", []),
      ("[1 , [2] ]", [1, [2]]),
      ("{}", [:]),
      (#"{ "b" : 1 , "a" : {"c":null} }"#, ["b": 1, "a": ["c": nil]]),
      (#"{"":[""]}"#, ["": [""]]),
    ] as [(String, JSONValue)]
  )
  func accepts(text: String, value: JSONValue) throws {
    #expect(try JSONValue(parsing: text) == value)
    #expect(try JSONSlice(validating: Array(text.utf8)).value == value)
  }

  @Test(
    "An escaped lone surrogate becomes U+FFFD",
    arguments: [
      (#""\ud800""#, "\u{FFFD}"),
      (#""\udc00x""#, "\u{FFFD}x"),
      (#""\ud800\ud800\udc00""#, "\u{FFFD}\u{10000}"),
      (#""\ud800\u0041""#, "\u{FFFD}A"),
      (#""\ud800\n""#, "\u{FFFD}\n"),
    ]
  )
  func loneSurrogate(text: String, value: String) throws {
    #expect(try JSONValue(parsing: text) == .string(value))
  }

  @Test("Members keep their order, and of equal keys the last one counts")
  func order() throws {
    let value = try JSONValue(parsing: #"{"z":1,"a":2,"z":3,"m":4}"#)
    #expect(value.members.map(\.key) == ["z", "a", "m"])
    #expect(value["z"] == 3)
    #expect(value.members.map(\.value) == [3, 2, 4])
  }

  @Test(
    "What RFC 8259 forbids is an error with its place",
    arguments: [
      ("", "unexpected end of input, expected a value at line 1, column 1"),
      ("}", "unexpected character '}', expected a value at line 1, column 1"),
      (#"{"a": }"#, "unexpected character '}', expected a value at line 1, column 7"),
      (
        "{\n  \"é\": nul\n}",
        "unexpected line feed, expected 'null' at line 2, column 11"
      ),
      ("[1,]", "unexpected character ']', expected a value at line 1, column 4"),
      ("[1 2]", "unexpected character '2', expected ',' or ']' at line 1, column 4"),
      (#"{"a":1,}"#, "unexpected character '}', expected a key at line 1, column 8"),
      (#"{"a" 1}"#, "unexpected character '1', expected ':' at line 1, column 6"),
      (#"{"a":1 "b":2}"#, "unexpected character '\"', expected ',' or '}' at line 1, column 8"),
      ("{a:1}", "unexpected character 'a', expected a key at line 1, column 2"),
      ("1 2", "unexpected character '2', expected the end of the text at line 1, column 3"),
      ("01", "unexpected character '1', expected the end of the text at line 1, column 2"),
      ("-", "unexpected end of input, expected a digit at line 1, column 2"),
      ("1.", "unexpected end of input, expected a digit at line 1, column 3"),
      (".5", "unexpected character '.', expected a value at line 1, column 1"),
      ("1e+", "unexpected end of input, expected a digit at line 1, column 4"),
      ("+1", "unexpected character '+', expected a value at line 1, column 1"),
      ("NaN", "unexpected character 'N', expected a value at line 1, column 1"),
      ("tru", "unexpected end of input, expected 'true' at line 1, column 4"),
      ("\"abc", "unexpected end of input, expected '\"' at line 1, column 5"),
      ("\"a\nb\"", "unescaped line feed in a string at line 1, column 3"),
      (#""\x""#, "unexpected character 'x', expected an escape sequence at line 1, column 3"),
      (#""\u12G4""#, "unexpected character 'G', expected a hexadecimal digit at line 1, column 6"),
      ("'a'", "unexpected character ''', expected a value at line 1, column 1"),
      ("// c\n1", "unexpected character '/', expected a value at line 1, column 1"),
      ("\u{FEFF}1", "unexpected byte 0xEF, expected a value at line 1, column 1"),
      (
        "1\u{0}",
        "unexpected control character 0x00, expected the end of the text at line 1, column 2"
      ),
    ]
  )
  func rejects(text: String, message: String) {
    #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
    do throws(JSONError) {
      _ = try JSONValue(parsing: text)
    } catch {
      #expect(error.description == message)
    }
    do throws(JSONError) {
      _ = try JSONSlice(validating: Array(text.utf8))
      Issue.record("The scanner accepts what the parser rejects")
    } catch {
      #expect(error.description == message)
    }
  }

  @Test(
    "Text that is not UTF-8 is an error at the first wrong byte",
    arguments: [
      [0x80], [0xC0, 0xAF], [0xC1, 0x81], [0xE0, 0x9F, 0x80], [0xED, 0xA0, 0x80],
      [0xF0, 0x8F, 0x80, 0x80],
      [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82], [0xC3], [0xFF], [0xFE],
    ] as [[UInt8]]
  )
  func invalidUTF8(sequence: [UInt8]) throws {
    let text = Array("[\"é\", \"ab".utf8) + sequence + Array("\"]".utf8)
    let parserError = try #require(throws: JSONError.self) { try JSONValue(parsing: text) }
    let scannerError = try #require(throws: JSONError.self) { try JSONSlice(validating: text) }
    #expect(parserError.message == "invalid UTF-8")
    #expect(parserError == scannerError)
    #expect(parserError.offset == 10)
    #expect(parserError.column == 10)
  }

  @Test("Nesting is bounded", arguments: ["[", "{\"a\":"])
  func depth(open: String) throws {
    let limits = JSONLimits(depth: 3)
    let close = open == "[" ? "]" : "}"
    func text(_ depth: Int) -> String {
      String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
    }
    #expect(try JSONValue(parsing: text(3), limits: limits) != .null)
    #expect(throws: JSONError.self) { try JSONValue(parsing: text(4), limits: limits) }
    #expect(try JSONSlice(validating: Array(text(3).utf8), limits: limits).value != nil)
    #expect(throws: JSONError.self) {
      try JSONSlice(validating: Array(text(4).utf8), limits: limits)
    }
    #expect(JSONLimits(depth: .max).depth == JSONLimits.maximumDepth)
  }

  @Test("The greatest depth that can be asked for does not exhaust the stack")
  func greatestDepth() throws {
    let depth = JSONLimits.maximumDepth
    let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    let value = try JSONValue(parsing: text, limits: JSONLimits(depth: depth))
    #expect(value.description == text)
    #expect(throws: JSONError.self) {
      try JSONValue(parsing: String(repeating: "[", count: 1_000_000))
    }
  }

  @Test(
    "A number is made only from text that spells one",
    arguments: [
      ("1", true), ("-1.5e3", true), (" 1", false), ("1 ", false), ("01", false), ("x", false),
      ("", false),
    ]
  )
  func numberText(text: String, isNumber: Bool) {
    #expect((JSONNumber(text) != nil) == isNumber)
  }

  @Test("Infinities and NaN are no numbers")
  func nonFinite() {
    #expect(JSONNumber(Double.infinity) == nil)
    #expect(JSONNumber(Double.nan) == nil)
    #expect(JSONNumber(0.5)?.text == "0.5")
  }
}
