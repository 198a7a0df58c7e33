import DovetailPlan
import OrderedJSON
import Testing

@Suite("JSON as base64 text")
struct EncodedJSONTests {
  @Test(
    "What is encoded is decoded, whatever its length",
    arguments: [
      "{}", "[1]", #"["ä"]"#, #"{"id" : 4}"#, #"[1, "public", "author", 2]"#, "\"\\u00ff\"",
    ]
  )
  func roundTrip(text: String) throws {
    let encoded = String(decoding: EncodedJSON.encode(Array(text.utf8)), as: UTF8.self)
    #expect(encoded.utf8.count.isMultiple(of: 4))
    #expect(EncodedJSON.decode(encoded) == (try JSONValue(parsing: text)))
  }

  @Test("The texts are those of PostgreSQL; line ends and missing padding are accepted")
  func known() {
    #expect(
      String(decoding: EncodedJSON.encode(Array(#"{"id" : 4}"#.utf8)), as: UTF8.self)
        == "eyJpZCIgOiA0fQ=="
    )
    #expect(EncodedJSON.decode("eyJpZCIg\nOiA0fQ") == ["id": 4])
    // The JSON ends with a line end.
    #expect(
      EncodedJSON.decode("WzEsICJwdWJsaWMiLCAiYXV0aG9yIiwgMl0K") == [1, "public", "author", 2]
    )
  }

  @Test("Other texts are nothing", arguments: ["", "=", "e", "e===", "ey!p", "eyJ9=A", "eyJ9"])
  func refused(text: String) {
    #expect(EncodedJSON.decode(text) == nil)
  }

  @Test("Members are found by their paths")
  func members() {
    let value: JSONValue = ["author": ["name": "x"], "id": nil]
    #expect(value.member(at: ["author", "name"]) == "x")
    #expect(value.member(at: ["id"]) == .null)
    #expect(value.member(at: ["author", "id"]) == nil)
    #expect(value.member(at: ["id", "x"]) == nil)
  }
}
