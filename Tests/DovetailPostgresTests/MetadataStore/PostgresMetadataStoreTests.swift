import DovetailMetadata
import DovetailPlan
import DovetailPostgres
import DovetailSource
import Synchronization
import Testing

extension ServerTests {
  @Suite("Metadata store")
  struct PostgresMetadataStoreTests {
    private func withStores(
      _ script: String = "",
      _ body: (PostgresMetadataStore, PostgresMetadataStore, PostgresPool) async throws -> Void
    ) async throws {
      try await TestServer.withPool { (pool) async throws in
        _ = try await pool.run(
          SQLScript(sql: "DROP SCHEMA IF EXISTS hdb_catalog CASCADE;" + script)
        )
        let first = PostgresMetadataStore(try TestServer.target())
        let second = PostgresMetadataStore(try TestServer.target())
        try await body(first, second, pool)
        await first.close()
        await second.close()
      }
    }

    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test("Metadata is kept as it was written, and versions count up")
    func saving() async throws {
      try await withStores { (store, other, _) async throws in
        try await store.prepare()
        #expect(try await store.load() == nil)
        let document = bytes(#"{"version":3,  "sources":[{"name":"é","b":1,"a":1.50}]}"#)
        #expect(try await store.save(document, expectedVersion: 0) == 1)
        #expect(
          try await other.load() == StoredMetadata(document: document, resourceVersion: 1)
        )
        #expect(try await other.save(bytes("{}"), expectedVersion: 1) == 2)
        #expect(try await store.load()?.resourceVersion == 2)
      }
    }

