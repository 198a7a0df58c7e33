import DovetailMetadata
import DovetailProject
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Metadata files, read")
struct MetadataReaderTests {
  private func failure(_ changes: [String: String]) throws -> String? {
    let project = try TemporaryProject(smallMetadata.merging(changes) { _, new in new })
    return complaint { _ = try project.project().metadata().decoded() }
  }

  @Test("Included files make one document")
  func includes() throws {
    let project = try TemporaryProject(smallMetadata)
    let document = try project.project().metadata()
    let (metadata, warnings) = try document.decoded()
    #expect(warnings.isEmpty && document.notices.isEmpty)
    let table = try #require(
      metadata.table(TableName(schema: "public", name: "author"), in: .default)
    )
    #expect(table.selectPermissions["user"] != nil)
    #expect(document.json["version"] == 3)
  }

  @Test("The tag !include works as well as the text")
  func tag() throws {
    let project = try TemporaryProject(smallMetadata)
    try project.write(
      "- !include public_author.yaml\n- !include 'public_author.yaml'\n",
      to: "metadata/databases/default/tables/tables.yaml"
    )
    let tables = try project.project().metadata().json["sources"]?.arrayValue?.first?["tables"]
    #expect(tables?.arrayValue?.count == 2)
  }

  @Test("Other files than YAML stand for their text")
  func text() throws {
    let project = try TemporaryProject(smallMetadata)
    try project.write(
      """
      - name: countries
        definition: {url: "http://localhost/graphql"}
        permissions:
          - role: user
            definition:
              schema: "!include remote_schemas/countries/permissions/user.graphql"
      """,
      to: "metadata/remote_schemas.yaml"
    )
    try project.write(
      "type Query { a: Int }\n",
      to: "metadata/remote_schemas/countries/permissions/user.graphql"
    )
    let (metadata, _) = try project.project().metadata().decoded()
    #expect(
      metadata.remoteSchemas["countries"]?.permissions["user"]?.schema == "type Query { a: Int }\n"
    )
  }

  @Test("Every file has its place in the document")
  func allFiles() throws {
    var files = smallMetadata
    files["metadata/allow_list.yaml"] = "- collection: c\n  scope:\n    global: true\n"
    files["metadata/query_collections.yaml"] =
      "- name: c\n  definition:\n    queries:\n      - name: q\n        query: query q { a }\n"
    files["metadata/rest_endpoints.yaml"] = """
      - comment: ""
        definition: {query: {collection_name: c, query_name: q}}
        methods: [GET]
        name: e
        url: a/:b
      """
    files["metadata/cron_triggers.yaml"] =
      "- name: t\n  webhook: http://x\n  schedule: 0 * * * *\n  include_in_metadata: true\n"
    files["metadata/inherited_roles.yaml"] = "- role_name: r\n  role_set: [a, b]\n"
    files["metadata/api_limits.yaml"] = "disabled: false\ndepth_limit: {global: 3}\n"
    files["metadata/graphql_schema_introspection.yaml"] = "disabled_for_roles: [user]\n"
    files["metadata/network.yaml"] = "tls_allowlist: [{host: example.com}]\n"
    files["metadata/metrics_config.yaml"] =
      "analyze_query_variables: true\nanalyze_response_body: false\n"
    files["metadata/opentelemetry.yaml"] = "{}\n"
    files["metadata/backend_configs.yaml"] = "dataconnector: {a: {uri: http://x}}\n"
    let project = try TemporaryProject(files)
    let (metadata, warnings) = try project.project().metadata().decoded()
    #expect(warnings.isEmpty)
    #expect(metadata.allowlist["c"] != nil && metadata.restEndpoints["e"] != nil)
    #expect(metadata.cronTriggers["t"] != nil && metadata.inheritedRoles["r"] != nil)
    #expect(metadata.introspectionDisabledRoles == ["user"])
    #expect(metadata.tlsAllowlist.count == 1 && metadata.metrics != MetricsConfiguration())
    #expect(metadata.apiLimits != APILimits() && metadata.backendConfigurations != nil)
  }

  @Test("A missing include is refused with the place that names it")
  func missingInclude() throws {
    #expect(
      try failure(["metadata/databases/default/tables/tables.yaml": "- \"!include nobody.yaml\"\n"])
        == "metadata/databases/default/tables/tables.yaml:1:3: !include nobody.yaml: the file "
        + "metadata/databases/default/tables/nobody.yaml does not exist"
    )
  }

  @Test("Includes that go in circles or leave the project are refused")
  func badIncludes() throws {
    let tables = "metadata/databases/default/tables/tables.yaml"
    #expect(
      try failure([tables: "- \"!include tables.yaml\"\n"])?
        .contains("the files include each other: \(tables) → \(tables)") == true
    )
    #expect(
      try failure([
        tables: "- \"!include a.yaml\"\n",
        "metadata/databases/default/tables/a.yaml": "table: \"!include ../tables/tables.yaml\"\n",
      ])?.contains("tables.yaml → metadata/databases/default/tables/a.yaml → ") == true
    )
    #expect(
      try failure([tables: "- \"!include ../../../../../secret.yaml\"\n"])?
        .contains("!include ../../../../../secret.yaml leaves the project") == true
    )
    #expect(
      try failure([tables: "- \"!include /etc/passwd\"\n"])?.contains("leaves the project") == true
    )
  }

  @Test("Includes that multiply or nest without end are refused")
  func includeBombs() throws {
    var wide = ["metadata/backend_configs.yaml": "a: \"!include bombs/b0.yaml\"\n"]
    for level in 0..<20 {
      let include = "\"!include b\(level + 1).\(level < 19 ? "yaml" : "txt")\""
      wide["metadata/bombs/b\(level).yaml"] = "- \(include)\n- \(include)\n- \(include)\n"
    }
    wide["metadata/bombs/b20.txt"] = String(repeating: "x", count: 4 << 20)
    #expect(try failure(wide)?.contains("the includes of the project come to too much") == true)
    var deep = ["metadata/backend_configs.yaml": "a: \"!include bombs/b0.yaml\"\n"]
    let nested = String(repeating: "[", count: 150)
    for level in 0..<3 {
      deep["metadata/bombs/b\(level).yaml"] =
        nested + "\"!include b\(level + 1).yaml\"" + String(repeating: "]", count: 150) + "\n"
    }
    deep["metadata/bombs/b3.yaml"] = "1\n"
    #expect(try failure(deep)?.contains("the files nest values too deep") == true)
  }

  @Test("Files with the line ends of Windows are read alike")
  func windows() throws {
    let project = try TemporaryProject(smallMetadata.mapValues { $0.replacing("\n", with: "\r\n") })
    try project.write(
      "actions:\r\n  - name: a\r\n    definition: {handler: 'http://x', kind: ''}\r\n",
      to: "metadata/actions.yaml"
    )
    try project.write(
      "# the actions\r\ntype Query {\r\n  a: Int\r\n}\r\n",
      to: "metadata/actions.graphql"
    )
    let (metadata, _) = try project.project().metadata().decoded()
    #expect(metadata.actions["a"]?.definition.outputType == "Int")
    #expect(metadata.sources[.default]?.tables.count == 1)
  }

  @Test("What the engine would refuse is named with file and path")
  func decoding() throws {
    #expect(
      try failure([
        "metadata/databases/default/tables/public_author.yaml": """
        table: {name: author, schema: public}
        select_permissions:
          - permission: {columns: '*', filter: {}}
        """
      ])
        == "metadata/databases/default/tables/public_author.yaml: $.select_permissions[0]: "
        + "key \"role\" not found"
    )
    #expect(
      try failure(["metadata/inherited_roles.yaml": "- role_name: 7\n  role_set: []\n"])
        == "metadata/inherited_roles.yaml: $[0].role_name: parsing Text failed, expected String, but "
        + "encountered Number"
    )
  }

  @Test("What has no meaning is told, with file and path")
  func warnings() throws {
    let project = try TemporaryProject(smallMetadata)
    try project.write("{}\n", to: "metadata/notes.yaml")
    try project.write("colour: red\n", to: "metadata/metrics_config.yaml")
    let document = try project.project().metadata()
    #expect(
      document.notices
        == ["metadata/notes.yaml: this file is not read, unless another includes it"]
    )
    let warnings = try document.decoded().warnings.map(\.description)
    #expect(
      warnings == ["metadata/metrics_config.yaml: $.colour: unknown key \"colour\""],
      "\(warnings)"
    )
  }

  @Test("Other layouts are refused by name")
  func layouts() throws {
    #expect(
      try failure(["metadata/tables.yaml": "[]\n"])?
        .contains("the layout of config version 2") == true
    )
    #expect(
      try failure(["metadata/version.yaml": "version: 2\n"])
        == "metadata/version.yaml: $.version: metadata of version 2 is not supported; the version is 3"
    )
    #expect(
      try failure(["metadata/version.yaml": "{}\n"])
        == "metadata/version.yaml: the key \"version\" is missing"
    )
    let empty = try TemporaryProject(["config.yaml": "version: 3\n"])
    #expect(
      complaint { _ = try empty.project().metadata() }
        == "metadata: the project has no metadata folder"
    )
  }
}
