import DovetailCatalog
import DovetailMetadata
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections
import Testing

@Suite("Presets of a role on a remote schema")
struct RemotePresetTests {
  private let rest =
    " type Message { msg: String! } input IntCompare { eq: Int } input StringCompare { eq: String }"

  private func view(_ sdl: String) throws -> RemoteSchemaView {
    try remoteCatalog(messagesSDL).makePermissionView(sdl + rest)
  }

  @Test("A preset argument is hidden and kept")
  func hidden() throws {
    let view = try view(
      "type Query { message(id: Int! @preset(value: \"X-Hasura-Msg\")): Message }"
    )
    #expect(view.schema.type(named: "Query")?.fields["message"]?.arguments.isEmpty == true)
    let presets = view.presetArguments(of: "message", on: "Query")
    #expect(presets.keys.elements == ["id"])
    #expect(presets["id"] == .session("x-hasura-msg", type: "Int"))
  }

  @Test("Literals, lists, objects and enums can be preset")
  func values() throws {
    let view = try view(
      """
      type Query {
        messages(
          where: MessageWhere @preset(value: {id: {eq: 1}, name: {eq: "x-hasura-name"}})
        ): [Message]
        statuses(in: [MessageStatus!] @preset(value: [READ])): [Message!]!
        since(deep: [[Int!]!] @preset(value: 4)): Int
        person(ref: ID! @preset(value: "x-hasura-static", static: true)): Person
      }
      input MessageWhere { id: IntCompare name: StringCompare }
      enum MessageStatus { READ } type Person { age: Int }
      """
    )
    func preset(_ field: String, _ name: String) -> RemotePreset? {
      view.preset(at: .argument(type: "Query", field: field, name: name))
    }
    #expect(
      preset("messages", "where")
        == .object([
          .init(name: "id", value: .object([.init(name: "eq", value: .literal(.int("1")))])),
          .init(
            name: "name",
            value: .object([.init(name: "eq", value: .session("x-hasura-name", type: "String"))])
          ),
        ])
    )
    #expect(preset("statuses", "in") == .list([.literal(.enum(Name("READ")))]))
    #expect(preset("since", "deep") == .literal(.int("4")))
    #expect(preset("person", "ref") == .literal(.string(StringValue("x-hasura-static"))))
  }

  @Test("Where all fields of an input object are preset, arguments of it are preset too")
  func fullyPreset() throws {
    let view = try view(
      """
      type Query { messages(where: MessageWhere): [Message] }
      input MessageWhere { name: StringCompare @preset(value: {eq: "a"}) }
      """
    )
    #expect(view.schema.type(named: "Query")?.fields["messages"]?.arguments.isEmpty == true)
    #expect(view.schema.type(named: "MessageWhere") == nil)
    #expect(
      view.presetArguments(of: "messages", on: "Query")["where"]
        == .object([
          .init(
            name: "name",
            value: .object([.init(name: "eq", value: .literal(.string(StringValue("a"))))])
          )
        ])
    )
  }

  @Test("Preset fields of input objects are known by type")
  func presetFields() throws {
    let view = try view(
      """
      type Query { messages(where: MessageWhere): [Message] }
      input MessageWhere { id: IntCompare name: StringCompare @preset(value: {eq: "a"}) }
      """
    )
    #expect(view.presetFields(of: "MessageWhere") == ["name"])
    #expect(view.schema.type(named: "MessageWhere")?.inputFields.keys.elements == ["id"])
  }

  @Test(
    "Wrong presets are refused with the contract's texts",
    arguments: [
      (
        "type User { user_id: Int @preset(value: 2) } type Query { hello: String }",
        "Preset directives can be defined only on INPUT_FIELD_DEFINITION or ARGUMENT_DEFINITION"
      ),
      (
        "type Query { message(id: Int! @preset): Message }",
        "no arguments found in the preset directive"
      ),
      (
        "type Query { message(id: Int! @preset(static: true)): Message }",
        "preset argument \"value\" not found at \"id\""
      ),
      (
        "type Query { message(id: Int! @preset(value: 1) @preset(value: 2)): Message }",
        "found multiple preset directives at \"Argument\" \"id\""
      ),
      (
        "type Query { message(id: Int! @preset(value: 1, static: 1)): Message }",
        "expected preset static value to be a Boolean value"
      ),
      (
        "type Query { message(id: Int! @preset(value: {a: 1})): Message }",
        "expected preset value \"{a: 1}\" of type \"Int\" to be a scalar value"
      ),
      (
        "input MessageWhere { id: IntCompare @preset(value: 2) } type Query { hello: String }",
        "expected preset value \"2\" of type \"IntCompare\" to be an input object value"
      ),
      (
        "input MessageWhere { id: IntCompare @preset(value: {lte: 2}) } type Query { hello: String }",
        "\"lte\" does not exist in the input object \"IntCompare\""
      ),
      (
        "enum MessageStatus { READ } "
          + "type Query { statuses(in: [MessageStatus!] @preset(value: [GONE])): [Message!]! }",
        "\"GONE\" not found in the enum: \"MessageStatus\""
      ),
      (
        "enum MessageStatus { READ } "
          + "type Query { statuses(in: [MessageStatus!] @preset(value: [1])): [Message!]! }",
        "expected preset value \"1\" of type \"MessageStatus\" to be an enum value"
      ),
      (
        "type Query { users(user_ids: [Int]! @preset(value: \"x-hasura-ids\")): [User] } "
          + "type User { user_id: Int }",
        "illegal preset value at \"user_ids\". Session arguments can only be set for singleton values"
      ),
    ]
  )
  func refused(sdl: String, reason: String) throws {
    let error = remoteError { _ = try view(sdl) }
    #expect(
      error?.message == "validation for the given role-based schema failed because " + reason
    )
  }
}
