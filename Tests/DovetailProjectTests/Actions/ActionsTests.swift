import DovetailMetadata
import DovetailProject
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Actions")
struct ActionsTests {
  static let yaml = """
    actions:
      - name: login
        definition:
          kind: synchronous
          handler: '{{BASE}}/login'
          forward_client_headers: true
          headers:
            - name: x-key
              value_from_env: KEY
        permissions:
          - role: anonymous
        comment: lets somebody in
      - name: whoami
        definition:
          kind: ""
          handler: '{{BASE}}/whoami'
    custom_types:
      enums:
        - name: Color
          values:
            - description: null
              is_deprecated: null
              value: RED
            - description: of the sky
              is_deprecated: true
              value: BLUE
      input_objects:
        - name: Credentials
      objects:
        - name: User
          relationships:
            - field_mapping:
                id: id
              name: account
              remote_table:
                name: account
                schema: public
              source: default
              type: object
      scalars:
        - name: Token

    """

  static let schema = """
    type Mutation {
      login(
        credentials: Credentials!
        remember: Boolean
      ): User!
    }

    type Query {
      whoami: [User!]
    }

    enum Color {
      RED
      \"\"\"
      of the sky
      \"\"\"
      BLUE @deprecated
    }

    input Credentials {
      name: String!
      \"\"\"
      not the old one
      \"\"\"
      password: String!
    }

    \"\"\"
    Somebody
    \"\"\"
    type User {
      id: Int!
      token: Token
    }

    scalar Token


    """

  private func project(_ yaml: String, _ schema: String) throws -> TemporaryProject {
    let project = try TemporaryProject(smallMetadata)
    try project.write(yaml, to: "metadata/actions.yaml")
    try project.write(schema, to: "metadata/actions.graphql")
    return project
  }

  @Test("A definition may say once more whether it is a query")
  func redundantType() throws {
    let project = try project(
      "actions: [{name: a, definition: {kind: '', handler: h, type: query}}]",
      "type Query { a: Int }"
    )
    let (metadata, _) = try project.project().metadata().decoded()
    #expect(metadata.actions["a"]?.definition.kind == .query)
    let wrong = try self.project(
      "actions: [{name: a, definition: {handler: h, type: mutation}}]",
      "type Query { a: Int }"
    )
    let message = try #require(complaint { _ = try wrong.project().metadata() })
    #expect(message.contains("$.actions[0].definition.type"))
  }

  @Test("Handlers and schema together make actions and types")
  func reading() throws {
    let project = try project(Self.yaml, Self.schema)
    let document = try project.project().metadata()
    let (metadata, warnings) = try document.decoded()
    #expect(warnings.isEmpty)
    let login = try #require(metadata.actions["login"])
    #expect(login.definition.kind == .mutation(isAsynchronous: false))
    #expect(login.definition.outputType == "User!")
    #expect(login.definition.arguments.map(\.type) == ["Credentials!", "Boolean"])
    #expect(login.definition.forwardsClientHeaders && login.definition.headers.count == 1)
    #expect(login.permissions.keys == ["anonymous"] && login.comment == "lets somebody in")
    let whoami = try #require(metadata.actions["whoami"])
    #expect(whoami.definition.kind == .query && whoami.definition.outputType == "[User!]")
    let types = metadata.customTypes
    #expect(types.scalars.map(\.name) == ["Token"])
    #expect(types.enums.first?.values.map(\.isDeprecated) == [false, true])
    #expect(types.enums.first?.values.last?.description == "of the sky")
    #expect(types.inputObjects.first?.fields.last?.description == "not the old one")
    #expect(types.objects.first?.description == "Somebody")
    #expect(types.objects.first?.relationships.first?.name == "account")
  }

  @Test("Writing what was read gives the same files")
  func writing() throws {
    let project = try project(Self.yaml, Self.schema)
    let document = try project.project().metadata()
    let texts = MetadataFiles(try document.decoded().metadata.json).texts
    #expect(texts["actions.yaml"] == Self.yaml)
    #expect(texts["actions.graphql"] == Self.schema)
  }

