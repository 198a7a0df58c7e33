import DovetailMetadata
import DovetailPostgres
import DovetailSource
import Testing

extension ServerTests {
  @Suite("Log of asynchronous actions")
  struct PostgresActionLogTests {
    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    private func call(_ n: Int, of action: ActionName = "later") -> LoggedCall {
      LoggedCall(
        action: action,
        input: bytes("{\"n\": \(n)}"),
        headers: bytes(#"{"a": "b"}"#),
        sessionVariables: bytes(#"{"x-hasura-role": "user"}"#)
      )
    }

    private func withStores(
      _ body: (PostgresMetadataStore, PostgresMetadataStore) async throws -> Void
    ) async throws {
      try await TestServer.withPool { (pool) async throws in
        _ = try await pool.run(SQLScript(sql: "DROP SCHEMA IF EXISTS hdb_catalog CASCADE"))
        let first = PostgresMetadataStore(try TestServer.target())
        let second = PostgresMetadataStore(try TestServer.target())
        try await first.prepare()
        try await body(first, second)
        await first.close()
        await second.close()
      }
    }

    @Test("A call is taken once, and shows its outcome")
    func life() async throws {
      try await withStores { (store, other) async throws in
        let first = try await store.add(call(1))
        let second = try await store.add(call(2))
        #expect(try await store.takeCalls(limit: 1) == [TakenCall(id: first, call: call(1))])
        #expect(try await other.takeCalls(limit: 5) == [TakenCall(id: second, call: call(2))])
        #expect(try await store.takeCalls(limit: 5).isEmpty)

        try await store.finish(first, .completed(bytes(#"{"uid": 1}"#)))
        try await other.finish(second, .failed(bytes(#"{"error": "no"}"#)))
        let done = try #require(try await other.call(first, of: "later"))
        #expect(done.response == bytes(#"{"uid": 1}"#))
        #expect(done.errors == nil)
        #expect(done.sessionVariables == call(1).sessionVariables)
        #expect(done.createdAt.first == UInt8(ascii: "\""))
        #expect(try await store.call(second, of: "later")?.errors == bytes(#"{"error": "no"}"#))
        #expect(try await store.call(first, of: "another") == nil)
      }
    }

    @Test("Calls that were given back are taken again; those of an action can be forgotten")
    func givingBack() async throws {
      try await withStores { (store, other) async throws in
        let id = try await store.add(call(1))
        let kept = try await store.add(call(2, of: "kept"))
        #expect(try await store.takeCalls(limit: 5).count == 2)
        try await store.giveBack([id])
        #expect(try await other.takeCalls(limit: 5).map(\.id) == [id])
        try await store.finish(id, .completed(bytes("1")))
        try await store.giveBack([id])
        #expect(try await other.takeCalls(limit: 5).isEmpty)
        try await store.removeCalls(of: "later")
        #expect(try await store.call(id, of: "later") == nil)
        #expect(try await store.call(kept, of: "kept") != nil)
      }
    }

    @Test("What is no UUID is the client's mistake")
    func badIdentity() async throws {
      try await withStores { (store, _) async throws in
        do {
          _ = try await store.call("x", of: "later")
          Issue.record("no error")
        } catch MetadataStoreError.failed(let error) {
          #expect(error.code == .dataException)
        }
      }
    }
  }
}