    @Test("Introspections are kept by upstream, also in a catalog that knows no such table")
    func introspections() async throws {
      try await withStores { (store, other, pool) async throws in
        try await store.prepare()
        _ = try await pool.run(SQLScript(sql: "DROP TABLE hdb_catalog.dovetail_introspection"))
        try await other.prepare()
        let first = StoredIntrospection(
          upstream: .source("a"),
          format: 1,
          identity: "x",
          content: bytes(#"{"é":1}"#)
        )
        var second = first
        second.upstream = .remoteSchema("a")
        try await store.keep(first)
        try await store.keep(second)
        second.format = 2
        second.content = bytes("[]")
        try await store.keep(second)
        let kept = try await other.introspections()
        #expect(kept.count == 2 && kept.contains(first) && kept.contains(second))
        try await other.forgetIntrospection(of: .source("a"))
        #expect(try await store.introspections() == [second])
      }
    }

    @Test("Whoever is based on another version loses", arguments: [0, 1, 7])
    func conflict(expectedVersion: Int) async throws {
      try await withStores { (store, other, _) async throws in
        try await store.prepare()
        _ = try await store.save(bytes("{}"), expectedVersion: 0)
        _ = try await store.save(bytes(#"{"version":3}"#), expectedVersion: 1)
        do {
          _ = try await other.save(bytes("[]"), expectedVersion: expectedVersion)
          Issue.record("no conflict")
        } catch MetadataStoreError.conflict(let expected, let current) {
          #expect(expected == expectedVersion)
          #expect(current == 2)
        }
        #expect(try await store.load()?.document == bytes(#"{"version":3}"#))
        #expect(try await store.change(since: 1)?.instanceID == store.instanceID)
      }
    }

    @Test("Of many who save at once on the same version, one wins")
    func race() async throws {
      try await withStores { (store, _, _) async throws in
        try await store.prepare()
        _ = try await store.save(bytes("{}"), expectedVersion: 0)
        let wins = await withTaskGroup(of: Int.self) { group in
          for number in 0..<20 {
            group.addTask {
              (try? await store.save(Array("\(number)".utf8), expectedVersion: 1)) == 2 ? 1 : 0
            }
          }
          return await group.reduce(0, +)
        }
        #expect(wins == 1)
      }
    }

    @Test("Others learn of a change")
    func notification() async throws {
      try await withStores { (store, other, _) async throws in
        try await store.prepare()
        #expect(try await other.change(since: 0) == nil)
        let invalidations = bytes(
          #"{"metadata":false,"remote_schemas":["r"],"sources":[],"data_connectors":[]}"#
        )
        _ = try await store.save(bytes("{}"), expectedVersion: 0, invalidations: invalidations)
        #expect(
          try await other.change(since: 0)
            == MetadataChange(
              resourceVersion: 1,
              instanceID: store.instanceID,
              invalidations: invalidations
            )
        )
        #expect(try await other.change(since: 1) == nil)
        #expect(store.instanceID != other.instanceID)
      }
    }

    @Test("Several engines may prepare the same store at once")
    func preparation() async throws {
      try await withStores { (store, other, pool) async throws in
        async let one: Void = store.prepare()
        async let two: Void = other.prepare()
        _ = try await (one, two)
        try await store.prepare()
        #expect(try await pool.value("SELECT version FROM hdb_catalog.hdb_version") == "48")
        #expect(
          try await pool.value(
            "SELECT count(*) FROM pg_tables WHERE schemaname = 'hdb_catalog'"
          ) == "9"
        )
      }
    }

    @Test("Only one engine at a time does what only one may do, with the whole store at hand")
    func exclusion() async throws {
      try await withStores { (first, second, _) async throws in
        let narrow = PostgresMetadataStore(
          try TestServer.target(),
          settings: PoolSettings(maxConnections: 1)
        )
        let crowd = Crowd()
        try await withThrowingTaskGroup(of: Void.self) { group in
          for store in [first, second, narrow] {
            group.addTask {
              try await store.exclusively {
                crowd.enter()
                guard (try? await store.prepare()) != nil, (try? await store.ping()) != nil else {
                  return
                }
                crowd.leave()
              }
            }
          }
          try await group.waitForAll()
        }
        #expect(crowd.most == 1 && crowd.done == 3)
        await narrow.close()
      }
    }

    @Test("State of clients is kept")
    func catalogState() async throws {
      try await withStores { (store, other, _) async throws in
        try await store.prepare()
        let fresh = try await store.catalogState()
        #expect(fresh.cli == bytes("{}") && fresh.console == bytes("{}"))
        try await store.setCatalogState(bytes(#"{"a": 1}"#), of: .cli)
        try await store.setCatalogState(bytes(#"{"b": 2}"#), of: .console)
        let state = try await other.catalogState()
        #expect(state.id == fresh.id)
        #expect(state.cli == bytes(#"{"a": 1}"#))
        #expect(state.console == bytes(#"{"b": 2}"#))
      }
    }

    private static let earlier = """
      CREATE SCHEMA hdb_catalog;
      CREATE TABLE hdb_catalog.hdb_version (
        hasura_uuid uuid PRIMARY KEY DEFAULT gen_random_uuid(), version text NOT NULL,
        upgraded_on timestamptz NOT NULL, cli_state jsonb NOT NULL DEFAULT '{}',
        console_state jsonb NOT NULL DEFAULT '{}');
      """

    @Test("An existing deployment is taken over as it is")
    func existing() async throws {
      let script =
        Self.earlier + """
          INSERT INTO hdb_catalog.hdb_version (version, upgraded_on) VALUES ('47', now());
          CREATE TABLE hdb_catalog.hdb_metadata (
            id int PRIMARY KEY, metadata json NOT NULL,
            resource_version int NOT NULL DEFAULT 1 UNIQUE);
          INSERT INTO hdb_catalog.hdb_metadata VALUES (1, '{"version":3,"sources":[]}', 12);
          CREATE TABLE hdb_catalog.hdb_schema_notifications (
            id int PRIMARY KEY CHECK (id = 1), notification json NOT NULL,
            resource_version int NOT NULL DEFAULT 1, instance_id uuid NOT NULL,
            updated_at timestamptz DEFAULT now());
          """
      try await withStores(script) { (store, _, pool) async throws in
        try await store.prepare()
        #expect(try await store.load()?.resourceVersion == 12)
        #expect(try await store.save(bytes("{}"), expectedVersion: 12) == 13)
        #expect(try await pool.value("SELECT version FROM hdb_catalog.hdb_version") == "47")
      }
    }

    @Test("A catalog that has no metadata document is refused with advice")
    func tooOld() async throws {
      let script =
        Self.earlier
        + "INSERT INTO hdb_catalog.hdb_version (version, upgraded_on) VALUES ('42', now())"
      try await withStores(script) { (store, _, _) async throws in
        do {
          try await store.prepare()
          Issue.record("prepared")
        } catch MetadataStoreError.failed(let error) {
          #expect(error.message.contains("version 42"))
        }
      }
    }

    @Test("A store is removed with all that it keeps, also if there is none")
    func remove() async throws {
      try await withStores { (store, other, pool) async throws in
        try await store.prepare()
        _ = try await store.save(bytes("{}"), expectedVersion: 0)
        try await store.remove()
        #expect(try await pool.value("SELECT to_regnamespace('hdb_catalog')") == nil)
        try await other.remove()
        try await other.prepare()
        #expect(try await other.load() == nil)
      }
    }

    @Test("A user who is no superuser can prepare and use a store")
    func ordinaryUser() async throws {
      try await withStores { (_, _, pool) async throws in
        _ = try await pool.run(
          SQLScript(
            sql: """
              DO $$ BEGIN CREATE ROLE plain LOGIN PASSWORD 'x';
              EXCEPTION WHEN duplicate_object THEN NULL; END $$;
              GRANT CREATE ON DATABASE postgres TO plain;
              """
          )
        )
        let url = try TestServer.url().replacing(#/dovetail:[0-9a-f]+@/#, with: "plain:x@")
        let store = PostgresMetadataStore(.string(url))
        try await store.prepare()
        #expect(try await store.save(bytes("{}"), expectedVersion: 0) == 1)
        try await store.ping()
        await store.close()
        _ = try await pool.run(
          SQLScript(sql: "DROP SCHEMA hdb_catalog CASCADE; DROP OWNED BY plain")
        )
      }
    }
  }
}

/// Counts how many are at work at once.
private final class Crowd: Sendable {
  private let running = Atomic(0)
  private let largest = Atomic(0)
  private let finished = Atomic(0)

  /// The most that were at work at once.
  var most: Int { largest.load(ordering: .sequentiallyConsistent) }

  /// How many have left.
  var done: Int { finished.load(ordering: .sequentiallyConsistent) }

  func enter() {
    let count = running.add(1, ordering: .sequentiallyConsistent).newValue
    largest.max(count, ordering: .sequentiallyConsistent)
  }

  func leave() {
    running.subtract(1, ordering: .sequentiallyConsistent)
    finished.add(1, ordering: .sequentiallyConsistent)
  }
}
