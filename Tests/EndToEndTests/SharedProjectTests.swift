import FoundationEssentials
import Glibc
import OrderedJSON
import Testing

/// Engines that start on one PostgreSQL metadata store.
@Suite("Project directories of several engines")
struct SharedProjectTests {
  @Test("Engines that start at once apply a project once, and all serve it")
  func startingTogether() throws {
    let database = try TestDatabase()
    let project = try ProjectCopy()
    try project.write(
      """
      - name: main
        kind: postgres
        configuration:
          connection_info:
            database_url:
              from_env: APP_URL
        tables:
          - table: {schema: public, name: visit}

      """,
      to: "metadata/databases/databases.yaml"
    )
    try project.write("[]\n", to: "metadata/rest_endpoints.yaml")
    try FileManager.default.removeItem(atPath: project.path + "/migrations/default")
    try project.write(
      "CREATE TABLE visit (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, note text);",
      to: "migrations/main/1_visit/up.sql"
    )
    // Would leave two rows if it ran twice.
    try project.write(
      "INSERT INTO visit (note) SELECT 'first' FROM pg_sleep(0.3);",
      to: "migrations/main/2_row/up.sql"
    )
    let programs = try (0..<3).map { _ in
      try Program(
        arguments: [
          "--project", project.path, "--metadata-database-url", database.url, "--connections", "1",
        ],
        environment: ["APP_URL=\(database.url)"]
      )
    }
    for program in programs { try program.waitUntilServing() }
    for program in programs {
      let answer = try program.graphql("{ visit { note } }")
      #expect(answer.body["data"] == ["visit": [["note": "first"]]], "\(program.output)")
    }
    let applied = programs.filter { $0.output.contains("migration: up 1_visit (main)") }
    #expect(applied.count == 1)
    let again = try Program(
      arguments: ["--project", project.path, "--metadata-database-url", database.url],
      environment: ["APP_URL=\(database.url)"]
    )
    try again.waitUntilServing()
    #expect(!again.output.contains("metadata: applied"))
  }
}

/// A database of its own on the test server.
private final class TestDatabase {
  let url: String
  private let name = "project_\(UInt32.random(in: 0...UInt32.max))"
  private let program: Program

  init() throws {
    let server = try #require(getenv("DOVETAIL_TEST_POSTGRES_URL").map { String(cString: $0) })
    program = try Program.serving(environment: ["SERVER_URL=\(server)"])
    let added = try program.metadata([
      "type": "pg_add_source",
      "args": [
        "name": "server",
        "configuration": ["connection_info": ["database_url": ["from_env": "SERVER_URL"]]],
      ],
    ])
    try #require(added.status == 200, "\(added.body)")
    let path = server.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let base = try #require(path.first?.lastIndex(of: "/"))
    url = "\(server[..<base])/\(name)" + path.dropFirst().map { "?\($0)" }.joined()
    try run("CREATE DATABASE \(name)")
  }

  deinit {
    try? run("DROP DATABASE \(name) WITH (FORCE)")
  }

  private func run(_ sql: String) throws {
    let answer = try program.metadata(
      [
        "type": "run_sql",
        "args": ["source": "server", "sql": .string(sql), "no_transaction": true],
      ],
      path: "/v2/query"
    )
    try #require(answer.status == 200, "\(answer.body)")
  }
}
