import DovetailCatalog
import DovetailExecution
import DovetailPlan
import DovetailSource
import Testing

@Suite("Joins")
struct JoinStitchingTests {
  private let key = RowShape.JoinKey(name: "$0", column: 1, form: .number)

  @Test("Rows get their values at the client's key, and equal keys are asked for once")
  func rows() async throws {
    let source = MemorySource([
      "orders": .rows(
        [["1", "7"], ["2", nil], ["3", "8"], ["4", "7"], ["5", "9"]],
        members: [member("buyer", .join(4)), column("id", 0)],
        keys: [key]
      ),
      "customers": .values(["7": #"{"name":"Ann"}"#, "8": "[1,2]"]),
    ])
    let result = try await run(
      [root("o", fetch("orders", joins: [edge(4, "customer", key: ["$0"], in: "customers")]))],
      on: source
    )
    #expect(
      result.text
        == #"{"o":[{"buyer":{"name":"Ann"},"id":1},{"buyer":null,"id":2},{"buyer":[1,2],"id":3},{"buyer":{"name":"Ann"},"id":4},{"buyer":null,"id":5}]}"#
    )
    #expect(result.errors == [])
    #expect(
      source.calls == [.fetch("orders"), .lookup("customers", keys: [["7"], ["8"], ["9"]])]
    )
  }

