import DovetailCatalog
import DovetailMetadata
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Relationships to fields of a remote schema")
struct RemoteFieldResolutionTests {
  private let side = RemoteJoinSide(
    identifier: "custom.profiles",
    fields: ["id": .init(), "name": .init(), "tags": .init(listDepth: 1)]
  )

  private func resolve(
    _ path: [RemoteFieldStep],
    lhsFields: [String] = ["id", "name"],
    named name: RelationshipName = "msgs",
    batch: RemoteRelationshipDefinition.BatchLookup? = nil,
    role sdl: String? = nil
  ) throws -> ResolvedRemoteField {
    let catalog = try remoteCatalog(messagesSDL)
    return try resolveRemoteField(
      RemoteRelationshipDefinition.ToRemoteSchema(
        remoteSchema: "crm",
        lhsFields: lhsFields,
        remoteField: path,
        batch: batch
      ),
      of: name,
      from: side,
      as: try sdl.map { try catalog.makePermissionView($0) } ?? catalog.full
    )
  }

  @Test("A path with templates becomes typed steps")
  func path() throws {
    let field = try resolve([
      RemoteFieldStep(name: "user", arguments: ["user_id": "$id"]),
      RemoteFieldStep(
        name: "userMessages",
        arguments: ["whered": ["name": ["eq": "$name"], "id": ["gt": 3]]]
      ),
    ])
    #expect(field.keyFields == ["id", "name"])
    #expect(field.path.map(\.field) == ["user", "userMessages"])
    #expect(field.path.map(\.parentType) == ["Query", "User"])
    #expect(
      field.path.first?.arguments
        == [.init(name: "user_id", value: .key(0, type: try .init(parsing: "Int!")))]
    )
    #expect(
      field.path.last?.template(of: "whered")
        == .object([
          .init(
            name: "name",
            value: .object([.init(name: "eq", value: .key(1, type: .named(Name("String"))))])
          ),
          .init(
            name: "id",
            value: .object([.init(name: "gt", value: .literal(.int("3")))])
          ),
        ])
    )
    #expect(field.type.description == "[Message]")
  }

  @Test("A single value for a list argument is sent as a list; an array column as it is")
  func lists() throws {
    let item = TypeReference.named(Name("Int"))
    let single = try resolve([RemoteFieldStep(name: "users", arguments: ["user_ids": "$id"])])
    #expect(single.path.last?.template(of: "user_ids") == .list([.key(0, type: item)]))
    let listed = try resolve([RemoteFieldStep(name: "users", arguments: ["user_ids": ["$id"]])])
    #expect(listed.path.last?.template(of: "user_ids") == .list([.key(0, type: item)]))
    let array = try resolve(
      [RemoteFieldStep(name: "users", arguments: ["user_ids": "$tags"])],
      lhsFields: ["tags"]
    )
    #expect(
      array.path.last?.template(of: "user_ids") == .key(0, type: try .init(parsing: "[Int]!"))
    )
    let deep = try resolve([RemoteFieldStep(name: "since", arguments: ["deep": "$id"])])
    #expect(
      deep.path.last?.template(of: "deep")
        == .list([.list([.key(0, type: try .init(parsing: "Int!"))])])
    )
  }

  @Test("Fixed arguments are not offered, others are")
  func offered() throws {
    let field = try resolve([
      RemoteFieldStep(name: "messages", arguments: ["where": ["id": ["eq": "$id"]]])
    ])
    #expect(field.arguments.keys.elements == ["where", "includes"])
    let reduced = "MessageWhere_remote_rel_custom_profilesmsgs"
    #expect(field.arguments["where"]?.type.description == reduced)
    #expect(
      field.reducedInputTypes.keys.sorted() == [
        "IntCompare_remote_rel_custom_profilesmsgs", reduced,
      ]
    )
    #expect(
      field.reducedInputTypes[reduced]?.inputFields.mapValues(\.type.description)
        == ["id": "IntCompare_remote_rel_custom_profilesmsgs", "name": "StringCompare"]
    )
    #expect(
      field.reducedInputTypes["IntCompare_remote_rel_custom_profilesmsgs"]?.inputFields.keys
        .elements
        == ["gt", "lt"]
    )
    #expect(field.arguments["includes"]?.type.description == "Include")
  }

  @Test("Of an input type inside itself, the outer one has the contract's name")
  func nestedInItself() throws {
    let field = try resolve([
      RemoteFieldStep(name: "tree", arguments: ["of": ["a": "$id", "sub": ["a": 1, "b": 2]]])
    ])
    let outer = "Tree_remote_rel_custom_profilesmsgs"
    #expect(field.arguments["of"]?.type.description == outer)
    #expect(
      field.reducedInputTypes[outer]?.inputFields.mapValues(\.type.description)
        == ["b": "Int", "sub": "\(outer)_2"]
    )
    #expect(field.reducedInputTypes["\(outer)_2"]?.inputFields.keys.elements == ["sub"])
  }

  @Test("An argument of which nothing is left is not offered")
  func fullyFixed() throws {
    let field = try resolve([
      RemoteFieldStep(
        name: "messages",
        arguments: [
          "where": ["id": ["eq": "$id", "gt": 1, "lt": 2], "name": ["eq": "$name"]],
          "includes": ["id": ["$id"]],
        ]
      )
    ])
    #expect(field.arguments.keys.elements == ["includes"])
    let reduced = "Include_remote_rel_custom_profilesmsgs"
    #expect(field.arguments["includes"]?.type.description == reduced)
    #expect(field.reducedInputTypes.keys.elements == [reduced])
    #expect(field.reducedInputTypes[reduced]?.inputFields.keys.elements == ["name"])
  }

  @Test("Arguments that the definition says nothing of stay required")
  func requiredArguments() throws {
    let field = try resolve([RemoteFieldStep(name: "message")])
    #expect(field.arguments["id"]?.isRequired == true)
  }

  @Test(
    "Wrong definitions are refused with the contract's texts",
    arguments: [
      (
        "message_wrong", #"{"id":"$id"}"#,
        #"remote field with name "message_wrong" and type "Query" not found"#
      ),
      (
        "message", #"{"id_wrong":"$id"}"#,
        #"argument with name "id_wrong" not found in remote schema"#
      ),
      (
        "messages", #"{"where":{"id":{"xyz":"$id"}}}"#,
        #"argument with name "xyz" not found in remote schema"#
      ),
      ("message", #"{"id":"$id_wrong"}"#, #"variable "id_wrong" is not found"#),
      ("message", #"{"id":"abc"}"#, #"expected type "Int" but got "String""#),
      ("message", #"{"id":1.5}"#, #"expected type "Int" but got "Float""#),
      ("message", #"{"id":null}"#, "null is not allowed here"),
      ("message", #"{"id":["$id"]}"#, #"type "Int"is not a list type"#),
      ("users", #"{"user_ids":[1,2]}"#, "multiple elements in list value is not supported"),
      (
        "person", #"{"ref":true}"#,
        "Only ID, Int, uuid or String scalar types can be joined to the ID type, but received "
          + #""Boolean""#
      ),
      ("statuses", #"{"in":["READ"]}"#, #"expected type "MessageStatus" but got "String""#),
      ("since", #"{"time":"now"}"#, #"expected type "timestamptz" but got "String""#),
    ]
  )
  func refused(field: String, arguments: String, message: String) throws {
    let templates = try JSONValue(parsing: arguments).objectValue ?? [:]
    let error = remoteError {
      _ = try resolve([RemoteFieldStep(name: field, arguments: templates)])
    }
    #expect(error == RemoteSchemaError(.invalidConfiguration, message))
  }

  @Test("Literals of the right types are accepted")
  func literals() throws {
    #expect(
      try resolve([RemoteFieldStep(name: "person", arguments: ["ref": 7])])
        .path.last?.template(of: "ref") == .literal(.int("7"))
    )
    #expect(
      try resolve([RemoteFieldStep(name: "users", arguments: ["user_ids": 7])])
        .path.last?.template(of: "user_ids") == .literal(.int("7"))
    )
    #expect(
      try resolve([RemoteFieldStep(name: "users", arguments: ["user_ids": []])])
        .path.last?.template(of: "user_ids") == .literal(.list([]))
    )
  }

  @Test("Nothing can follow a field that is no object")
  func throughScalar() {
    let error = remoteError {
      _ = try resolve([RemoteFieldStep(name: "hello"), RemoteFieldStep(name: "x")])
    }
    #expect(error?.message == #"remote field with name "x" and type "String" not found"#)
  }

  @Test("An unknown join field is refused with those that there are")
  func unknownJoinField() {
    let error = remoteError {
      _ = try resolve([RemoteFieldStep(name: "hello")], lhsFields: ["id_wrong"])
    }
    #expect(
      error?.message
        == "field with name \"id_wrong\"is not provided by the lhs entity\"custom.profiles\"for "
        + "defining a join condition, the allowed fields are \"id\", \"name\" or \"tags\""
    )
  }

  @Test("A name that GraphQL does not allow is refused")
  func badName() {
    let error = remoteError { _ = try resolve([RemoteFieldStep(name: "hello")], named: "a b") }
    #expect(error?.message == "\"a b\" is not a valid GraphQL identifier")
  }

  @Test("With a batch the field is one item of the leaf's list")
  func batch() throws {
    let field = try resolve(
      [RemoteFieldStep(name: "users")],
      lhsFields: ["id"],
      batch: .init(argument: "user_ids", key: "user_id")
    )
    #expect(field.type.description == "User")
    #expect(field.lookup.batch?.match == [["user_id"]])
    #expect(field.lookup.batch?.item == .key(0, type: .named(Name("Int"))))
    #expect(field.path.last?.template(of: "user_ids") == .keys)
    #expect(field.arguments.isEmpty)
  }

  @Test(
    "Batches that cannot be matched are refused",
    arguments: [("message", "id", "id"), ("users", "user_ids", "nope"), ("users", "x", "user_id")]
  )
  func wrongBatch(field: String, argument: String, key: String) {
    let error = remoteError {
      _ = try resolve(
        [RemoteFieldStep(name: field)],
        lhsFields: ["id"],
        batch: .init(argument: argument, key: key)
      )
    }
    #expect(error?.code == .invalidConfiguration)
  }

  @Test("For a role only what it sees resolves, but its presets give way")
  func roles() throws {
    let sdl = """
      type Message { msg: String! }
      type Query { message(id: Int! @preset(value: 1)): Message hello: String }
      """
    let steps = [RemoteFieldStep(name: "message", arguments: ["id": "$id"])]
    #expect(
      try resolve(steps, role: sdl).path.last?.template(of: "id")
        == .key(0, type: try .init(parsing: "Int!"))
    )
    let hidden = [RemoteFieldStep(name: "messages", arguments: [:])]
    #expect(remoteError { _ = try resolve(hidden, role: sdl) } != nil)
  }
}
