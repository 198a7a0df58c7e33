import DovetailProject
import Testing

@Suite("Project folder")
struct ProjectFolderTests {
  @Test(
    "Paths are followed without leaving the project",
    arguments: [
      ("a/b.yaml", "m", "m/a/b.yaml"), ("./a", "m", "m/a"), ("../a", "m/n", "m/a"),
      ("../../a", "m", nil), ("/etc/passwd", "m", nil), ("a/../../../b", "m", nil), ("", "m", "m"),
      ("a//b", "m", "m/a/b"),
    ]
  )
  func paths(text: String, folder: String, result: String?) throws {
    let from = try #require(RelativePath(folder))
    #expect(RelativePath(text, from: from)?.description == result)
  }

  @Test("A directory that is not there is refused by name")
  func missing() throws {
    #expect(
      complaint { _ = try Project(at: "/nowhere/at/all") }
        == "the project directory \"/nowhere/at/all\" does not exist"
    )
    let project = try TemporaryProject(["file": ""])
    #expect(
      complaint { _ = try Project(at: project.path + "/file") }?.contains("is a file") == true
    )
  }

  @Test("Links that lead out of the project are not followed")
  func links() throws {
    let project = try TemporaryProject(smallMetadata)
    try project.link("metadata/network.yaml", to: "/etc/passwd")
    #expect(
      complaint { _ = try project.project().metadata() }
        == "metadata/network.yaml: the file is a link that leaves the project"
    )
  }

  @Test("config.yaml decides where things are, and is checked")
  func configuration() throws {
    let project = try TemporaryProject([
      "config.yaml": """
      version: 3
      endpoint: http://localhost:8080/base/
      admin_secret: 12345
      metadata_directory: hasura/meta
      migrations_directory: sql
      seeds_directory: seeds
      api_paths:
        v1_metadata: v1/meta
      actions:
        kind: synchronous
      colour: blue
      """
    ])
    let configuration = try project.project().configuration
    #expect(configuration.endpoint == "http://localhost:8080/base/")
    #expect(configuration.adminSecret == "12345")
    #expect(try project.project().metadataFolder.description == "hasura/meta")
    #expect(try project.project().migrationsFolder.description == "sql")
    #expect(configuration.paths == [.metadata: "v1/meta"])
    #expect(configuration.notices == ["config.yaml: the key \"colour\" is not known"])
    let moved = try Project(
      at: project.path,
      environment: ["HASURA_GRAPHQL_METADATA_DIRECTORY": "elsewhere"]
    )
    #expect(moved.metadataFolder.description == "elsewhere")
  }

  @Test(
    "What config.yaml cannot say is refused",
    arguments: [
      ("version: 2\n", "config.yaml: version: config version 2 is not supported"),
      ("version: 3\nmetadata_directory: ../up\n", "\"../up\" leads out of the project"),
      ("version: 3\nmetadata_file: m.json\n", "metadata in a single file is not supported"),
      ("version: 3\nendpoint: [a]\n", "config.yaml: endpoint: expected text"),
      ("- a\n", "config.yaml: expected keys and values"),
      ("version: 3\ninsecure_skip_tls_verify: maybe\n", "expected true or false"),
    ]
  )
  func badConfiguration(text: String, part: String) throws {
    let project = try TemporaryProject(["config.yaml": text])
    let message = complaint { _ = try project.project() }
    #expect(message?.contains(part) == true, "\(message ?? "")")
  }

  @Test("Files of variables are read as shells write them")
  func variables() throws {
    let text = """
      # comment
      A=1
      export B = "two words # no comment"
      C='single $B'
      D=plain # comment

      E="a\\nb"
      F=
      """
    #expect(
      try EnvironmentFile.variables(in: text, file: ".env") == [
        "A": "1", "B": "two words # no comment", "C": "single $B", "D": "plain", "E": "a\nb",
        "F": "",
      ]
    )
    #expect(
      complaint { _ = try EnvironmentFile.variables(in: "A=1\noops\n", file: ".env") }
        == ".env:2:1: expected NAME=value"
    )
  }
}
