import DovetailProject
import OrderedJSON
import Testing

@Suite("Migrations")
struct MigrationTests {
  private func folders(_ files: [String]) throws -> [MigrationFolder] {
    let project = try TemporaryProject(
      Dictionary(files.map { ("migrations/" + $0, "SELECT 1;") }, uniquingKeysWith: { a, _ in a })
    )
    return try project.project().migrations()
  }

  private func folder() throws -> MigrationFolder {
    try #require(
      try folders([
        "default/1_one/up.sql", "default/1_one/down.sql", "default/2_two/up.sql",
        "default/10_ten/up.sql", "default/10_ten/down.sql",
      ]).first
    )
  }

  private func versions(
    _ choice: MigrationChoice,
    applied: Set<UInt64>
  ) throws -> [String] {
    try folder().steps(choice, applied: applied).map {
      "\($0.direction.rawValue) \($0.migration.version)"
    }
  }

  @Test("Folders and files are migrations, ordered by number")
  func listing() throws {
    let found = try folders([
      "default/1700000000002_b/up.sql", "default/1700000000001_a/up.sql",
      "default/1700000000001_a/down.sql", "default/900/up.sql", "default/README.md",
      "other/5_flat.up.sql", "other/5_flat.down.sql",
    ])
    #expect(found.map(\.database) == ["default", "other"])
    #expect(found.first?.migrations.map(\.name) == ["", "a", "b"])
    #expect(found.first?.migrations.map { $0.down != nil } == [false, true, false])
    #expect(found.last?.migrations.first?.name == "flat")
    #expect(found.last?.migrations.first?.down != nil)
    let empty = try TemporaryProject()
    #expect(try empty.project().migrations().isEmpty)
  }

  @Test(
    "Folders that make no sense are refused by name",
    arguments: [
      (["default/1_a/up.sql", "default/01_b/up.sql"], "the version 1 exists twice"),
      (["default/1_a/notes.txt"], "migrations/default/1_a: the migration has neither up.sql"),
      (["default/1_a/up.yaml"], "migrations/default/1_a/up.yaml: migrations of metadata commands"),
      (["1700_a/up.sql"], "migrations/1700_a: the project has the layout of config version 2"),
      (["1700_a.up.sql"], "belong into the folder of their database"),
    ]
  )
  func badFolders(files: [String], part: String) throws {
    let message = complaint { _ = try folders(files) }
    #expect(message?.contains(part) == true, "\(message ?? "")")
  }

  @Test("Options choose what to run, and in which order")
  func choices() throws {
    #expect(try versions(.up(nil), applied: []) == ["up 1", "up 2", "up 10"])
    #expect(try versions(.up(1), applied: [1]) == ["up 2"])
    #expect(try versions(.up(nil), applied: [10]) == ["up 1", "up 2"])
    #expect(try versions(.up(nil), applied: [1, 2, 10]) == [])
    #expect(try versions(.down(1), applied: [1, 10]) == ["down 10"])
    #expect(try versions(.down(nil), applied: [1, 10]) == ["down 10", "down 1"])
    #expect(try versions(.version(2, .up), applied: [10]) == ["up 2"])
    #expect(try versions(.version(1, .down), applied: [1]) == ["down 1"])
    #expect(try versions(.goTo(2), applied: []) == ["up 1", "up 2"])
    #expect(try versions(.goTo(1), applied: [1, 10]) == ["down 10"])
  }

  @Test("What cannot be run is refused before anything is")
  func refusals() throws {
    #expect(
      complaint { _ = try versions(.down(nil), applied: [1, 2]) }
        == "migration 2 of database \"default\" has no down.sql"
    )
    #expect(
      complaint { _ = try versions(.version(3, .up), applied: []) }
        == "the project has no migration 3 for database \"default\""
    )
    #expect(
      complaint { _ = try versions(.version(1, .up), applied: [1]) }
        == "migration 1 is already applied in database \"default\""
    )
    #expect(
      complaint { _ = try versions(.version(1, .down), applied: []) }
        == "migration 1 is not applied in database \"default\""
    )
    // Noting needs no script.
    #expect(try folder().steps(.down(nil), applied: [2], needsScripts: false).count == 1)
  }

  @Test("The state is kept in the form of the reference's tool, with what else is in it")
  func state() throws {
    var state = MigrationState([:])
    #expect(state.applied(in: "default").isEmpty)
    state.set(1_620_138_789, in: "default", isApplied: true)
    #expect(
      state.json.description
        == #"{"settings":{"migration_mode":"true"},"migrations":{"default":{"1620138789":false}},"#
        + #""isStateCopyCompleted":true}"#
    )
    var other = MigrationState([
      "settings": ["a": "b"], "migrations": ["x": ["1": false], "y": ["2": true]], "more": 1,
    ])
    #expect(other.applied(in: "y") == [2] && other.databases == ["x", "y"])
    other.set(1, in: "x", isApplied: false)
    #expect(other.databases == ["y"])
    #expect(other.json["settings"] == ["a": "b"] && other.json["more"] == 1)
  }

  @Test("The status is a table of what project and database have")
  func status() throws {
    let status = MigrationStatus(try folder(), applied: [1, 7])
    #expect(
      status.text == """
        VERSION  NAME  SOURCE STATUS  DATABASE STATUS
        1        one   Present        Present
        2        two   Present        Not Present
        7        -     Not Present    Present
        10       ten   Present        Not Present

        """
    )
  }
}
