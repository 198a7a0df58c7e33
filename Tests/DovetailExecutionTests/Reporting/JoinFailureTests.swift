import DovetailCatalog
import DovetailExecution
import DovetailMetadata
import DovetailPlan
import DovetailSource
import OrderedJSON
import Testing

@Suite("Failed joins")
struct JoinFailureTests {
  private let ids = [RowShape.JoinKey(name: "k", column: 0, form: .number)]
  private let down = SourceError(
    code: .connectionNotEstablished,
    message: "down",
    detail: ["sql": "…"]
  )

  private func failed(_ relationship: String, _ count: Int) -> ExecutionError.FailedJoin {
    ExecutionError.FailedJoin(relationship: relationship, source: "memory", count: count)
  }

  @Test("A failed lookup nulls its positions and leaves one error, its siblings are kept")
  func sibling() async throws {
    let source = MemorySource([
      "t": .rows(
        [[nil], ["2"], ["1"], ["2"]],
        members: [member("a", .join(0)), member("b", .join(1))],
        keys: ids
      ),
      "u": .failing(down), "v": .values(["1": "10", "2": "20"]),
    ])
    let result = try await run(
      [
        root(
          "rows",
          fetch(
            "t",
            joins: [edge(0, "ra", key: ["k"], in: "u"), edge(1, "rb", key: ["k"], in: "v")]
          )
        )
      ],
      on: source
    )
    #expect(
      result.text
        == #"{"rows":[{"a":null,"b":null},{"a":null,"b":20},{"a":null,"b":10},{"a":null,"b":20}]}"#
    )
    #expect(
      result.errors == [
        ExecutionError(
          code: .connectionNotEstablished,
          message: "down",
          detail: ["sql": "…"],
          path: ["rows", 1, "a"],
          join: failed("ra", 3)
        )
      ]
    )
  }

  @Test("Only the positions of the failed chunk are null")
  func chunk() async throws {
    let error = down
    let source = MemorySource([
      "t": .rows([["1"], ["2"], ["3"], ["4"], ["5"]], members: [member("a", .join(0))], keys: ids),
      "u": .init(chunkSize: 2) { keys async throws(SourceError) in
        if keys.contains(LookupKey(parts: [Array("3".utf8)])) { throw error }
        return answer(keys) { $0 }
      },
    ])
    let result = try await run(
      [root("t", fetch("t", joins: [edge(0, "r", key: ["k"], in: "u")]))],
      on: source
    )
    #expect(result.text == #"{"t":[{"a":1},{"a":2},{"a":null},{"a":null},{"a":5}]}"#)
    #expect(result.errors.map(\.path) == [["t", 2, "a"]])
    #expect(result.errors.map(\.join) == [failed("r", 2)])
  }

  @Test("Paths go through documents, lists, renamed keys and the values of other joins")
  func paths() async throws {
    let inner = DocumentShape(rules: ["$k": .hidden, "j": .join(1, key: "deep")])
    let column = DocumentShape(rules: [
      "list": .copy(
        key: "items",
        DocumentShape(rules: ["$k": .hidden, "x": .join(0, key: "x")])
      )
    ])
    let source = MemorySource([
      "t": .rows(
        [
          [#"{"list":[]}"#], [#"{"n":[0,0],"list":[[{"$k":null,"x":0}],[{"a":[],"x":0,"$k":7}]]}"#],
        ],
        members: [member("doc", .document(0, column))]
      ),
      "u": .values(
        ["7": #"[{"o":[1,{"$k":1}]},{"o":2,"$k":8,"j":0},{"$k":8,"j":0}]"#],
        shape: inner
      ),
      "v": .failing(down),
    ])
    let deep = edge(1, "deep", key: ["$k"], in: "v")
    let result = try await run(
      [
        RootField(
          key: "ns",
          value: .object([
            root("r", fetch("t", joins: [edge(0, "x", key: ["$k"], in: "u", joins: [deep])]))
          ])
        )
      ],
      on: source
    )
    #expect(
      result.text
        == #"{"ns":{"r":[{"doc":{"items":[]}},{"doc":{"n":[0,0],"items":[[{"x":null}],[{"a":[],"x":[{"o":[1,{"$k":1}]},{"o":2,"deep":null},{"deep":null}]}]]}}]}}"#
    )
    #expect(
      result.errors.map(\.path) == [["ns", "r", 1, "doc", "items", 1, 0, "x", 1, "deep"]]
    )
    #expect(result.errors.map(\.join) == [failed("deep", 2)])
  }

  @Test("Positions are counted in the response, where values of joins stand several times")
  func counts() async throws {
    let shape = DocumentShape(rules: ["$k": .hidden, "j": .join(0, key: "j")])
    let source = MemorySource([
      "t": .rows([["1"], ["1"], ["2"], ["1"]], members: [member("x", .join(0))], keys: ids),
      "u": .values(
        ["1": #"[{"$k":5,"j":0},{"$k":5,"j":0}]"#, "2": #"{"$k":6,"j":0}"#],
        shape: shape
      ),
      "v": .failing(down),
    ])
    let inner = edge(0, "j", key: ["$k"], in: "v")
    let result = try await run(
      [root("t", fetch("t", joins: [edge(0, "x", key: ["k"], in: "u", joins: [inner])]))],
      on: source
    )
    #expect(result.errors.map(\.path) == [["t", 0, "x", 0, "j"]])
    #expect(result.errors.map(\.join) == [failed("j", 7)])
  }

  @Test("Paths in parts of a shared fetch start at the root field's key")
  func parts() async throws {
    let shape = DocumentShape(rules: [
      "b": .copy(key: nil, DocumentShape(rules: ["j": .join(0, key: "j")]))
    ])
    let source = MemorySource([
      "r": .document(#"{"a":{"id":1,"j":0},"b":[[],[{"j":0,"id":1}]]}"#, shape: shape),
      "u": .failing(down),
    ])
    let shared = fetch("r", joins: [edge(0, "j", key: ["id"], in: "u")])
    func part(_ key: String, _ member: String) -> RootField {
      RootField(
        key: key,
        value: .part(ofFetch: RemoteFetchReference(group: 3, fetch: shared, member: member))
      )
    }
    let result = try await run([part("x", "a"), part("y", "b")], on: source)
    #expect(result.text == #"{"x":{"id":1,"j":0},"y":[[],[{"j":null,"id":1}]]}"#)
    #expect(result.errors.map(\.path) == [["y", 1, 0, "j"]])
  }

  @Test("Errors of a remote service fail a lookup with one error that holds them")
  func upstreamErrors() async throws {
    let upstream: JSONValue = ["message": "no such account", "path": ["f0"]]
    let source = MemorySource([
      "t": .rows([["1"]], members: [member("a", .join(0))], keys: ids),
      "u": .failing(
        SourceError(code: .remoteSchemaError, message: "x", upstreamErrors: [upstream])
      ),
    ])
    let result = try await run(
      [root("t", fetch("t", joins: [edge(0, "r", key: ["k"], in: "u")]))],
      on: source
    )
    #expect(result.text == #"{"t":[{"a":null}]}"#)
    #expect(
      result.errors == [
        ExecutionError(
          code: .unexpected,
          message: "Errors from remote server",
          detail: ["errors": [upstream]],
          requestPath: "$",
          path: ["t", 0, "a"],
          join: failed("r", 1)
        )
      ]
    )
  }

  @Test("Errors beside the data of a lookup are reported at their key, and the data kept")
  func errorsBesideData() async throws {
    let source = MemorySource([
      "t": .rows([["1"], ["2"]], members: [member("a", .join(0))], keys: ids),
      "u": .lookup { keys async throws(SourceError) in
        var result = answer(keys) { #"{"mail":null,"id":\#($0)}"# }
        result.errors = [
          SourceError(
            code: .remoteSchemaError,
            message: "no mail",
            place: .init(key: 1, path: [.key("mail"), .index(0)])
          )
        ]
        return result
      },
    ])
    let result = try await run(
      [root("t", fetch("t", joins: [edge(0, "r", key: ["k"], in: "u")]))],
      on: source
    )
    #expect(
      result.text == #"{"t":[{"a":{"mail":null,"id":1}},{"a":{"mail":null,"id":2}}]}"#
    )
    #expect(
      result.errors == [
        ExecutionError(
          code: .remoteSchemaError,
          message: "no mail",
          path: ["t", 1, "a", "mail", 0],
          join: failed("r", 0)
        )
      ]
    )
  }

  @Test(
    "A strict operation, and a strict relationship, fail as a whole",
    arguments: [(true, JoinFailure.null), (false, .fail)]
  )
  func strict(option: Bool, onError: JoinFailure) async throws {
    let source = MemorySource([
      "t": .rows(
        [["1"], ["2"]],
        members: [member("a", .join(0)), member("b", .join(1))],
        keys: ids
      ),
      "u": .init(chunkSize: 1, lookup: { keys async throws(SourceError) in answer(keys) { $0 } }),
      "v": .failing(down, chunkSize: 1),
    ])
    let result = try await run(
      [
        root(
          "t",
          fetch(
            "t",
            joins: [
              edge(0, "a", key: ["k"], in: "u"),
              edge(1, "b", key: ["k"], in: "v", onError: onError),
            ]
          )
        )
      ],
      on: source,
      options: ExecutionOptions(failsOnJoinFailure: option)
    )
    #expect(result.data == nil)
    #expect(result.errors.map(\.message) == ["down"])
    #expect(result.errors.map(\.code) == [.connectionNotEstablished])
  }

  @Test("Errors beside data fail a strict operation too")
  func strictErrorsBesideData() async throws {
    let upstream: JSONValue = ["message": "half"]
    let other: JSONValue = ["message": "the other half"]
    let source = MemorySource([
      "t": .rows([["1"]], members: [member("a", .join(0))], keys: ids),
      "u": .lookup { keys async throws(SourceError) in
        var result = answer(keys) { $0 }
        result.errors = [
          SourceError(code: .remoteSchemaError, message: "x", upstreamErrors: [upstream]),
          SourceError(code: .remoteSchemaError, message: "y", upstreamErrors: [other]),
        ]
        return result
      },
    ])
    let result = try await run(
      [root("t", fetch("t", joins: [edge(0, "r", key: ["k"], in: "u")]))],
      on: source,
      options: ExecutionOptions(failsOnJoinFailure: true)
    )
    #expect(result.data == nil)
    #expect(result.errors.map(\.message) == ["Errors from remote server"])
    #expect(result.errors.map(\.detail) == [["errors": [upstream, other]]])
  }

  @Test("A lookup that answers another number of values, or values out of bounds, has failed")
  func badAnswers() async throws {
    let source = MemorySource([
      "t": .rows(
        [["1"]],
        members: [member("a", .join(0)), member("b", .join(1)), member("c", .join(2))],
        keys: ids
      ),
      "few": .lookup { _ async throws(SourceError) in LookupResult(bytes: [], values: []) },
      "out": .lookup { _ async throws(SourceError) in LookupResult(bytes: [0x31], values: [0..<2])
      },
      "bad": .init(lookupShape: DocumentShape(rules: ["h": .hidden])) {
        keys async throws(SourceError) in answer(keys) { _ in #"{"a":"# }
      },
    ])
    let result = try await run(
      [
        root(
          "t",
          fetch(
            "t",
            joins: [
              edge(0, "a", key: ["k"], in: "few"), edge(1, "b", key: ["k"], in: "out"),
              edge(2, "c", key: ["k"], in: "bad"),
            ]
          )
        )
      ],
      on: source
    )
    #expect(result.text == #"{"t":[{"a":null,"b":null,"c":null}]}"#)
    #expect(
      result.errors.map(\.message) == [
        #"internal error: "memory" answered 0 values for 1 keys"#,
        #"internal error: a value of "memory" lies outside of its answer"#,
        #"the answer of "memory" isn't valid JSON"#,
      ]
    )
  }
}
