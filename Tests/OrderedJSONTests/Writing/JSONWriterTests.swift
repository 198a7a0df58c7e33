import OrderedJSON
import SeededRandom
import Testing

@Suite("Writing JSON")
struct JSONWriterTests {
  @Test(
    "A value is written without blanks",
    arguments: [
      (.null, "null"), (true, "true"), (false, "false"), (-12, "-12"), ("", "\"\""),
      ([], "[]"), ([:], "{}"), ([1, [], "x"], "[1,[],\"x\"]"),
      (["b": 1, "a": ["c": nil]], #"{"b":1,"a":{"c":null}}"#),
      (.number(JSONNumber(unchecked: "1.000")), "1.000"),
    ] as [(JSONValue, String)]
  )
  func compact(value: JSONValue, text: String) {
    #expect(value.description == text)
    #expect(value.serialized() == Array(text.utf8))
  }

  @Test("Only what must be escaped is escaped")
  func escapes() {
    let text = "\"\\/\u{8}\u{C}\n\r\t\u{0}\u{1F}\u{7F}é\u{2028}😀"
    #expect(
      JSONValue.string(text).description
        == "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\u{7F}é\u{2028}😀\""
    )
  }

  @Test("A character is escaped wherever it stands in a word of eight bytes", arguments: 0..<20)
  func escapePosition(position: Int) throws {
    for special in ["\"", "\\", "\u{1}", "\u{1F}", " ", "!", "é", "\u{7F}"] {
      let text =
        String(repeating: "a", count: position) + special
        + String(repeating: "b", count: 20 - position)
      let written = JSONValue.string(text).serialized()
      #expect(try JSONValue(parsing: written) == .string(text))
      #expect(
        written.count == 22
          + (special == "\u{1}" || special == "\u{1F}"
            ? 6 : special == "\"" || special == "\\" ? 2 : special.utf8.count)
      )
    }
  }

  @Test("Pretty output is indented by two blanks a level")
  func pretty() {
    let value: JSONValue = ["a": [1, ["b": "x"], [], [:]], "c": true]
    let text = """
      {
        "a": [
          1,
          {
            "b": "x"
          },
          [],
          {}
        ],
        "c": true
      }
      """
    #expect(String(decoding: value.prettySerialized(), as: UTF8.self) == text)
  }

  @Test("Pieces are appended after what is there")
  func pieces() {
    var writer = JSONWriter(Array("[".utf8))
    writer.append(-7)
    writer.append(UInt8(ascii: ","))
    writer.appendKey("a\"b")
    writer.appendRaw("null")
    writer.appendRaw([UInt8(ascii: "]")])
    #expect(String(decoding: writer.bytes, as: UTF8.self) == #"[-7,"a\"b":null]"#)
  }

  @Test("A string can be written in pieces without quotes")
  func content() {
    var writer = JSONWriter()
    Array("a\n".utf8).withUnsafeBytes { writer.appendEscapedContent($0) }
    Array("".utf8).withUnsafeBytes { writer.appendEscapedContent($0) }
    Array("\"b".utf8).withUnsafeBytes { writer.appendEscapedContent($0) }
    #expect(String(decoding: writer.bytes, as: UTF8.self) == #"a\n\"b"#)
  }

  @Test("What is written is read back equal", arguments: 0..<40)
  func roundTrip(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<50 {
      let value = generator.value()
      #expect(try JSONValue(parsing: value.serialized()) == value)
      #expect(try JSONValue(parsing: value.prettySerialized()) == value)
      #expect(try JSONValue(parsing: value.description) == value)
    }
  }
}
