import DovetailCatalog
import DovetailExecution
import DovetailMetadata
import DovetailPlan
import DovetailSource
import Synchronization
import GraphQLLanguage
import Testing

@Suite("Scheduling", .timeLimit(.minutes(1)))
struct SchedulingTests {
  private let ids = [RowShape.JoinKey(name: "k", column: 0, form: .number)]

  @Test("Root fetches of a query are under way at the same time")
  func concurrentRoots() async throws {
    let rendezvous = Rendezvous(of: 3)
    let rows = FetchResult.rows(rowSet([["1"]]))
    let table = MemorySource.Table(shape: .row(RowShape(members: [column("id", 0)]))) {
      _ async throws(SourceError) in
      await rendezvous.arrive()
      return rows
    }
    let source = MemorySource(["a": table, "b": table, "c": table])
    let result = try await run(
      [root("x", fetch("c")), root("y", fetch("a")), root("z", fetch("b"))],
      on: source
    )
    #expect(result.text == #"{"x":{"id":1},"y":{"id":1},"z":{"id":1}}"#)
  }

  @Test("Root fetches of a mutation run one after the other, each with its joins")
  func serialMutation() async throws {
    let source = MemorySource([
      "a": .rows([["1"]], members: [member("j", .join(0))], keys: ids),
      "b": .rows([["2"]], members: [column("id", 0)]), "u": .values(["1": "10"]),
    ])
    let join = edge(0, "j", key: ["k"], in: "u")
    let result = try await run(
      [
        root("x", fetch("a", joins: [join])), root("y", fetch("b")),
        root("z", fetch("a", joins: [join])),
      ],
      kind: .mutation,
      on: source
    )
    #expect(result.text == #"{"x":[{"j":10}],"y":[{"id":2}],"z":[{"j":10}]}"#)
    let lookup = MemorySource.Call.lookup("u", keys: [["1"]])
    #expect(source.calls == [.fetch("a"), lookup, .fetch("b"), .fetch("a"), lookup])
  }

