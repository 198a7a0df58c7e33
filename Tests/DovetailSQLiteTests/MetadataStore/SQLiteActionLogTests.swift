import DovetailMetadata
import DovetailSQLite
import DovetailSource
import Testing

@Suite("Log of asynchronous actions in SQLite")
struct SQLiteActionLogTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  private func call(_ n: Int, of action: ActionName = "later") -> LoggedCall {
    LoggedCall(
      action: action,
      input: bytes("{\"n\":\(n)}"),
      headers: bytes("{}"),
      sessionVariables: bytes(#"{"x-hasura-role":"user"}"#)
    )
  }

  @Test("A call is taken once by one of several engines, and shows its outcome")
  func life() async throws {
    let store = SQLiteMetadataStore(dataDirectory: folder.path)
    let other = SQLiteMetadataStore(dataDirectory: folder.path)
    try await store.prepare()
    try await other.prepare()
    let first = try await store.add(call(1))
    let second = try await store.add(call(2))
    #expect(try await store.takeCalls(limit: 1) == [TakenCall(id: first, call: call(1))])
    #expect(try await other.takeCalls(limit: 5) == [TakenCall(id: second, call: call(2))])
    try await store.finish(first, .completed(bytes("7")))
    try await other.finish(second, .failed(bytes(#"{"error":"no"}"#)))
    let done = try #require(try await other.call(first, of: "later"))
    #expect(done.response == bytes("7"))
    #expect(done.errors == nil)
    #expect(done.createdAt.count > 25)
    #expect(try await store.call(second, of: "later")?.errors == bytes(#"{"error":"no"}"#))
    #expect(try await store.call("x", of: "later") == nil)
    await store.close()
    await other.close()
  }

  @Test("Calls that were given back are taken again; those of an action can be forgotten")
  func givingBack() async throws {
    let store = SQLiteMetadataStore(dataDirectory: folder.path)
    try await store.prepare()
    let id = try await store.add(call(1))
    let kept = try await store.add(call(2, of: "kept"))
    #expect(try await store.takeCalls(limit: 5).count == 2)
    try await store.giveBack([id])
    #expect(try await store.takeCalls(limit: 5).map(\.id) == [id])
    try await store.removeCalls(of: "later")
    #expect(try await store.call(id, of: "later") == nil)
    #expect(try await store.call(kept, of: "kept") != nil)
    await store.close()
  }
}
