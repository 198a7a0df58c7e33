import DovetailMetadata
import DovetailProject
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Metadata files, written")
struct MetadataFilesTests {
  static let document: JSONValue = [
    "version": 3,
    "sources": [
      [
        "name": "default", "kind": "postgres",
        "tables": [
          ["table": ["name": "author", "schema": "public"], "is_enum": true],
          ["table": ["name": "b_c", "schema": "a"]], ["table": ["name": "c", "schema": "a_b"]],
          ["table": ["name": "../evil/x", "schema": "public"]],
        ],
        "functions": [["function": ["name": "search", "schema": "public"]]],
        "logical_models": [["name": "m", "fields": [["name": "id", "type": "integer"]]]],
        "configuration": ["connection_info": ["database_url": ["from_env": "PG_URL"]]],
        "customization": ["root_fields": ["prefix": "a_"]],
      ],
      [
        "name": "lite", "kind": "sqlite", "tables": [["table": "note"]],
        "configuration": ["connection_info": ["database": "x.db"]],
      ],
    ],
    "allowlist": [["collection": "c", "scope": ["global": true]]],
  ]

  @Test("A document is laid out in the files that the reference's tool writes")
  func files() throws {
    let texts = MetadataFiles(Self.document).texts
    #expect(texts["version.yaml"] == "version: 3\n")
    #expect(
      texts["databases/databases.yaml"] == """
        - name: default
          kind: postgres
          configuration:
            connection_info:
              database_url:
                from_env: PG_URL
          customization:
            root_fields:
              prefix: a_
          logical_models:
            - fields:
                - name: id
                  type: integer
              name: m
          tables: "!include default/tables/tables.yaml"
          functions: "!include default/functions/functions.yaml"
        - name: lite
          kind: sqlite
          configuration:
            connection_info:
              database: x.db
          tables: "!include lite/tables/tables.yaml"

        """
    )
    #expect(
      texts["databases/default/tables/public_author.yaml"]
        == "table:\n  name: author\n  schema: public\nis_enum: true\n"
    )
    #expect(
      texts["databases/default/functions/functions.yaml"] == "- \"!include public_search.yaml\"\n"
    )
    #expect(texts["databases/lite/tables/note.yaml"] == "table: note\n")
    #expect(texts["allow_list.yaml"] == "- collection: c\n  scope:\n    global: true\n")
    #expect(texts["remote_schemas.yaml"] == "[]\n")
    #expect(texts["api_limits.yaml"] == "{}\n")
    #expect(texts["graphql_schema_introspection.yaml"] == "disabled_for_roles: []\n")
    #expect(texts["actions.graphql"] == "")
    #expect(
      texts["actions.yaml"] == """
        actions: []
        custom_types:
          enums: []
          input_objects: []
          objects: []
          scalars: []

        """
    )
  }

  @Test("Names that clash or could lead elsewhere get other file names")
  func names() throws {
    let tables = try #require(
      MetadataFiles(Self.document).texts["databases/default/tables/tables.yaml"]
    )
    #expect(
      tables == """
        - "!include public_author.yaml"
        - "!include a_b_c.yaml"
        - "!include a_b_c_2.yaml"
        - "!include public_.._evil_x.yaml"

        """
    )
  }

  @Test("What was written is read back as the same document")
  func roundTrip() throws {
    let project = try TemporaryProject(["config.yaml": "version: 3\n"])
    let opened = try project.project()
    let export = try MetadataExport(
      Self.document,
      to: opened.metadataFolder,
      of: opened.folder
    )
    #expect(export.removed.isEmpty && export.written.count > 20)
    let read = try opened.metadata()
    #expect(read.notices.isEmpty)
    #expect(try read.decoded().metadata.json == Metadata(json: Self.document).json)
    let again = try MetadataExport(Self.document, to: opened.metadataFolder, of: opened.folder)
    #expect(again.written.isEmpty && again.removed.isEmpty)
  }

  @Test("Files of tables that are gone are removed, and no others")
  func outdated() throws {
    let project = try TemporaryProject(smallMetadata)
    try project.write("a: 1\n", to: "metadata/databases/default/tables/public_gone.yaml")
    try project.write("hello", to: "metadata/databases/default/tables/README.md")
    try project.write("a: 1\n", to: "metadata/mine.yaml")
    let opened = try project.project()
    let export = try MetadataExport(
      Self.document,
      to: opened.metadataFolder,
      of: opened.folder
    )
    #expect(
      export.removed.map(\.description) == ["metadata/databases/default/tables/public_gone.yaml"]
    )
    #expect(project.exists("metadata/databases/default/tables/README.md"))
    #expect(project.exists("metadata/mine.yaml"))
  }
}
