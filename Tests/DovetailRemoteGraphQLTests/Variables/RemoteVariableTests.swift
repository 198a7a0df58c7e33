import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailRemoteGraphQL
import DovetailSource
import GraphQLLanguage
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Values of variables")
struct RemoteVariableTests {
  private func send(
    _ variable: RemoteVariable,
    _ context: ExecutionContext
  ) async throws -> String? {
    let operation = RemoteOperation(
      kind: .query,
      variables: [variable],
      fields: [RemoteField(alias: "me", name: "me", role: .output(key: "me"))]
    )
    return try await TestService.run(answering: #"{"data":{"me":1}}"#) { service in
      try await withSource(of: service) { source in
        _ = try await source.send(operation, context)
      }
      return service.bodies.first
    }
  }

  private func session(_ value: String?) -> ExecutionContext {
    var variables: [String: String] = [:]
    variables["x-hasura-v"] = value
    return ExecutionContext(session: Session(role: "user", variables: variables))
  }

  private func preset(_ type: String, types: [RemoteInputType] = []) -> RemoteVariable {
    RemoteVariable(
      name: "x_hasura_v",
      type: .nonNull(.named(Name(type))),
      value: .session("x-hasura-v"),
      inputTypes: types
    )
  }

  @Test(
    "A session variable becomes a value of the declared type",
    arguments: [
      ("Int", "7", "7"), ("Float", "1.5", "1.5"), ("Boolean", "true", "true"),
      ("String", "7", #""7""#), ("ID", "7", #""7""#), ("uuid", "u", #""u""#),
    ]
  )
  func coercion(type: String, text: String, sent: String) async throws {
    let body = try await send(preset(type), session(text))
    #expect(body?.contains(#""variables":{"x_hasura_v":\#(sent)}"#) == true)
  }

  @Test(
    "A session variable that is no value of the type fails the request",
    arguments: [
      ("Int", "abc", "\"abc\" cannot be coerced into an Int value"),
      ("Float", "x", "\"x\" cannot be coerced into a Float value"),
      ("Boolean", "1", "\"1\" cannot be coerced into a Boolean value"),
      ("Color", "PINK", "\"PINK\" cannot be coerced into a Color value"),
    ]
  )
  func failedCoercion(type: String, text: String, message: String) async throws {
    let color = RemoteInputType(name: "Color", clientName: "Color", kind: .names(["RED"]))
    let error = await sourceError {
      _ = try await send(preset(type, types: [color]), session(text))
    }
    #expect(error?.message == message)
    #expect(error?.code.rawValue == "coercion-error")
  }

  @Test("A missing session variable fails the request")
  func missing() async throws {
    let error = await sourceError { _ = try await send(preset("Int"), session(nil)) }
    #expect(error?.message == "\"x-hasura-v\" session variable expected, but not found")
    #expect(error?.code == .notFound)
  }

  private let types = [
    RemoteInputType(
      name: "Where",
      clientName: "CWhere",
      kind: .object([
        .init(name: "id", type: .named(Name("Int"))),
        .init(name: "and", type: .list(.named(Name("Where")))),
        .init(name: "color", type: .named(Name("Color"))),
        .init(
          name: "owner",
          type: .named(Name("String")),
          preset: .session("x-hasura-v", type: "String")
        ),
      ])
    ),
    RemoteInputType(name: "Color", clientName: "CColor", kind: .names(["RED"])),
  ]

  private func filter(_ value: JSONValue) -> (RemoteVariable, ExecutionContext) {
    var context = session("me")
    context.variables = ["w": value]
    let variable = RemoteVariable(
      name: "w",
      type: .named(Name("Where")),
      value: .variable(VariableReference(name: "w")),
      inputTypes: types,
      path: "$.selectionSet.me.args.where"
    )
    return (variable, context)
  }

  @Test("Presets are put into objects, however deep")
  func injection() async throws {
    let (variable, context) = filter(["id": 1, "and": [["color": "RED"], nil]])
    let body = try await send(variable, context)
    #expect(
      body?.contains(
        #"{"w":{"id":1,"and":[{"color":"RED","owner":"me"},null],"owner":"me"}}"#
      ) == true
    )
  }

  @Test(
    "What the role may not name it may not send",
    arguments: [
      (
        #"{"owner":"you"}"#, "field 'owner' not found in type: 'CWhere'",
        "$.selectionSet.me.args.where.owner"
      ),
      (
        #"{"and":[{"secret":1}]}"#, "field 'secret' not found in type: 'CWhere'",
        "$.selectionSet.me.args.where.and.secret"
      ),
      (
        #"{"color":"PINK"}"#,
        "expected one of the values ['RED'] for type 'CColor', but found 'PINK'",
        "$.selectionSet.me.args.where.color"
      ),
    ]
  )
  func refused(value: String, message: String, path: String) async throws {
    let (variable, context) = filter(try JSONValue(parsing: value))
    let error = await sourceError { _ = try await send(variable, context) }
    #expect(error?.message == message)
    #expect(error?.path == path)
    #expect(error?.code == .validationFailed)
  }
}
