import OrderedJSON
import Testing

@Suite("Slices of JSON")
struct JSONSliceTests {
  private func slice(_ text: String) throws -> JSONSlice {
    try JSONSlice(validating: Array(text.utf8))
  }

  @Test("Members and elements nest")
  func nesting() throws {
    let slice = try slice(#" {"data":{"users":[{"id":1},{"id":2}]},"errors":null} "#)
    #expect(slice.members.map(\.key) == ["data", "errors"])
    let users = slice["data"]?["users"]
    #expect(users?.elements.compactMap { $0["id"]?.number?.int64 } == [1, 2])
    #expect(slice["errors"]?.isNull == true)
    #expect(slice["missing"] == nil)
    #expect(users.map { String(decoding: $0.rawBytes, as: UTF8.self) } == #"[{"id":1},{"id":2}]"#)
  }

  @Test("Scalars are decoded")
  func scalars() throws {
    let slice = try slice(#"["a\u00e9\n",true,false,null,-1.5,{}]"#)
    let elements = Array(slice.elements)
    #expect(elements.map(\.string) == ["aé\n", nil, nil, nil, nil, nil])
    #expect(elements.map(\.bool) == [nil, true, false, nil, nil, nil])
    #expect(elements.map(\.number?.text) == [nil, nil, nil, nil, "-1.5", nil])
    #expect(elements.map(\.isNull) == [false, false, false, true, false, false])
    #expect(elements.map(\.kind) == [.string, .bool, .bool, .null, .number, .object])
    #expect(elements.last?.value == [:])
  }

  @Test("A key is found however it is spelt, and the last of equal ones counts")
  func keys() throws {
    let slice = try slice(#"{"a\u0062":1,"é":2,"\\":3,"ab":4}"#)
    #expect(slice["ab"]?.number?.text == "4")
    #expect(slice["é"]?.number?.text == "2")
    #expect(slice["\\"]?.number?.text == "3")
    #expect(try self.slice(#"{"a\u0062":1}"#)["ab"]?.number?.text == "1")
    #expect(slice["a\\u0062"] == nil)
    #expect(slice.members.map(\.key) == ["ab", "é", "\\", "ab"])
  }

  @Test(
    "Other values have neither members nor elements",
    arguments: ["1", "\"[1]\"", "null", "[]", "{}"]
  )
  func noChildren(text: String) throws {
    let slice = try slice(text)
    #expect(slice.members.map(\.key) == [])
    #expect(Array(slice.elements).count == 0)
  }

  @Test("A slice of a slice does not see what follows it")
  func bounds() throws {
    let bytes = Array("[[1],[2]]".utf8)
    let first = JSONSlice(trusting: bytes, range: 1..<4)
    #expect(first.elements.map(\.number?.text) == ["1"])
    let cut = JSONSlice(trusting: bytes, range: 0..<3)
    #expect(Array(cut.elements).isEmpty)
    #expect(JSONSlice(trusting: bytes, range: 4..<400).range == 4..<9)
    #expect(JSONSlice(trusting: []).kind == nil)
  }

  @Test("Invalid text makes no slice")
  func invalid() {
    #expect(throws: JSONError.self) { try slice("[1,]") }
  }
}
