import OrderedJSON
import Testing

@Suite("Scanning JSON")
struct JSONScannerTests {
  private let text = Array(
    #" { "data" : [ {"id":1,"n":"a\"}]"} , {"id":-2.5e3,"n":null} ] , "ok":true,"é":"ü" } "#.utf8
  )

  private func string(_ range: Range<Int>) -> String {
    String(decoding: text[range], as: UTF8.self)
  }

  @Test("Validation returns the range of the value")
  func validates() throws {
    let range = try text.withUnsafeBytes { try JSONScanner($0).validate() }
    #expect(range == 1..<(text.count - 1))
  }

  @Test("Members and elements are found with their ranges")
  func iterates() {
    text.withUnsafeBytes { buffer in
      let scanner = JSONScanner(buffer)
      var members = scanner.members(at: scanner.skipWhitespace(at: 0))
      let data = members.next()
      #expect(data.map { string($0.key) } == "data")
      #expect(data.map { scanner.matches($0.key, "data") } == true)
      #expect(data.map { scanner.matches($0.key, "date") } == false)
      #expect(data.map { scanner.matches($0.key, "dat") } == false)
      var elements = scanner.elements(at: data?.value.lowerBound ?? 0)
      #expect(elements.next().map(string) == #"{"id":1,"n":"a\"}]"}"#)
      let second = elements.next()
      #expect(second.map(string) == #"{"id":-2.5e3,"n":null}"#)
      #expect(elements.next() == nil)
      #expect(elements.next() == nil)
      #expect(scanner.byte(at: elements.offset) == UInt8(ascii: "]"))
      var inner = scanner.members(at: second?.lowerBound ?? 0)
      #expect(inner.next().map { string($0.value) } == "-2.5e3")
      #expect(inner.next().map { string($0.value) } == "null")
      #expect(inner.next() == nil)
      #expect(members.next().map { string($0.value) } == "true")
      var rest = scanner.members(continuingAt: members.offset)
      #expect(rest.next().map { string($0.key) + string($0.value) } == "é\"ü\"")
      #expect(rest.next() == nil)
    }
  }

  @Test(
    "A value is skipped up to its end",
    arguments: [
      "null", "true", "-1.5e+10", "\"\"", "\"a\\\\\"", "\"a\\\"b\"", "\"01234567\"",
      "\"012345678\\\"\"",
      "[]", "[[],{}]", "{\"a\":[1,\"]\"],\"b\":{\"}\":\"{\"}}",
      "\"\\u0041 and some more text, 42\"",
    ]
  )
  func skips(value: String) {
    for suffix in ["", ",1", "}", "]", " ,", "\n\"x\""] {
      let bytes = Array((value + suffix).utf8)
      let end = bytes.withUnsafeBytes { JSONScanner($0).skipValue(at: 0) }
      #expect(end == value.utf8.count)
    }
  }

  @Test("Iterating over something else yields nothing", arguments: ["1", "\"a\"", "", " "])
  func iteratesNothing(text: String) {
    Array(text.utf8).withUnsafeBytes { buffer in
      let scanner = JSONScanner(buffer)
      var members = scanner.members(at: 0)
      var elements = scanner.elements(at: 0)
      #expect(members.next() == nil)
      #expect(elements.next() == nil)
    }
  }

  @Test("Offsets outside of the text are harmless", arguments: [-1, 5, .max, .min, .max - 4])
  func outside(offset: Int) {
    Array("[1,2]".utf8).withUnsafeBytes { buffer in
      let scanner = JSONScanner(buffer)
      #expect(scanner.byte(at: offset) == 0)
      #expect(scanner.kind(at: offset) == nil)
      #expect(scanner.skipWhitespace(at: offset) == offset)
      var elements = scanner.elements(continuingAt: offset)
      _ = elements.next()
      #expect(scanner.skipString(at: offset) == 5)
      #expect(scanner.skipValue(at: offset) >= 0)
    }
  }

  @Test("Kinds are known by the first byte")
  func kinds() {
    let kinds = Array("n t f 1 - \" [ {".utf8).withUnsafeBytes { buffer in
      (0..<8).map { JSONScanner(buffer).kind(at: 2 * $0) }
    }
    #expect(kinds == [.null, .bool, .bool, .number, .number, .string, .array, .object])
  }
}
