import DovetailCatalog
import DovetailEngine
import DovetailMetadata
import DovetailPostgres
import DovetailSQLite
import DovetailSource
import OrderedCollections
import OrderedJSON
import Testing

private let scripts = (
  postgres: SampleDatabase.script("Chinook_PostgreSql.sql"),
  sqlite: SampleDatabase.script("Chinook_Sqlite.sql")
)

@Suite(
  "Chinook in both databases",
  .serialized,
  .enabled(
    if: scripts.postgres != nil && scripts.sqlite != nil,
    "the sample database or PostgreSQL is not there"
  )
)
struct ChinookTests {
  @Test("Both databases give the same answers to queries of all kinds")
  func sameAnswers() async throws {
    let database = try await TestDatabase("dovetail_chinook", script: scripts.postgres ?? "")
    let postgres = try await TestEngine()
    try await postgres.addPostgres(database)
    try await postgres.trackEverything(
      PostgresSource(
        configuration: ["connection_info": ["database_url": .string(database.url)]],
        environment: [:]
      ).introspect()
    )
    let sqlite = try await TestEngine()
    try await sqlite.addSQLite(script: scripts.sqlite ?? "")
    try await sqlite.trackEverything(
      SQLiteSource(
        configuration: ["database": .string(sqlite.folder.file("default.db"))],
        environment: [:]
      ).introspect()
    )

    for text in chinookQueries {
      let one = comparable(try await postgres.query(text))
      let other = comparable(try await sqlite.query(text))
      #expect(one == other, "\(text)")
      let isEmpty = one.members.allSatisfy { $0.value == [] || $0.value.isNull }
      #expect(!isEmpty, "\(text) has no answer")
    }
    await postgres.engine.stop()
    await sqlite.engine.stop()
  }
}
