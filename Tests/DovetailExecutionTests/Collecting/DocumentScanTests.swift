import DovetailExecution
import DovetailSource
import Testing

@Suite("Documents")
struct DocumentScanTests {
  /// The value of the root field `r`, which a document gives with a shape.
  private func write(_ json: String, _ rules: [String: DocumentShape.Rule]) async throws -> String?
  {
    let source = MemorySource(["t": .document(json, shape: DocumentShape(rules: rules))])
    let result = try await run([root("r", fetch("t"))], on: source)
    #expect(result.errors == [])
    return result.text.map { String($0.dropFirst(5).dropLast()) }
  }

  @Test(
    "Hidden members vanish with their comma, wherever they stand",
    arguments: [
      (#"{"h":1,"a":2,"b":3}"#, #"{"a":2,"b":3}"#),
      (#"{"a":2,"h":1,"b":3}"#, #"{"a":2,"b":3}"#),
      (#"{"a":2,"b":3,"h":1}"#, #"{"a":2,"b":3}"#),
      (#"{"h":1}"#, #"{}"#),
      (#"{"h":1,"h2":{"h":[]}}"#, #"{}"#),
      (#"{"h":1,"a":2,"h2":"}"}"#, #"{"a":2}"#),
      (#"{"a":1,"h":"x,\"y","h2":2,"b":[{"h":1}]}"#, #"{"a":1,"b":[{"h":1}]}"#),
      (#"{ "h" : 1 , "a" : 2 , "h2" : 3 , "b" : 4 }"#, #"{ "a" : 2 , "b" : 4 }"#),
      (#"{"\u0068":1,"a":2}"#, #"{"a":2}"#),
      ("{}", "{}"), ("[]", "[]"), ("null", "null"), ("3", "3"), (#""h""#, #""h""#),
    ]
  )
  func hidden(json: String, expected: String) async throws {
    let written = try await write(json, ["h": .hidden, "h2": .hidden])
    #expect(written == expected)
  }

  @Test("Renamed and translated members")
  func renamed() async throws {
    let json =
      #"{"a_1":1,"__typename":"Person","x":{"__typename":"Dog"},"t":"Cat","a_2":[null,{"b_1":"Person"}]}"#
    let written = try await write(
      json,
      [
        "a_1": .copy(key: "a", nil),
        "__typename": .translated(key: nil, ["Person": "CrmPerson", "Dog": "CrmDog"]),
        "t": .translated(key: "type", ["Dog": "CrmDog"]),
        "a_2": .copy(key: "a2", DocumentShape(rules: ["b_1": .copy(key: "b \"1\"", nil)])),
      ]
    )
    #expect(
      written
        == #"{"a":1,"__typename":"CrmPerson","x":{"__typename":"Dog"},"type":"Cat","a2":[null,{"b \"1\"":"Person"}]}"#
    )
  }

  @Test("A hidden member before a renamed one leaves no comma behind")
  func hiddenThenRenamed() async throws {
    let written = try await write(
      #"{"h":0,"x":1,"h":0,"y":2,"z":3,"h":0}"#,
      ["h": .hidden, "x": .copy(key: "a", nil), "y": .copy(key: "b", nil)]
    )
    #expect(written == #"{"a":1,"b":2,"z":3}"#)
  }

  @Test("A shape applies to objects in lists of any depth, and only where it stands")
  func lists() async throws {
    let inner = DocumentShape(rules: ["h": .hidden])
    let written = try await write(
      #"{"l":[[[{"h":1,"a":1}],[]],{"h":2}],"o":{"h":1},"h":1}"#,
      ["l": .copy(key: nil, inner)]
    )
    #expect(written == #"{"l":[[[{"a":1}],[]],{}],"o":{"h":1},"h":1}"#)
  }

  @Test("Names of equal length, long names and names that begin alike are told apart")
  func names() async throws {
    let long = String(repeating: "n", count: 70)
    let written = try await write(
      #"{"aaaaaaaab":1,"aaaaaaaac":2,"\#(long)":3,"\#(long)x":4,"aaaaaaaa":5}"#,
      ["aaaaaaaac": .hidden, long: .hidden]
    )
    #expect(written == #"{"aaaaaaaab":1,"\#(long)x":4,"aaaaaaaa":5}"#)
  }

  @Test("Nesting as deep as allowed is written, deeper nesting is an error")
  func deepNesting() async throws {
    let shape = DocumentShape(rules: ["h": .hidden])
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + #"{"h":1}"# + String(repeating: "]", count: depth)
    }
    let source = MemorySource([
      "good": .document(nested(999), shape: shape), "bad": .document(nested(100_000), shape: shape),
    ])
    let good = try await run([root("r", fetch("good"))], on: source)
    let expected =
      String(repeating: "[", count: 999) + "{}" + String(repeating: "]", count: 999)
    #expect(good.text == #"{"r":\#(expected)}"#)
    let bad = try await run([root("r", fetch("bad"))], on: source)
    #expect(bad.data == nil)
    #expect(
      bad.errors.map(\.message)
        == [#"the answer of "memory" is nested more than 1000 levels deep"#]
    )
  }

  @Test("Deep nesting where no shape applies is copied")
  func deepCopy() async throws {
    let deep = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
    let written = try await write(#"{"h":1,"a":\#(deep)}"#, ["h": .hidden])
    #expect(written == #"{"a":\#(deep)}"#)
  }

  @Test(
    "A document that is no JSON after all ends in an error",
    arguments: [
      #"{"a"#, #"{"a":"#, #"{"a":1"#, #"{"a":1,"#, #"{"a" 1}"#, "{a:1}", #"{"h":1,}"#, #"[{"a":1}"#,
      #"[1 2]"#, #"{"a":1 "b":2}"#, "", "{", "[", #"{""#, #"{"a\"#,
    ]
  )
  func malformed(json: String) async throws {
    let shape = DocumentShape(rules: ["h": .hidden])
    let result = FetchResult.rows(rowSet([[json + ""]]))
    let source = MemorySource(["t": .init(shape: .json(shape), fetch: { _ in result })])
    let written = try await run([root("r", fetch("t"))], on: source)
    if json.isEmpty {
      #expect(written.text == #"{"r":null}"#)
    } else {
      #expect(written.data == nil)
      #expect(written.errors.map(\.message) == [#"the answer of "memory" isn't valid JSON"#])
    }
  }

  @Test("Data that lie outside of the answer are an error")
  func outOfBounds() async throws {
    let bad = FetchResult.document(RemoteDocument(bytes: [0x31], data: 0..<2))
    let source = MemorySource([
      "t": .init(shape: .document(DocumentShape(rules: [:])), fetch: { _ in bad })
    ])
    let result = try await run([root("r", fetch("t"))], on: source)
    #expect(result.data == nil)
    #expect(result.errors.map(\.code) == [.unexpected])
  }
}
