import DovetailCatalog
import DovetailMetadata
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections
import Testing

@Suite("What a role sees of a remote schema")
struct RemotePermissionTests {
  private func reasons(_ sdl: String) throws -> RemoteSchemaError? {
    let catalog = try remoteCatalog(messagesSDL)
    return remoteError { _ = try catalog.makePermissionView(sdl) }
  }

  @Test("A subset is what the role sees; mutations only if named")
  func subset() throws {
    var catalog = try remoteCatalog(messagesSDL)
    try catalog.setPermission(
      "type User { user_id: Int } type Query { hello: String user(user_id: Int!): User } "
        + "type Mutation { send(text: String!): Message } type Message { msg: String! }",
      for: "user"
    )
    let view = try #require(catalog.view(for: "user", enforcesPermissions: true))
    #expect(view.rootFields(for: .query).map(\.clientName) == ["hello", "user"])
    #expect(view.rootFields(for: .mutation).isEmpty)
    #expect(view.schema.type(named: "User")?.fields.keys.elements == ["user_id"])
    #expect(view.schema.type(named: "Person") == nil)
  }

  @Test("Without a permission a role sees nothing, unless they are not enforced")
  func unknownRole() throws {
    let catalog = try remoteCatalog(messagesSDL)
    #expect(catalog.view(for: "other", enforcesPermissions: true) == nil)
    #expect(catalog.view(for: "other", enforcesPermissions: false) === catalog.full)
    #expect(catalog.view(for: .admin, enforcesPermissions: true) === catalog.full)
  }

  @Test(
    "One violation is told as the reason",
    arguments: [
      (
        "enum Occupation { ACTOR }",
        "\"Enum\": \"Occupation\" does not exist in the upstream remote schema"
      ),
      ("scalar Time", "\"Scalar\": \"Time\" does not exist in the upstream remote schema"),
      (
        "input User { a: Int }",
        "\"Input object\": \"User\" does not exist in the upstream remote schema"
      ),
      (
        "enum MessageStatus { READ IDLE }",
        "enum \"MessageStatus\" contains the following enum values that do not exist in the "
          + "corresponding upstream remote enum: \"IDLE\""
      ),
      (
        "enum MessageStatus { SENT SENT }",
        "duplicate enum values: \"SENT\" found in the \"MessageStatus\" enum"
      ),
      (
        "interface Communication { id: Int! timestamp: String! }",
        "field \"timestamp\" does not exist in the \"Interface\": \"Communication\""
      ),
      (
        "union SearchResult = Photo | Message",
        "union \"SearchResult\" contains members which do not exist in the members of the remote "
          + "schema union :\"Message\""
      ),
      (
        "type Photo implements Name { height: Int }",
        "object \"Photo\" is trying to implement the following interfaces that do not exist in the "
          + "corresponding upstream remote object: \"Name\""
      ),
      (
        "input StringCompare { eq: String ne: String }",
        "input argument \"ne\" does not exist in the input object:\"StringCompare\""
      ),
      (
        "type User { gimmeText(text: Int): String }",
        "expected type of \"text\"(\"Argument\") to be String but received Int"
      ),
      ("type User { a: Int }", "field \"a\" does not exist in the \"Object\": \"User\""),
      (
        "type User { user_id: Int user_id: Int }",
        "duplicate fields: \"user_id\"found in the \"Object\" \"User\""
      ),
      (
        "type User { user_id: Int } type User { user_id: Int }",
        "duplicate type names found: \"User\""
      ),
      (
        "type User { user_id: Int @a @b @a }",
        "duplicate directives: \"a\" found at \"user_id\""
      ),
    ]
  )
  func oneReason(sdl: String, reason: String) throws {
    let error = try reasons("type Query { hello: String } " + sdl)
    #expect(
      error?.message == "validation for the given role-based schema failed because " + reason
    )
    #expect(error?.code == .validationFailed)
  }

  @Test(
    "Arguments of the query root are checked",
    arguments: [
      (
        "user: User",
        "field: \"user\" expects the following non nullable arguments to be present: \"user_id\""
      ),
      (
        "communications(id: Int): [Communication]",
        "expected default value of input value: \"id\"of input object \"communications\" to be 3 "
          + "but received no default value"
      ),
      (
        "communications(id: Int = 4): [Communication]",
        "expected default value of input value: \"id\"of input object \"communications\" to be 3 "
          + "but received 4"
      ),
    ]
  )
  func arguments(field: String, reason: String) throws {
    let error = try reasons("type Query { \(field) }")
    #expect(
      error?.message == "validation for the given role-based schema failed because " + reason
    )
  }

  @Test("Several violations are listed")
  func severalReasons() throws {
    let error = try reasons(
      "type Query { hello: String } type User { user_id: Int! created_at: String }"
    )
    #expect(
      error?.message
        == "validation for the given role-based schema failed for the following reasons:\n"
        + " • expected type of \"user_id\"(\"Object field\") to be Int but received Int!\n"
        + " • field \"created_at\" does not exist in the \"Object\": \"User\"\n"
    )
  }

  @Test("Interfaces that the service does not have are refused twice")
  func customInterface() throws {
    let error = try reasons(
      "type Query { hello: String } interface FullName { firstName: String! } "
        + "type Person implements FullName { firstName: String }"
    )
    #expect(
      error?.message
        == "validation for the given role-based schema failed for the following reasons:\n"
        + " • \"Interface\": \"FullName\" does not exist in the upstream remote schema\n"
        + " • custom interfaces are not supported. Object\"Person\" implements the following "
        + "custom interfaces: \"FullName\"\n"
    )
  }

  @Test("A text that is no document is refused")
  func syntax() throws {
    #expect(try reasons("type Query {")?.code == .parseFailed)
  }

  @Test("A type that is used and not listed is refused")
  func missingType() throws {
    #expect(
      try reasons("type Query { message(id: Int!): Message }")
        == RemoteSchemaError(.remoteSchemaError, "Could not find type with name \"Message\"")
    )
  }

  @Test("Two schema definitions are refused")
  func schemaDefinitions() throws {
    let error = try reasons(
      "type Query { hello: String } schema { query: Query } schema { query: Query }"
    )
    #expect(error?.message.hasSuffix("multiple schema definitions found") == true)
  }

  @Test("A document may be as long as the schema of a large service")
  func longDocument() throws {
    let description = String(repeating: "word ", count: 300_000)
    #expect(try reasons("\"\"\"\(description)\"\"\" type Query { hello: String }") == nil)
  }

  @Test("Descriptions are inherited, possible types recomputed")
  func inheritance() throws {
    let catalog = try remoteCatalog(
      "\"shown\" interface I { a: Int } type A implements I { \"field\" a: Int } "
        + "type B implements I { a: Int } type Query { i: I }"
    )
    let view = try catalog.makePermissionView(
      "interface I { a: Int } type A implements I { a: Int } type Query { i: I }"
    )
    #expect(view.schema.type(named: "I")?.description == "shown")
    #expect(view.schema.type(named: "A")?.fields["a"]?.description == "field")
    #expect(view.schema.possibleTypes(of: "I") == ["A"])
  }
}