  @Test("Extensions add to what they extend")
  func extensions() throws {
    let project = try project(
      """
      actions:
        - name: a
          definition: {handler: 'http://x', kind: asynchronous}
        - name: b
          definition: {handler: 'http://x', kind: ''}
      custom_types: {}
      """,
      """
      extend type Mutation { a(x: In!): Out }
      extend type Query { b: Out }
      extend type Out { more: Int }
      type Out { id: ID! }
      input In { a: Int }
      extend input In { b: Int }
      enum E { A }
      extend enum E { B }
      """
    )
    let document = try project.project().metadata()
    let (metadata, _) = try document.decoded()
    #expect(metadata.actions["a"]?.definition.kind == .mutation(isAsynchronous: true))
    #expect(metadata.actions["b"]?.definition.kind == .query)
    #expect(metadata.customTypes.objects.first?.fields.map(\.name) == ["id", "more"])
    #expect(metadata.customTypes.inputObjects.first?.fields.map(\.name) == ["a", "b"])
    #expect(metadata.customTypes.enums.first?.values.map(\.value) == ["A", "B"])
  }

  @Test("Descriptions survive, whatever is in them")
  func descriptions() throws {
    for text in ["a", "a\nb", "  a", "a\n  b", "\"\"\"", "a\"", "\\", "a\n", "ä", "a\tb", "\n"] {
      let document: JSONValue = [
        "version": 3, "sources": [],
        "custom_types": [
          "scalars": [["name": "T", "description": .string(text)]],
          "objects": [
            [
              "name": "O",
              "fields": [["name": "f", "type": "Int", "description": .string(text)]],
            ]
          ],
        ],
      ]
      let texts = MetadataFiles(document).texts
      let project = try project(
        #require(texts["actions.yaml"]),
        #require(texts["actions.graphql"])
      )
      let types = try project.project().metadata().decoded().metadata.customTypes
      #expect(types.scalars.first?.description == text, "\(JSONValue.string(text))")
      #expect(types.objects.first?.fields.first?.description == text)
    }
  }

  @Test(
    "What does not fit together is refused with its file",
    arguments: [
      (
        "actions: [{name: a, definition: {handler: h}}]", "",
        "metadata/actions.yaml: $.actions[0]: the action \"a\" has no field in metadata/actions.graphql"
      ),
      (
        "actions: []", "type Query { a: Int }",
        "metadata/actions.graphql: the action \"a\" is not in metadata/actions.yaml"
      ),
      ("{}", "type Query { a: Int", "metadata/actions.graphql:1:20: "),
      ("{}", "query { a }", "metadata/actions.graphql: only definitions of types"),
      ("{}", "interface A { a: Int }", "metadata/actions.graphql:1:1: \"A\": actions know no"),
      ("{}", "union A = B", "actions know no interfaces and unions"),
      (
        "{}", "input A { a: Int = 1 }",
        "metadata/actions.graphql:1:11: \"A.a\": actions know no default"
      ),
      ("{}", "type A { a(b: Int): Int }", "fields of custom types have no arguments"),
      ("{}", "type A @key { a: Int }", "the directive @key is not known here"),
      (
        "{}", "type A { a: Int }\ninput A { a: Int }",
        "metadata/actions.graphql:2:1: the type \"A\" is defined twice"
      ),
      ("{}", "extend type A { a: Int }", "\"extend\" adds to the type \"A\""),
      (
        "custom_types: {objects: [{name: A}]}", "",
        "$.custom_types.objects[0]: the type \"A\" is not in"
      ),
      ("custom_types: {unions: []}", "", "$.custom_types.unions: the key is not known"),
      ("other: 1", "", "$.other: the key is not known"),
      (
        "actions: [{name: a, definition: {handler: h, output_type: Int}}]", "type Query { a: Int }",
        "$.actions[0].definition.output_type: \"output_type\" belongs into"
      ),
    ]
  )
  func refusals(yaml: String, schema: String, part: String) throws {
    let project = try project(yaml, schema)
    let message = try #require(complaint { _ = try project.project().metadata() })
    #expect(message.contains(part), "\(message)")
  }
}