  @Test("Fetches of a mutation that follow each other on one source share a transaction")
  func transaction() async throws {
    let source = MemorySource(
      [
        "a": .rows([["1"]], members: [member("j", .join(0))], keys: ids),
        "b": .rows([["2"]], members: [column("id", 0)]), "u": .values(["1": "10"]),
        "r": .document("3", shape: DocumentShape(rules: [:])),
      ],
      hasTransactions: true
    )
    let a = fetch("a", joins: [edge(0, "j", key: ["k"], in: "u")])
    let remote = fetch("r", target: .remoteSchema("crm"))
    let result = try await run(
      [root("x", a), root("y", fetch("b")), root("r", remote), root("z", fetch("b"))],
      kind: .mutation,
      on: source
    )
    #expect(result.text == #"{"x":[{"j":10}],"y":[{"id":2}],"r":3,"z":[{"id":2}]}"#)
    #expect(
      source.calls == [
        .transaction(["a", "b"]), .lookup("u", keys: [["1"]]), .fetch("r"),
        .transaction(["b"]),
      ]
    )
  }

  @Test("A failed mutation field stops those after it")
  func mutationStops() async throws {
    let source = MemorySource([
      "a": .rows([["1"]], members: [column("id", 0)]),
      "bad": .init { _ async throws(SourceError) in
        throw SourceError(code: .constraintViolation, message: "no")
      },
    ])
    let result = try await run(
      [root("x", fetch("a")), root("y", fetch("bad")), root("z", fetch("a"))],
      kind: .mutation,
      on: source
    )
    #expect(result.data == nil)
    #expect(
      result.errors == [ExecutionError(code: .constraintViolation, message: "no", path: ["y"])]
    )
    #expect(source.calls == [.fetch("a"), .fetch("bad")])
  }

  @Test("Sibling joins and the chunks of a lookup are under way at the same time")
  func concurrentLookups() async throws {
    let rendezvous = Rendezvous(of: 4)
    let table = MemorySource.Table(chunkSize: 2) { keys async throws(SourceError) in
      await rendezvous.arrive()
      return answer(keys) { $0 }
    }
    let source = MemorySource([
      "t": .rows(
        [["1"], ["2"], ["3"]],
        members: [member("x", .join(0)), member("y", .join(1))],
        keys: ids
      ),
      "u": table, "v": table,
    ])
    let result = try await run(
      [
        root(
          "t",
          fetch("t", joins: [edge(0, "x", key: ["k"], in: "u"), edge(1, "y", key: ["k"], in: "v")])
        )
      ],
      on: source
    )
    #expect(result.text == #"{"t":[{"x":1,"y":1},{"x":2,"y":2},{"x":3,"y":3}]}"#)
    #expect(
      Set(source.calls.dropFirst()) == [
        .lookup("u", keys: [["1"], ["2"]]), .lookup("u", keys: [["3"]]),
        .lookup("v", keys: [["1"], ["2"]]), .lookup("v", keys: [["3"]]),
      ]
    )
  }

  @Test("No more lookups than allowed are under way at an upstream", arguments: [1, 3])
  func limit(limit: Int) async throws {
    let running = Mutex((now: 0, most: 0))
    let table = MemorySource.Table(chunkSize: 1) { keys async throws(SourceError) in
      running.withLock {
        $0.now += 1
        $0.most = max($0.most, $0.now)
      }
      for _ in 0..<20 { await Task.yield() }
      running.withLock { $0.now -= 1 }
      return answer(keys) { $0 }
    }
    let source = MemorySource([
      "t": .rows(
        (0..<20).map { ["\($0)"] },
        members: [member("x", .join(0)), member("y", .join(1))],
        keys: ids
      ), "u": table, "v": table,
    ])
    let result = try await run(
      [
        root(
          "t",
          fetch("t", joins: [edge(0, "x", key: ["k"], in: "u"), edge(1, "y", key: ["k"], in: "v")])
        )
      ],
      on: source,
      options: ExecutionOptions(concurrentLookupsPerTarget: limit)
    )
    let expected = (0..<20).map { #"{"x":\#($0),"y":\#($0)}"# }.joined(separator: ",")
    #expect(result.text == #"{"t":[\#(expected)]}"#)
    #expect(running.withLock { $0.most } <= limit)
  }

  @Test("Chunks that arrive out of order are put in order, with the joins in their values")
  func outOfOrder() async throws {
    let first = Rendezvous(of: 2)
    let shape = DocumentShape(rules: ["$k": .hidden, "in": .join(0, key: "in")])
    let source = MemorySource([
      "t": .rows([["1"], ["2"], ["3"]], members: [member("x", .join(0))], keys: ids),
      "u": .init(lookupShape: shape, chunkSize: 1) { keys async throws(SourceError) in
        let key = keys.map { String(decoding: $0.parts[0], as: UTF8.self) }[0]
        // The first chunk waits for the third.
        if key != "2" { await first.arrive() }
        return answer(keys) { #"{"id":\#($0),"$k":\#($0)0,"in":0}"# }
      },
      "v": .values(["10": "100", "20": "200", "30": "300"]),
    ])
    let inner = edge(0, "in", key: ["$k"], in: "v")
    let result = try await run(
      [root("t", fetch("t", joins: [edge(0, "x", key: ["k"], in: "u", joins: [inner])]))],
      on: source
    )
    #expect(
      result.text
        == #"{"t":[{"x":{"id":1,"in":100}},{"x":{"id":2,"in":200}},{"x":{"id":3,"in":300}}]}"#
    )
    #expect(source.calls.last == .lookup("v", keys: [["10"], ["20"], ["30"]]))
  }

  @Test("Cancelling the task cancels what is under way")
  func cancellation() async throws {
    let started = Rendezvous(of: 3)
    let table = MemorySource.Table(chunkSize: 1) { keys async throws(SourceError) in
      await started.arrive()
      do {
        try await Task.sleep(for: .seconds(3_600))
      } catch {
        throw SourceError(code: .cancelled, message: "cancelled")
      }
      return answer(keys) { $0 }
    }
    let source = MemorySource([
      "t": .rows([["1"], ["2"], ["3"]], members: [member("x", .join(0))], keys: ids), "u": table,
    ])
    let plan = try PreparedPlan(
      OperationPlan(
        kind: .query,
        roots: [root("t", fetch("t", joins: [edge(0, "x", key: ["k"], in: "u")]))]
      )
    ) { _ in source }
    let task = Task {
      await Executor().execute(
        plan,
        context: ExecutionContext(session: .admin),
        options: ExecutionOptions(concurrentLookupsPerTarget: 2)
      )
    }
    await started.arrive()
    task.cancel()
    let result = await task.value
    #expect(result.data == nil)
    #expect(result.errors.map(\.code) == [.cancelled])
    // The third chunk never had its turn.
    #expect(source.calls.count == 3)
  }
}