  @Test("Keys of several parts: any null part means null, and texts become JSON strings")
  func composite() async throws {
    let source = MemorySource([
      "t": .rows(
        [["1", "a\"b", "t"], ["1", nil, "t"], ["1", "a\"b", "t"], ["2", "c", "f"]],
        members: [member("x", .join(0))],
        keys: [
          .init(name: "b", column: 2, form: .boolean), .init(name: "n", column: 0, form: .number),
          .init(name: "t", column: 1, form: .text),
        ]
      ),
      "u": .values([#"1,"a\"b",true"#: "11"]),
    ])
    let result = try await run(
      [root("t", fetch("t", joins: [edge(0, "x", key: ["n", "t", "b"], in: "u")]))],
      on: source
    )
    #expect(result.text == #"{"t":[{"x":11},{"x":null},{"x":11},{"x":null}]}"#)
    #expect(
      source.calls.last
        == .lookup("u", keys: [["1", #""a\"b""#, "true"], ["2", #""c""#, "false"]])
    )
  }

  @Test("A JSON column that holds null is a null key")
  func jsonNull() async throws {
    let source = MemorySource([
      "t": .rows(
        [["null"], [#"{"a":1}"#]],
        members: [member("x", .join(0))],
        keys: [.init(name: "j", column: 0, form: .json)]
      ),
      "u": .values([#"{"a":1}"#: "1"]),
    ])
    let result = try await run(
      [root("t", fetch("t", joins: [edge(0, "x", key: ["j"], in: "u")]))],
      on: source
    )
    #expect(result.text == #"{"t":[{"x":null},{"x":1}]}"#)
  }

  @Test("A relationship without key fields is asked for once")
  func noParts() async throws {
    let source = MemorySource([
      "t": .rows([["1"], ["2"]], members: [member("x", .join(0))]), "u": .values(["": "5"]),
    ])
    let result = try await run(
      [root("t", fetch("t", joins: [edge(0, "x", key: [], in: "u")]))],
      on: source
    )
    #expect(result.text == #"{"t":[{"x":5},{"x":5}]}"#)
    #expect(source.calls.last == .lookup("u", keys: [[]]))
  }

  @Test("Positions in documents: nested lists, keys before and after, hidden or shown")
  func documents() async throws {
    let inner = DocumentShape(rules: ["j": .join(0, key: "j"), "$k": .hidden])
    let shape = DocumentShape(rules: [
      "l": .copy(key: nil, inner), "one": .copy(key: nil, inner), "top": .join(1, key: "up"),
      "id": .copy(key: nil, nil),
    ])
    let source = MemorySource([
      "t": .document(
        #"{"id":"q","l":[[{"j":"","$k":1,"a":1},{"$k":2,"j":""}],null,[{"a":2,"$k":null,"j":0}],{"j":0},{"no":"join"}],"one":{"$k":1,"j":1},"top":null}"#,
        shape: shape
      ),
      "u": .values(["1": "[10]", "2": "20"]), "v": .values([#""q""#: #"{"v":1}"#]),
    ])
    let result = try await run(
      [
        root(
          "r",
          fetch(
            "t",
            joins: [edge(0, "j", key: ["$k"], in: "u"), edge(1, "top", key: ["id"], in: "v")]
          )
        )
      ],
      on: source
    )
    #expect(
      result.text
        == #"{"r":{"id":"q","l":[[{"j":[10],"a":1},{"j":20}],null,[{"a":2,"j":null}],{"j":null},{"no":"join"}],"one":{"j":[10]},"up":{"v":1}}}"#
    )
    #expect(
      Set(source.calls.dropFirst()) == [
        .lookup("u", keys: [["1"], ["2"]]), .lookup("v", keys: [[#""q""#]]),
      ]
    )
  }

  @Test("The same relationship under type-specific aliases comes out under one key")
  func unions() async throws {
    let shape = DocumentShape(rules: [
      "A_bill": .join(0, key: "bill"), "B_bill": .join(1, key: "bill"), "A_k": .hidden,
      "B_k": .hidden, "__hasura_internal_typename": .hidden,
    ])
    let source = MemorySource([
      "t": .document(
        #"[{"__hasura_internal_typename":"A","A_bill":"A","A_k":1},{"B_k":1,"B_bill":"B"},{"c":0}]"#,
        shape: shape
      ),
      "u": .values(["1": "100"]), "v": .values(["1": "200"]),
    ])
    let result = try await run(
      [
        root(
          "r",
          fetch(
            "t",
            joins: [edge(0, "bill", key: ["A_k"], in: "u"), edge(1, "bill", key: ["B_k"], in: "v")]
          )
        )
      ],
      on: source
    )
    #expect(result.text == #"{"r":[{"bill":100},{"bill":200},{"c":0}]}"#)
  }

  @Test("Joins in JSON columns of rows, between joins of the rows themselves")
  func jsonColumns() async throws {
    let inner = DocumentShape(rules: ["x": .join(1, key: "x"), "$k": .hidden])
    let source = MemorySource([
      "t": .rows(
        [
          ["7", #"[{"$k":1,"x":0},{"$k":2,"x":0}]"#], ["8", nil], [nil, #"{"x":0,"$k":1}"#],
          ["7", "[]"],
        ],
        members: [
          member("before", .join(0)), member("doc", .document(1, inner)), member("after", .join(0)),
        ],
        keys: [.init(name: "$0", column: 0, form: .number)]
      ),
      "u": .values(["7": "70", "8": "80"]), "v": .values(["1": "10", "2": "20"]),
    ])
    let result = try await run(
      [
        root(
          "t",
          fetch(
            "t",
            joins: [edge(0, "u", key: ["$0"], in: "u"), edge(1, "v", key: ["$k"], in: "v")]
          )
        )
      ],
      on: source
    )
    #expect(
      result.text
        == #"{"t":[{"before":70,"doc":[{"x":10},{"x":20}],"after":70},{"before":80,"doc":null,"after":80},{"before":null,"doc":{"x":10},"after":null},{"before":70,"doc":[],"after":70}]}"#
    )
  }

  @Test("Joins in the values of joins, three levels deep, one lookup an edge and level")
  func nested() async throws {
    func shape(_ id: Int, _ key: String) -> DocumentShape {
      DocumentShape(rules: ["$k": .hidden, key: .join(id, key: key)])
    }
    let source = MemorySource([
      "a": .rows(
        [["1"], ["2"], ["3"], ["1"]],
        members: [member("b", .join(0))],
        keys: [.init(name: "k", column: 0, form: .number)]
      ),
      "b": .values(
        [
          "1": #"[{"$k":10,"c":0},{"$k":11,"c":0}]"#, "2": #"{"c":0,"$k":10}"#, "3": "null",
        ],
        shape: shape(0, "c")
      ),
      "c": .values(
        ["10": #"{"n":"x","$k":100,"d":0}"#, "11": #"{"n":"y","d":0,"$k":null}"#],
        shape: shape(0, "d")
      ),
      "d": .values(["100": #""deep""#]),
    ])
    let d = edge(0, "d", key: ["$k"], in: "d")
    let c = edge(0, "c", key: ["$k"], in: "c", joins: [d])
    let b = edge(0, "b", key: ["k"], in: "b", joins: [c])
    let result = try await run([root("a", fetch("a", joins: [b]))], on: source)
    let first = #"{"b":[{"c":{"n":"x","d":"deep"}},{"c":{"n":"y","d":null}}]}"#
    #expect(
      result.text == #"{"a":[\#(first),{"b":{"c":{"n":"x","d":"deep"}}},{"b":null},\#(first)]}"#
    )
    #expect(
      source.calls == [
        .fetch("a"), .lookup("b", keys: [["1"], ["2"], ["3"]]),
        .lookup("c", keys: [["10"], ["11"]]), .lookup("d", keys: [["100"]]),
      ]
    )
  }

  @Test("Two edges that ask the same share one lookup")
  func sharedLookup() async throws {
    let source = MemorySource([
      "t": .rows(
        [["1", "2"], ["2", "3"]],
        members: [member("x", .join(0)), member("y", .join(1))],
        keys: [
          .init(name: "a", column: 0, form: .number), .init(name: "b", column: 1, form: .number),
        ]
      ),
      "u": .values(["1": "10", "2": "20", "3": "30"]),
    ])
    let result = try await run(
      [
        root(
          "t",
          fetch("t", joins: [edge(0, "x", key: ["a"], in: "u"), edge(1, "y", key: ["b"], in: "u")])
        )
      ],
      on: source
    )
    #expect(result.text == #"{"t":[{"x":10,"y":20},{"x":20,"y":30}]}"#)
    #expect(source.calls == [.fetch("t"), .lookup("u", keys: [["1"], ["2"], ["3"]])])
  }

  @Test("Without keys nothing is asked")
  func noKeys() async throws {
    let source = MemorySource([
      "t": .rows([[nil, nil]], members: [member("x", .join(0))], keys: [key]), "u": .values([:]),
    ])
    let result = try await run(
      [root("t", fetch("t", joins: [edge(0, "x", key: ["$0"], in: "u")]))],
      on: source
    )
    #expect(result.text == #"{"t":[{"x":null}]}"#)
    #expect(source.calls == [.fetch("t")])
  }

  @Test("Twenty thousand rows, every second key distinct, in chunks")
  func manyRows() async throws {
    let count = 20_000
    let source = MemorySource([
      "t": .rows(
        (0..<count).map { ["\($0)", "\($0 / 2)"] },
        members: [column("id", 0), member("x", .join(0))],
        keys: [key]
      ),
      "u": .init(
        chunkSize: 999,
        lookup: { keys async throws(SourceError) in answer(keys) { #"{"v":"\#($0)"}"# } }
      ),
    ])
    let result = try await run(
      [root("t", fetch("t", joins: [edge(0, "x", key: ["$0"], in: "u")]))],
      on: source
    )
    let expected = (0..<count).map { #"{"id":\#($0),"x":{"v":"\#($0 / 2)"}}"# }
    #expect(result.text == #"{"t":[\#(expected.joined(separator: ","))]}"#)
    #expect(source.calls.count == 1 + 11)
  }
}
