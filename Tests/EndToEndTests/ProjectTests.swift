import FoundationEssentials
import Glibc
import OrderedJSON
import Testing

@Suite("Project directories")
struct ProjectTests {
  private func endpoint(_ program: Program) -> [String] {
    ["--endpoint", "http://127.0.0.1:\(program.port)"]
  }

  @Test("serve --project brings database and metadata to what the files say, and serves")
  func serving() throws {
    let blog = try ProjectCopy()
    let program = try Program.serving(
      arguments: ["--project", blog.path],
      environment: blog.environment
    )
    #expect(program.output.contains("migration: up 1700000100000_add_published_at (default)"))
    let answer = try program.graphql(
      "{ author(where: {id: {_eq: 2}}) { name articles { title } } }"
    )
    #expect(
      answer.body["data"] == [
        "author": [
          ["name": "Grace", "articles": [["title": "On compilers"], ["title": "On bugs"]]]
        ]
      ]
    )
    let common = endpoint(program) + ["--project", blog.path]
    let difference = try CommandRun(["metadata", "diff"] + common)
    #expect(difference.status == 0 && difference.output.isEmpty, "\(difference)")
    let status = try CommandRun(["migrate", "status"] + common)
    #expect(
      status.output == """
        VERSION        NAME                         SOURCE STATUS  DATABASE STATUS
        1700000000000  create_authors_and_articles  Present        Present
        1700000100000  add_published_at             Present        Present

        """
    )
    let export = try CommandRun(["metadata", "export"] + common)
    #expect(export.status == 0)
    #expect(export.notes == "metadata exported to metadata: 0 files changed\n", "\(export.notes)")
  }

  @Test("A second start finds everything done, and leaves the metadata's version as it is")
  func startingAgain() throws {
    let blog = try ProjectCopy()
    func start() throws -> JSONValue? {
      let program = try Program(
        arguments: ["--project", blog.path],
        environment: blog.environment,
        dataDirectory: blog.folder + "/data"
      )
      try program.waitUntilServing()
      return try program.metadata(["type": "export_metadata", "version": 2, "args": [:]]).body[
        "resource_version"
      ]
    }
    let first = try start()
    #expect(first?.intValue != nil)
    #expect(try start() == first)
  }

  @Test("Commands bring a running engine to what the files say, and back")
  func commands() throws {
    let blog = try ProjectCopy()
    let program = try Program.serving(
      environment: blog.environment + ["HASURA_GRAPHQL_ADMIN_SECRET=sesame"]
    )
    try blog.write("HASURA_GRAPHQL_ADMIN_SECRET=sesame\n", to: ".env")
    func run(_ words: String...) throws -> CommandRun {
      try CommandRun(words + endpoint(program) + ["--project", blog.path])
    }
    let difference = try run("metadata", "diff")
    #expect(difference.status == 1)
    #expect(difference.output.contains("+++ project/databases/default/tables/author.yaml"))
    let strict = try run("metadata", "apply", "--disallow-inconsistent-metadata")
    #expect(strict.status == 1)
    #expect(strict.notes.contains("cannot continue due to inconsistent metadata"), "\(strict)")
    #expect(strict.notes.contains("author"))
    let early = try run("migrate", "apply")
    #expect(early.status == 1)
    #expect(early.notes.contains("the engine has no database \"default\""), "\(early.notes)")
    let applied = try run("metadata", "apply")
    #expect(applied.status == 0)
    #expect(applied.notes.contains("inconsistent: "), "\(applied.notes)")
    let one = try run("migrate", "apply", "--up", "1")
    #expect(one.notes == "applied up 1700000000000_create_authors_and_articles (default)\n")
    let dry = try run("migrate", "apply", "--dry-run")
    #expect(dry.output == "up 1700000100000_add_published_at (default)\n")
    #expect(try run("migrate", "apply").status == 0)
    #expect(try run("metadata", "reload").notes == "metadata reloaded\n")
    let again = try run("metadata", "apply", "--disallow-inconsistent-metadata")
    #expect(again.status == 0 && again.notes == "metadata applied\n", "\(again.notes)")
    #expect(try run("metadata", "diff").status == 0)
    let back = try run("migrate", "apply", "--down", "1")
    #expect(back.status == 1 && back.notes.contains("published_at"), "\(back.notes)")
    let note = try run(
      "migrate",
      "apply",
      "--version",
      "1700000100000",
      "--type",
      "down",
      "--skip-execution"
    )
    #expect(note.notes == "noted down 1700000100000_add_published_at (default)\n", "\(note.notes)")
    #expect(
      try run("migrate", "status").output.contains(
        "add_published_at             Present        Not Present"
      )
    )
    let refused = try CommandRun(
      ["metadata", "apply", "--project", blog.path, "--admin-secret", "wrong"] + endpoint(program)
    )
    #expect(refused.status == 1 && refused.notes.contains("invalid \"x-hasura-admin-secret\""))
    #expect(!refused.notes.contains("sesame") && !refused.notes.contains("wrong"))
  }

  @Test("What stands in the way of a start is said, and nothing is served")
  func refusedStart() throws {
    let blog = try ProjectCopy()
    try blog.write("SELECT * FROM nowhere;", to: "migrations/default/1800000000000_bad/up.sql")
    let program = try Program(
      arguments: ["--project", blog.path],
      environment: blog.environment
    )
    #expect(program.exitStatus() == 1)
    #expect(
      program.output.contains("Fatal Error: the project \"\(blog.path)\" cannot be applied: ")
    )
    #expect(program.output.contains("migrations/default/1800000000000_bad/up.sql"))
    #expect(program.output.contains("nowhere"), "\(program.output)")
    try blog.write("version: 3\nsources: [\n", to: "metadata/version.yaml")
    let broken = try Program(arguments: ["--project", blog.path], environment: blog.environment)
    #expect(broken.exitStatus() == 1)
    #expect(broken.output.contains("metadata/version.yaml:3:1: not valid YAML"), "\(broken.output)")
    let nowhere = try Program(arguments: ["--project", "/nowhere"])
    #expect(nowhere.exitStatus() == 1)
    #expect(nowhere.output.contains("the project directory \"/nowhere\" does not exist"))
  }

  @Test("A project is checked without an engine")
  func validation() throws {
    let blog = try ProjectCopy()
    let good = try CommandRun(["metadata", "validate", "--project", blog.path])
    #expect(good.status == 0)
    #expect(good.output.contains("Databases: 1, tables: 2, "), "\(good.output)")
    #expect(good.notes.isEmpty, "\(good.notes)")
    try blog.write(
      try blog.text("metadata/databases/default/tables/author.yaml")
        .replacing("role: reader", with: "rol: reader"),
      to: "metadata/databases/default/tables/author.yaml"
    )
    let bad = try CommandRun(["metadata", "validate", "--project", blog.path])
    #expect(bad.status == 1)
    #expect(
      bad.notes == """
        error: metadata/databases/default/tables/author.yaml: $.select_permissions[0]: key "role" not \
        found

        """
    )
  }

  @Test("An engine that cannot be reached is named; a comparison then ends with status 2")
  func unreachable() throws {
    let blog = try ProjectCopy()
    let port = try Socket.freePort()
    for (command, status) in [("diff", Int32(2)), ("apply", 1)] {
      let run = try CommandRun([
        "metadata", command, "--project", blog.path, "--endpoint", "http://127.0.0.1:\(port)",
      ])
      #expect(run.status == status)
      #expect(run.notes.contains("http://127.0.0.1:\(port)/v1/metadata cannot be asked"))
    }
  }

  @Test("explain prints what a role's operation becomes")
  func explain() throws {
    let blog = try ProjectCopy()
    let program = try Program.serving(
      arguments: ["--project", blog.path],
      environment: blog.environment
    )
    let run = try CommandRun(
      ["explain", "{ article { title } }", "--role", "reader"] + endpoint(program)
    )
    #expect(run.status == 0)
    #expect(run.output.hasPrefix("field: article\nsql:\n"), "\(run.output)")
    #expect(run.output.contains("published_at"))
    try blog.write("query q($id: Int!) { author(where: {id: {_eq: $id}}) { id } }", to: "q.graphql")
    let file = try CommandRun(
      ["explain", "--file", blog.path + "/q.graphql", "--variables", "{\"id\": 1}", "--json"]
        + endpoint(program)
    )
    #expect(try JSONValue(parsing: file.output).arrayValue?.first?["field"] == "author")
    let bad = try CommandRun(["explain", "{ nothing }"] + endpoint(program))
    #expect(bad.status == 1 && bad.notes.contains("field 'nothing' not found"))
    #expect(try CommandRun(["explain"] + endpoint(program)).status == 2)
  }
}
