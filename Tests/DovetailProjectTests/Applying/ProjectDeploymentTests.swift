import DovetailMetadata
import DovetailProject
import OrderedJSON
import Synchronization
import Testing

@Suite("Applying a project")
struct ProjectDeploymentTests {
  private func project() throws -> TemporaryProject {
    let project = try TemporaryProject(smallMetadata)
    try project.write("one;", to: "migrations/default/1_one/up.sql")
    try project.write("two;", to: "migrations/default/2_two/up.sql")
    return project
  }

  private func apply(
    _ project: TemporaryProject,
    to engine: RecordingEngine,
    keeping source: SourceMetadata? = nil
  ) async throws -> [String] {
    var lines: [String] = []
    try await ProjectDeployment(project.project(), keeping: source).apply(to: engine) {
      lines.append($0)
    }
    return lines
  }

  @Test("Sources come first, then migrations, then the metadata; nothing is done twice")
  func order() async throws {
    let project = try project()
    let engine = RecordingEngine()
    #expect(
      try await apply(project, to: engine) == [
        "migration: up 1_one (default)", "migration: up 2_two (default)", "metadata: applied",
      ]
    )
    engine.state.withLock { state in
      #expect(state.scripts == ["run_sql default: one;", "run_sql default: two;"])
      #expect(state.replacements == 2)
      #expect(state.metadata["sources"]?.arrayValue?.first?["tables"]?.arrayValue?.count == 1)
      #expect(state.cliState["migrations"] == ["default": ["1": false, "2": false]])
    }
    #expect(try await apply(project, to: engine) == [])
    try project.write("three;", to: "migrations/default/3_three/up.sql")
    #expect(try await apply(project, to: engine) == ["migration: up 3_three (default)"])
    engine.state.withLock { state in
      #expect(state.replacements == 2)
      #expect(state.reloads == 1)
    }
  }

  @Test("A migration that fails ends it; those before it stay noted")
  func failure() async throws {
    let project = try project()
    let engine = RecordingEngine()
    engine.state.withLock { $0.poison = "two" }
    let error = await #expect(throws: ProjectError.self) {
      _ = try await apply(project, to: engine)
    }
    #expect(
      error?.description == """
        migrations/default/2_two/up.sql: the migration failed in database "default": query execution \
        failed (postgres-error at $.args)
          relation does not exist
        """
    )
    engine.state.withLock { $0.poison = nil }
    #expect(
      try await apply(project, to: engine) == [
        "migration: up 2_two (default)", "metadata: applied",
      ]
    )
  }

  @Test("Somebody else's change in between is no failure")
  func conflict() async throws {
    let engine = RecordingEngine()
    engine.state.withLock { $0.conflicts = 3 }
    _ = try await apply(project(), to: engine)
    #expect(engine.state.withLock { $0.scripts.count } == 2)
    let busy = RecordingEngine()
    busy.state.withLock { $0.conflicts = 50 }
    let error = await #expect(throws: ProjectError.self) {
      _ = try await apply(project(), to: busy)
    }
    #expect(error?.description.hasPrefix("the metadata cannot be applied: ") == true)
  }

  @Test("Migrations for a database that the metadata lacks are refused")
  func unknownDatabase() async throws {
    let project = try project()
    try project.write("x;", to: "migrations/other/1_x/up.sql")
    let error = await #expect(throws: ProjectError.self) {
      _ = try await apply(project, to: RecordingEngine())
    }
    #expect(
      error?.description
        == "migrations/other: there are migrations for a database \"other\", which the metadata does "
        + "not have"
    )
  }

  @Test("A source that the engine was started with stays, unless the project has its own")
  func keptSource() async throws {
    let kept = SourceMetadata(name: "extra", kind: .postgres, configuration: ["a": 1])
    let engine = RecordingEngine()
    _ = try await apply(project(), to: engine, keeping: kept)
    let names = engine.state.withLock {
      $0.metadata["sources"]?.arrayValue?.map { $0["name"] ?? .null }
    }
    #expect(names == ["default", "extra"])
    #expect(try await apply(project(), to: engine, keeping: kept) == [])
    let own = SourceMetadata(name: "default", kind: .postgres, configuration: ["a": 1])
    let other = RecordingEngine()
    _ = try await apply(project(), to: other, keeping: own)
    let configuration = other.state.withLock {
      $0.metadata["sources"]?.arrayValue?.first?["configuration"]
    }
    #expect(configuration?["connection_info"] != nil)
  }
}
