import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailSQLite
import DovetailSource
import FoundationEssentials
import OrderedJSON
import Testing

/// The public sample database, if it lies next to the package.
private let script: String? = {
  var folder = URL(filePath: #filePath)
  for _ in 0..<4 { folder.deleteLastPathComponent() }
  let file = folder.appending(path: "shared/real/db/Chinook_Sqlite.sql")
  return try? String(contentsOf: file, encoding: .utf8)
}()

@Suite("Chinook", .enabled(if: script != nil, "the sample database is not there"))
struct ChinookTests {
  let folder: TemporaryFolder
  let database: PlannedDatabase

  init() async throws {
    folder = try TemporaryFolder()
    let source = SQLiteSource(SQLiteSettings(location: .file(path: folder.file("chinook.db"))))
    _ = try await source.run(SQLScript(sql: script ?? ""))
    database = try await PlannedDatabase(source)
  }

  @Test("All tables, keys and types are known")
  func facts() throws {
    let tables = database.facts.tables
    #expect(
      tables.keys.map(\.name).sorted() == [
        "Album", "Artist", "Customer", "Employee", "Genre", "Invoice", "InvoiceLine", "MediaType",
        "Playlist", "PlaylistTrack", "Track",
      ]
    )
    #expect(tables["PlaylistTrack"]?.primaryKey?.columns == ["PlaylistId", "TrackId"])
    #expect(tables["Track"]?.foreignKeys.count == 3)
    #expect(
      tables["Employee"]?.foreignKeys == [
        ForeignKeyFacts(
          name: "Employee_ReportsTo_fkey",
          referencedTable: "Employee",
          columns: [.init(own: "ReportsTo", referenced: "EmployeeId")]
        )
      ]
    )
    #expect(
      tables["Invoice"]?.columns.map(\.type.graphQLName) == [
        "Int", "Int", "timestamp", "String", "String", "String", "String", "String", "numeric",
      ]
    )
  }

  @Test("Rows with a to-one and a to-many relationship are one statement")
  func nested() async throws {
    let tracks = RowSelection(
      relation: .table("Track"),
      order: [
        OrderTerm(
          key: .value(try database.column("Track", "TrackId")),
          isDescending: false,
          nullsFirst: false
        )
      ],
      output: [
        try database.field("Track", "Name"), try database.field("Track", "UnitPrice"),
        try database.field("Track", "Bytes"),
      ]
    )
    let artist = RowSelection(
      relation: .table("Artist"),
      output: [try database.field("Artist", "Name")]
    )
    let rows = try await database.rows(
      .rows(
        RowSelection(
          relation: .table("Album"),
          filter: try database.compare("Album", "AlbumId", .equal, 2),
          output: [
            try database.field("Album", "Title"),
            OutputField(
              key: "artist",
              value: .object(Correlation([.init(outer: "ArtistId", inner: "ArtistId")]), artist)
            ),
            OutputField(
              key: "tracks",
              value: .array(Correlation([.init(outer: "AlbumId", inner: "AlbumId")]), tracks)
            ),
          ]
        )
      )
    )
    #expect(
      rows == [
        [
          "Balls to the Wall", #"{"Name":"Accept"}"#,
          #"[{"Name":"Balls to the Wall","UnitPrice":0.99,"Bytes":5510424}]"#,
        ]
      ]
    )
  }

  @Test("Aggregates are exact to the cent")
  func aggregates() async throws {
    let total = try database.column("Invoice", "Total")
    func field(_ function: AggregateFunction) -> AggregateField {
      AggregateField(
        key: function.rawValue,
        value: .columns(
          function,
          [AggregateColumn(key: "Total", value: .column(total, isStringified: false))]
        )
      )
    }
    let json = try await database.json(
      .aggregate(
        AggregateSelection(
          rows: RowSelection(relation: .table("Invoice")),
          output: [
            AggregateOutputField(
              key: "aggregate",
              value: .aggregate([
                AggregateField(key: "count", value: .count([], isDistinct: false)), field(.sum),
                field(.max), field(.min),
              ])
            )
          ]
        )
      )
    )
    #expect(json["aggregate"]?["count"] == 412)
    #expect(json["aggregate"]?["sum"]?["Total"] == .number(JSONNumber(unchecked: "2328.6")))
    #expect(json["aggregate"]?["max"]?["Total"] == .number(JSONNumber(unchecked: "25.86")))
    #expect(json["aggregate"]?["min"]?["Total"] == .number(JSONNumber(unchecked: "0.99")))
  }

  @Test("A lookup gives each key its rows, in any order of keys")
  func lookup() async throws {
    let lookup = Lookup(
      target: .source("db"),
      request: .rows(
        KeyedSelection(
          columns: [try database.column("Album", "ArtistId")],
          result: .array(
            RowSelection(
              relation: .table("Album"),
              order: [
                OrderTerm(
                  key: .value(try database.column("Album", "AlbumId")),
                  isDescending: false,
                  nullsFirst: false
                )
              ],
              output: [try database.field("Album", "Title")]
            )
          )
        )
      )
    )
    let prepared = try database.source.prepare(lookup)
    let keys: LookupKeys = [
      LookupKey(parts: [Array("2".utf8)]), LookupKey(parts: [Array("99999".utf8)]),
      LookupKey(parts: [Array("8".utf8)]),
    ]
    let result = try await prepared.run(keys, .test)
    let values = result.values.map { range in
      range.map { String(decoding: result.bytes[$0], as: UTF8.self) }
    }
    #expect(
      values == [
        #"[{"Title":"Balls to the Wall"},{"Title":"Restless and Wild"}]"#, "[]",
        #"[{"Title":"Audioslave"},{"Title":"Out Of Exile"},{"Title":"Revelations"}]"#,
      ]
    )
  }

  @Test("Explain shows that a key's index is used")
  func explain() async throws {
    let fetch = Fetch(
      target: .source("db"),
      request: .row(
        RowSelection(
          relation: .table("Track"),
          filter: try database.compare("Track", "TrackId", .equal, 7),
          output: [try database.field("Track", "Name")]
        )
      )
    )
    let lines = try await database.source.explain(fetch, in: .test)
    #expect(lines == ["SEARCH t0 USING INTEGER PRIMARY KEY (rowid=?)"])
  }

  @Test("A referenced row cannot be deleted")
  func foreignKey() async {
    let error = await failure { () async throws(SourceError) in
      try await database.source.pool.execute([Statement("DELETE FROM Artist WHERE ArtistId = 1")])
    }
    #expect(error?.message == "Foreign key violation. FOREIGN KEY constraint failed")
  }
}
