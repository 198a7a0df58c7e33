import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailSQLite
import DovetailSource
import FoundationEssentials
import Synchronization
import Testing

@Suite("SQLite metadata store")
struct SQLiteMetadataStoreTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func store(_ path: String = "") async throws -> SQLiteMetadataStore {
    let store = SQLiteMetadataStore(dataDirectory: folder.path + path)
    try await store.prepare()
    return store
  }

  private func message(of body: () async throws(MetadataStoreError) -> Void) async -> String? {
    do throws(MetadataStoreError) {
      try await body()
    } catch {
      if case .failed(let failure) = error { return failure.message }
    }
    return nil
  }

  @Test("A new store is empty, and has an identity that stays")
  func empty() async throws {
    let first = try await store("/a/b/c")
    #expect(try await first.load() == nil)
    #expect(try await first.change(since: 0) == nil)
    let state = try await first.catalogState()
    #expect(state.id.count == 36)
    #expect(state.cli == Array("{}".utf8))
    await first.close()
    let second = try await store("/a/b/c")
    #expect(try await second.catalogState() == state)
    #expect(first.instanceID != second.instanceID)
    try await second.ping()
    await second.close()
  }

  @Test("A store is removed with all that it keeps, and what is no store is not")
  func remove() async throws {
    let first = try await store()
    #expect(try await first.save(Array("{}".utf8), expectedVersion: 0) == 1)
    try await first.remove()
    await first.close()
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
    try await SQLiteMetadataStore(dataDirectory: folder.path).remove()
    let second = try await store()
    #expect(try await second.load() == nil)
    await second.close()

    let other = folder.path + "/other"
    try FileManager.default.createDirectory(atPath: other, withIntermediateDirectories: true)
    try Data("no database, but 512 bytes".utf8).write(to: URL(filePath: other + "/metadata.db"))
    let message = await message { () async throws(MetadataStoreError) in
      try await SQLiteMetadataStore(dataDirectory: other).remove()
    }
    #expect(message != nil)
    #expect(FileManager.default.fileExists(atPath: other + "/metadata.db"))
  }

  @Test("Saving counts versions, and refuses outdated ones")
  func versions() async throws {
    let store = try await store()
    #expect(try await store.save(Array("{\"a\":1}".utf8), expectedVersion: 0) == 1)
    #expect(try await store.save(Array("{\"a\":2}".utf8), expectedVersion: 1) == 2)
    let conflict = await #expect(throws: MetadataStoreError.self) {
      try await store.save(Array("{}".utf8), expectedVersion: 1)
    }
    guard case .conflict(expected: 1, current: 2) = conflict else {
      Issue.record("\(String(describing: conflict))")
      return
    }
    let stored = try await store.load()
    #expect(stored == StoredMetadata(document: Array("{\"a\":2}".utf8), resourceVersion: 2))
    await store.close()
  }

  @Test("Parts of a document are written one by one, and read with the rest")
  func parts() async throws {
    let store = try await store()
    func part(_ table: String, _ content: String) -> MetadataPart {
      MetadataPart(key: .init(source: "s", table: table), content: Array(content.utf8))
    }
    func save(
      _ frame: String,
      changed: [MetadataPart],
      removed: [String] = [],
      all: [MetadataPart],
      replacing version: Int
    ) async throws {
      let revision = MetadataRevision(
        whole: { Array("{}".utf8) },
        parts: .init(
          frame: Array(frame.utf8),
          changed: changed,
          removed: removed.map { .init(source: "s", table: $0) },
          all: { all }
        )
      )
      #expect(
        try await store.save(
          revision,
          expectedVersion: version,
          invalidations: MetadataChange.metadataOnly
        ) == version + 1
      )
    }
    // A document that is stored whole is taken apart by the next version, whatever changed.
    _ = try await store.save(Array("{\"whole\":1}".utf8), expectedVersion: 0)
    let (a, b) = (part("a", "1"), part("b", "2"))
    try await save("{}", changed: [b], all: [a, b], replacing: 1)
    var stored = try #require(try await store.load())
    #expect(stored.document == Array("{}".utf8) && stored.resourceVersion == 2)
    #expect(stored.parts == [a, b])
    let changed = part("b", "3")
    try await save("[]", changed: [changed], removed: ["a"], all: [], replacing: 2)
    stored = try #require(try await store.load())
    #expect(stored.parts == [changed] && stored.document == Array("[]".utf8))
    // Who is late changes nothing, no part either.
    await #expect(throws: MetadataStoreError.self) {
      try await save("{}", changed: [a], all: [a], replacing: 2)
    }
    #expect(try await store.load() == stored)
    _ = try await store.save(Array("{}".utf8), expectedVersion: 3)
    #expect(try await store.load()?.parts.isEmpty == true)
    await store.close()
  }

  @Test("A store of the layout before parts is taken over with its document")
  func earlierLayout() async throws {
    let first = try await store()
    _ = try await first.save(Array("{\"whole\":1}".utf8), expectedVersion: 0)
    await first.close()
    let pool = try await folder.pool(
      "metadata.db",
      script: """
        DROP TABLE metadata_part; ALTER TABLE metadata DROP COLUMN is_parted;
        PRAGMA user_version = 2
        """
    )
    await pool.close()
    let store = try await store()
    let stored = try #require(try await store.load())
    #expect(stored.document == Array("{\"whole\":1}".utf8) && stored.resourceVersion == 1)
    let part = MetadataPart(key: .init(source: "s", table: "t"), content: Array("1".utf8))
    let revision = MetadataRevision(
      whole: { [] },
      parts: .init(frame: Array("{}".utf8), changed: [], removed: [], all: { [part] })
    )
    _ = try await store.save(
      revision,
      expectedVersion: 1,
      invalidations: MetadataChange.metadataOnly
    )
    #expect(try await store.load()?.parts == [part])
    await store.close()
  }

  @Test("Introspections are kept by upstream, replaced, and dropped")
  func introspections() async throws {
    let store = try await store()
    let first = StoredIntrospection(
      upstream: .source("a"),
      format: 1,
      identity: "x",
      content: Array(#"{"é":1}"#.utf8)
    )
    var second = first
    second.upstream = .remoteSchema("a")
    try await store.keep(first)
    try await store.keep(second)
    second.format = 2
    second.content = Array("[]".utf8)
    try await store.keep(second)
    let other = try await self.store()
    let kept = try await other.introspections()
    #expect(kept.count == 2 && kept.contains(first) && kept.contains(second))
    try await other.forgetIntrospection(of: .source("a"))
    #expect(try await store.introspections() == [second])
    await store.close()
    await other.close()
  }

  @Test("Engines on one file see each other's changes")
  func changes() async throws {
    let first = try await store()
    let second = try await store()
    let news = Array(
      #"{"metadata":true,"remote_schemas":["r"],"sources":[],"data_connectors":[]}"#.utf8
    )
    _ = try await first.save(Array("{}".utf8), expectedVersion: 0, invalidations: news)
    let change = try await second.change(since: 0)
    #expect(
      change
        == MetadataChange(
          resourceVersion: 1,
          instanceID: first.instanceID,
          invalidations: news
        )
    )
    #expect(try await second.change(since: 1) == nil)
    #expect(try await second.save(Array("[]".utf8), expectedVersion: 1) == 2)
    #expect(try await first.change(since: 1)?.instanceID == second.instanceID)
    await first.close()
    await second.close()
  }

  @Test("Of many engines that save at once, one wins each version")
  func race() async throws {
    var stores: [SQLiteMetadataStore] = []
    for _ in 0..<4 { stores.append(try await store()) }
    for version in 0..<5 {
      let winners = await withTaskGroup { group in
        for store in stores {
          group.addTask { () async -> Int in
            let saved = try? await store.save(Array("{}".utf8), expectedVersion: version)
            return saved == version + 1 ? 1 : 0
          }
        }
        return await group.reduce(0, +)
      }
      #expect(winners == 1)
    }
    for store in stores { await store.close() }
  }

  @Test("Engines that start at once share one store")
  func start() async throws {
    let ids = try await withThrowingTaskGroup { group in
      for _ in 0..<6 {
        group.addTask { () async throws -> String in
          let store = try await store("/new")
          let id = try await store.catalogState().id
          await store.close()
          return id
        }
      }
      return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(ids.count == 1)
  }

  @Test("The state of clients is kept apart")
  func catalogState() async throws {
    let store = try await store()
    try await store.setCatalogState(Array(#"{"x":1}"#.utf8), of: .console)
    try await store.setCatalogState(Array(#"{"y":2}"#.utf8), of: .cli)
    let state = try await store.catalogState()
    #expect(state.console == Array(#"{"x":1}"#.utf8))
    #expect(state.cli == Array(#"{"y":2}"#.utf8))
    await store.close()
  }

  @Test("A data directory that cannot be made is named, with what to do")
  func unwritable() async throws {
    try folder.write("x", to: "file")
    let store = SQLiteMetadataStore(dataDirectory: folder.file("file/data"))
    let message = await message { () async throws(MetadataStoreError) in try await store.prepare() }
    #expect(
      message
        == "the data directory \"\(folder.file("file/data"))\" cannot be created: "
        + "\"\(folder.file("file/data"))\": Not a directory. Make the folder above it writable, "
        + "or choose another data directory"
    )
    await store.close()
  }

  @Test("A file in the place of the data directory is named")
  func fileAsDirectory() async throws {
    try folder.write("x", to: "file")
    let store = SQLiteMetadataStore(dataDirectory: folder.file("file"))
    let message = await message { () async throws(MetadataStoreError) in try await store.prepare() }
    #expect(message?.contains("\"\(folder.file("file"))\": Not a directory") == true)
    #expect(message?.contains("choose another one") == true)
    await store.close()
  }

  @Test("Other databases and files are not taken for a store, and not changed")
  func foreign() async throws {
    let pool = try await folder.pool("metadata.db", script: "CREATE TABLE mine (x)")
    await pool.close()
    let store = SQLiteMetadataStore(dataDirectory: folder.path)
    let message = await message { () async throws(MetadataStoreError) in try await store.prepare() }
    #expect(message?.contains("is a SQLite database, but no metadata store of Dovetail") == true)
    await store.close()
    let again = try await folder.pool("metadata.db")
    #expect(try await again.introspect().tables.keys.map(\.name) == ["mine"])
    await again.close()
  }

  @Test("Only one engine at a time does what only one may do")
  func exclusion() async throws {
    let path = folder.path + "/not/there/yet"
    let stores = (0..<3).map { _ in SQLiteMetadataStore(dataDirectory: path) }
    let crowd = Crowd()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for store in stores {
        group.addTask {
          try await store.exclusively {
            crowd.enter()
            try? await Task.sleep(for: .milliseconds(20))
            crowd.leave()
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(crowd.most == 1 && crowd.done == 3)
    for store in stores { await store.close() }
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
