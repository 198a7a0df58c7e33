import DovetailCatalog
import DovetailExecution
import DovetailMetadata
import DovetailPlan
import DovetailSource
import Testing

@Suite("Trace")
struct ExecutionTraceTests {
  @Test("Each call is recorded with what it asked for and got, in order of its start")
  func calls() async throws {
    let source = MemorySource([
      "t": .rows(
        [["1"], ["2"]],
        members: [member("a", .join(0)), member("b", .join(1))],
        keys: [.init(name: "k", column: 0, form: .number)]
      ),
      "u": .values(["1": "10"]),
      "v": .failing(SourceError(code: .timeout, message: "late")),
    ])
    let trace = ExecutionTrace()
    _ = try await run(
      [
        root(
          "t",
          fetch("t", joins: [edge(0, "a", key: ["k"], in: "u"), edge(1, "b", key: ["k"], in: "v")])
        )
      ],
      on: source,
      options: ExecutionOptions(trace: trace)
    )
    let calls = trace.calls
    #expect(calls.first?.text == "SELECT FROM t")
    #expect(calls.first?.relationship == nil)
    #expect(calls.first?.rowCount == 2)
    #expect(calls.first?.byteCount == 2)
    #expect(Set(calls.dropFirst().map(\.relationship)) == ["a", "b"])
    let a = try #require(calls.first { $0.relationship == "a" })
    #expect(a.text == "SELECT BY KEY FROM u")
    #expect(a.target == .source("memory"))
    #expect((a.keyCount, a.rowCount, a.byteCount) == (2, 1, 2))
    #expect(a.failure == nil)
    #expect(calls.first { $0.relationship == "b" }?.failure == "late")
    #expect(calls.allSatisfy { $0.duration >= .zero && $0.start >= .zero })
  }
}
