import DovetailExecution
import DovetailMetadata
import DovetailPlan
import DovetailSource
import OrderedJSON
import Testing

@Suite("Root fields", .timeLimit(.minutes(1)))
struct RootFieldTests {
  private func part(_ key: String, _ member: String, of group: Int, _ fetch: Fetch) -> RootField {
    RootField(
      key: key,
      value: .part(ofFetch: RemoteFetchReference(group: group, fetch: fetch, member: member))
    )
  }

  @Test("Constants and namespaces need no fetch")
  func constants() async throws {
    let source = MemorySource([:])
    let roots = [
      RootField(key: "__typename", value: .constant(Array(#""query_root""#.utf8))),
      RootField(key: "empty", value: .object([])),
      RootField(
        key: "na\"me",
        value: .object([RootField(key: "a", value: .constant(Array("1".utf8)))])
      ),
    ]
    let result = try await run(roots, on: source)
    #expect(result.text == #"{"__typename":"query_root","empty":{},"na\"me":{"a":1}}"#)
    #expect(result.errors == [])
    #expect(try await run([], on: source).text == "{}")
  }

  @Test("Root fields of one remote come from one fetch, in the client's order and namespaces")
  func parts() async throws {
    let shape = DocumentShape(rules: [
      "b": .copy(key: "x", DocumentShape(rules: ["h": .hidden, "j": .join(0, key: "j")])),
      "t": .translated(key: "t", ["Query": "crm_Query"]),
    ])
    let source = MemorySource([
      "r": .document(
        #"{ "a" : [1, 2] , "extra": {"a": 0}, "t":"Query","b":[{"h":5,"j":0,"n":1},{"n":2}] }"#,
        shape: shape
      ),
      "u": .values(["5": "50"]),
    ])
    let shared = fetch(
      "r",
      target: .remoteSchema("crm"),
      joins: [edge(0, "j", key: ["h"], in: "u")]
    )
    let result = try await run(
      [
        part("bs", "b", of: 0, shared),
        RootField(
          key: "crm",
          value: .object([part("t", "t", of: 0, shared), part("as", "a", of: 0, shared)])
        ),
        part("again", "a", of: 0, shared),
      ],
      on: source
    )
    #expect(
      result.text
        == #"{"bs":[{"j":50,"n":1},{"n":2}],"crm":{"t":"crm_Query","as":[1, 2]},"again":[1, 2]}"#
    )
    #expect(source.calls == [.fetch("r"), .lookup("u", keys: [["5"]])])
  }

  @Test("A part that the answer lacks fails the operation, null data make all parts null")
  func missingPart() async throws {
    let shape = DocumentShape(rules: [:])
    let source = MemorySource([
      "r": .document(#"{"a":1}"#, shape: shape), "n": .document("null", shape: shape),
    ])
    let missing = try await run(
      [part("x", "a", of: 0, fetch("r")), part("y", "b", of: 0, fetch("r"))],
      on: source
    )
    #expect(missing.data == nil)
    #expect(missing.errors.map(\.message) == ["expecting key b"])
    let null = try await run(
      [part("x", "a", of: 0, fetch("n")), part("y", "b", of: 0, fetch("n"))],
      on: source
    )
    #expect(null.text == #"{"x":null,"y":null}"#)
  }

  @Test("A failed root field fails the operation with the error of the first one in root order")
  func failure() async throws {
    let failed = Rendezvous(of: 2)
    let source = MemorySource([
      "slow": .init { _ async throws(SourceError) in
        await failed.arrive()
        throw SourceError(
          code: .dataException,
          message: "first",
          detail: ["a": 1],
          path: "$.selectionSet.x"
        )
      },
      "fast": .init { _ async throws(SourceError) in
        await failed.arrive()
        throw SourceError(code: .unexpected, message: "second")
      },
      "good": .rows([["1"]], members: [column("id", 0)]),
    ])
    let result = try await run(
      [root("g", fetch("good")), root("x", fetch("slow")), root("y", fetch("fast"))],
      on: source
    )
    #expect(result.data == nil)
    #expect(
      result.errors == [
        ExecutionError(
          code: .dataException,
          message: "first",
          detail: ["a": 1],
          requestPath: "$.selectionSet.x",
          path: ["x"]
        )
      ]
    )
  }

  @Test("A failure cancels the root fetches after it")
  func failureCancels() async throws {
    let source = MemorySource([
      "bad": .init { _ async throws(SourceError) in
        throw SourceError(code: .unexpected, message: "no")
      },
      "endless": .init { _ async throws(SourceError) in
        try? await Task.sleep(for: .seconds(3_600))
        throw SourceError(code: .cancelled, message: "cancelled")
      },
    ])
    let result = try await run(
      [root("x", fetch("bad")), root("y", fetch("endless"))],
      on: source
    )
    #expect(result.errors.map(\.message) == ["no"])
  }

  @Test("Where failed fields are nulled, the others are kept")
  func nulledField() async throws {
    let source = MemorySource([
      "bad": .init { _ async throws(SourceError) in
        throw SourceError(code: .timeout, message: "late")
      },
      "good": .rows([["1"]], members: [column("id", 0)]),
    ])
    let result = try await run(
      [root("x", fetch("bad")), root("y", fetch("good"))],
      on: source,
      options: ExecutionOptions(rootFailure: .nullsField)
    )
    #expect(result.text == #"{"x":null,"y":[{"id":1}]}"#)
    #expect(result.errors == [ExecutionError(code: .timeout, message: "late", path: ["x"])])
  }

  @Test("The errors of a remote service are passed on one by one, as they are")
  func upstreamErrors() async throws {
    let errors: [JSONValue] = [
      ["message": "a", "path": ["x"], "extensions": ["code": "E"]], ["message": "b"],
    ]
    let source = MemorySource([
      "r": .init { _ async throws(SourceError) in
        throw SourceError(code: .remoteSchemaError, message: "remote", upstreamErrors: errors)
      }
    ])
    let result = try await run([root("x", fetch("r"))], on: source)
    #expect(result.data == nil)
    #expect(result.errors.map(\.upstream) == errors)
    #expect(result.errors.map(\.message) == ["a", "b"])
  }

  @Test("Errors beside data are reported and the data kept, cookies are passed on")
  func errorsBesideData() async throws {
    let upstream: JSONValue = ["message": "half", "locations": [["line": 1]], "more": 1]
    let result = FetchResult.document(
      remoteDocument(
        "[1]",
        errors: [
          SourceError(code: .remoteSchemaError, message: "remote", upstreamErrors: [upstream])
        ],
        cookies: ["a=b", "c=d"]
      )
    )
    let source = MemorySource([
      "r": .init(shape: .document(DocumentShape(rules: [:]))) { _ async throws(SourceError) in
        result
      }
    ])
    let written = try await run([root("x", fetch("r"))], on: source)
    #expect(written.text == #"{"x":[1]}"#)
    // The only root field is the place, where the service names none.
    #expect(written.errors.map(\.upstream) == [["message": "half", "path": ["x"], "more": 1]])
    #expect(written.cookies == ["a=b", "c=d"])
  }

  @Test("A result in another form than its shape is an error")
  func wrongForm() async throws {
    let rows = FetchResult.rows(rowSet([["1"]]))
    let source = MemorySource([
      "t": .init(shape: .document(DocumentShape(rules: [:]))) { _ async throws(SourceError) in rows
      }
    ])
    let result = try await run([root("x", fetch("t"))], on: source)
    #expect(result.data == nil)
    #expect(
      result.errors.map(\.message)
        == ["internal error: the source's result has another form than its shape"]
    )
  }
}
