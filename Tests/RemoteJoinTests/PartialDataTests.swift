import DovetailDemo
import DovetailEngine
import DovetailRemoteGraphQL
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Data and errors of a remote schema, both kept")
struct PartialDataTests {
  private static let sdl = """
    type Person { id: Int mail: String boss: Person pets: [Pet] }
    type Pet { name: String tag: Int! }
    type Query { person(id: Int!): Person me: Person! count: Int }
    type Mutation { rename(id: Int!): Person must(id: Int!): Int! }
    """

  /// Mails of persons with even numbers, and the second of their pets, are out of order.
  private func service() throws -> GraphService {
    try GraphService(Self.sdl) { (field, arguments) throws(ResolverError) in
      let id = arguments["id"]?.intValue ?? 1
      switch field {
      case "person", "rename":
        if id == 13 { throw ResolverError(message: "no person 13") }
        return .object(Self.person(id))
      case "me": throw ResolverError(message: "who are you")
      case "must":
        if id == 13 { throw ResolverError(message: "must not") }
        return .leaf(.int(id))
      default: return .leaf(7)
      }
    }
  }

  private static func person(_ id: Int) -> Node {
    Node("Person") { (field, _) throws(ResolverError) in
      switch field {
      case "id":
        if id == 66 { throw ResolverError(message: "no id") }
        return .leaf(.int(id))
      case "mail":
        if id % 2 == 0 { throw ResolverError(message: "no mail of \(id)") }
        return .leaf(.string("m\(id)"))
      case "boss": return .object(person(id / 2))
      default: return .list([.object(pet(1)), .object(pet(2))])
      }
    }
  }

  private static func pet(_ tag: Int) -> Node {
    Node("Pet") { (field, _) throws(ResolverError) in
      if field == "tag", tag == 2 { throw ResolverError(message: "no tag") }
      return field == "tag" ? .leaf(.int(tag)) : .leaf(.string("pet\(tag)"))
    }
  }

  private func run(
    _ more: JSONObject = ["on_error": "partial"],
    options: RemoteGraphQLOptions = RemoteGraphQLOptions(retry: RetryPolicy(limit: 0)),
    _ body: (JoinEngine, GraphService) async throws -> Void
  ) async throws {
    let crm = try service()
    try await JoinEngine.run(
      ["crm": crm],
      remoteOptions: options,
      definitions: ["crm": more]
    ) { test in
      try await test.addDatabase(
        """
        CREATE TABLE visit (id INTEGER PRIMARY KEY, person INTEGER);
        INSERT INTO visit VALUES (1, 3), (2, 4);
        """,
        tables: ["visit"]
      )
      try await body(test, crm)
    }
  }

  /// Message and path of each error, as the response has them.
  private func errors(_ response: GraphQLOperationResponse) -> [JSONValue] {
    response.errors.map { error in
      guard let verbatim = error.verbatim else {
        return [.string(error.message), .array(error.responsePath)]
      }
      return [verbatim["message"] ?? .null, verbatim["path"] ?? .null]
    }
  }

  private func data(_ response: GraphQLOperationResponse) throws -> JSONValue {
    try JSONValue(parsing: try #require(response.data))
  }

  @Test("Root fields share a request; each error has the client's path, and tables are not touched")
  func mergedRoots() async throws {
    try await run { test, crm in
      let response = await test.execute(
        """
        { a: person(id: 4) { letter: mail boss { mail } }
          visit(order_by: {id: asc}) { id }
          b: person(id: 3) { mail pets { name tag } } gone: person(id: 13) { id } }
        """
      )
      #expect(crm.requests.count == 1)
      let data = try data(response)
      #expect(
        data == [
          "a": ["letter": .null, "boss": ["mail": .null]],
          "visit": [["id": 1], ["id": 2]],
          "b": ["mail": "m3", "pets": [["name": "pet1", "tag": 1], .null]],
          "gone": .null,
        ]
      )
      #expect(
        errors(response) == [
          ["no mail of 4", ["a", "letter"]], ["no mail of 2", ["a", "boss", "mail"]],
          ["no tag", ["b", "pets", 1, "tag"]], ["no person 13", ["gone"]],
        ]
      )
      // Locations lie in a document that the client does not know.
      #expect(response.errors.allSatisfy { $0.verbatim?["locations"] == nil })
    }
  }

  @Test("Paths have the names of the customization and the namespace")
  func customizedNames() async throws {
    let customization: JSONValue = [
      "root_fields_namespace": "crm",
      "field_names": [
        ["parent_type": "Query", "mapping": ["person": "human"]],
        ["parent_type": "Person", "prefix": "p_"],
      ],
    ]
    try await run(["on_error": "partial", "customization": customization]) { test, _ in
      let response = await test.execute(
        "{ x: crm { human(id: 4) { p_mail p_boss { m: p_mail } } other: human(id: 3) { p_mail } } }"
      )
      let data = try data(response)
      #expect(
        data == [
          "x": [
            "human": ["p_mail": .null, "p_boss": ["m": .null]], "other": ["p_mail": "m3"],
          ]
        ]
      )
      #expect(
        errors(response) == [
          ["no mail of 4", ["x", "human", "p_mail"]],
          ["no mail of 2", ["x", "human", "p_boss", "m"]],
        ]
      )
    }
  }

  @Test(
    "A service that is away leaves its root fields null, with one error",
    arguments: GraphService.Fault.allCases
  )
  func outage(fault: GraphService.Fault) async throws {
    try await run { test, crm in
      crm.fail(by: fault)
      let response = await test.execute(
        "{ visit(order_by: {id: asc}) { id } a: person(id: 1) { id } count }"
      )
      let data = try data(response)
      #expect(
        data == ["visit": [["id": 1], ["id": 2]], "a": .null, "count": .null]
      )
      let error = try #require(response.errors.first)
      #expect(response.errors.count == 1)
      #expect(error.code == "remote-schema-error")
      #expect(error.responsePath == ["a"])
      #expect(error.extensions["source"] == "crm")
    }
  }

  @Test("A root field that must not be null takes all data with it")
  func nonNullRoot() async throws {
    try await run { test, crm in
      let response = await test.execute("{ visit { id } count me { id } }")
      #expect(response.data.map { String(decoding: $0, as: UTF8.self) } == "null")
      #expect(errors(response) == [["who are you", ["me"]]])
      crm.fail(by: .garbage)
      let away = await test.execute("{ visit { id } me { id } }")
      #expect(away.data.map { String(decoding: $0, as: UTF8.self) } == "null")
      #expect(away.errors.first?.responsePath == ["me"])
    }
  }

  @Test("In a namespace too, since its field must not be null")
  func nonNullRootInNamespace() async throws {
    let customization: JSONValue = ["root_fields_namespace": "crm"]
    try await run(["on_error": "partial", "customization": customization]) { test, _ in
      let response = await test.execute("{ visit { id } crm { me { id } } }")
      #expect(response.data.map { String(decoding: $0, as: UTF8.self) } == "null")
      #expect(errors(response) == [["who are you", ["crm", "me"]]])
    }
  }

  @Test("A mutation goes on after a field that may be null, and ends at one that must not be")
  func mutations() async throws {
    try await run { test, crm in
      let response = await test.execute(
        "mutation { a: rename(id: 13) { id } b: rename(id: 4) { id mail } c: must(id: 5) }"
      )
      let data = try data(response)
      #expect(data == ["a": .null, "b": ["id": 4, "mail": .null], "c": 5])
      #expect(errors(response) == [["no person 13", ["a"]], ["no mail of 4", ["b", "mail"]]])
      crm.forget()
      let ended = await test.execute(
        "mutation { a: must(id: 13) insert_visit_one(object: {person: 9}) { id } b: must(id: 1) }"
      )
      #expect(ended.data.map { String(decoding: $0, as: UTF8.self) } == "null")
      #expect(errors(ended) == [["must not", ["a"]]])
      #expect(crm.requests.count == 1)
      let rows = try await test.query("{ visit { id } }")
      #expect(rows["visit"]?.arrayValue?.count == 2)
    }
  }

  @Test("Joins run on what came; a key that failed gives null, with its error at the object")
  func joins() async throws {
    try await run { test, _ in
      try await test.relate(
        type: "Person",
        of: "crm",
        "visits",
        """
        {"to_source": {"source": "default", "table": "visit", "relationship_type": "array",
          "field_mapping": {"id": "person"}}}
        """
      )
      try await test.relate(
        "visit",
        "visitor",
        """
        {"to_remote_schema": {"remote_schema": "crm", "lhs_fields": ["person"],
          "remote_field": {"person": {"arguments": {"id": "$person"}}}}}
        """
      )
      let response = await test.execute(
        """
        { a: person(id: 4) { mail visits { id visitor { m: mail } } } b: person(id: 66) { visits { id } }
          c: person(id: 3) { mail visits { visitor { m: mail } } } }
        """
      )
      let data = try data(response)
      #expect(
        data == [
          "a": ["mail": .null, "visits": [["id": 2, "visitor": ["m": .null]]]],
          "b": ["visits": .null],
          "c": ["mail": "m3", "visits": [["visitor": ["m": "m3"]]]],
        ]
      )
      #expect(
        errors(response) == [
          ["no mail of 4", ["a", "mail"]], ["no id", ["b"]],
          ["Errors from remote server", ["a", "visits", 0, "visitor", "m"]],
        ]
      )
    }
  }

  @Test("By default errors win, and the server's default holds where a definition says nothing")
  func defaults() async throws {
    let query = "{ person(id: 4) { id mail } }"
    try await run([:]) { test, _ in
      let response = await test.execute(query)
      #expect(response.data == nil)
      #expect(response.errors.count == 1)
    }
    let partial = RemoteGraphQLOptions(keepsPartialData: true)
    try await run([:], options: partial) { test, _ in
      let response = await test.execute(query)
      let data = try data(response)
      #expect(data == ["person": ["id": 4, "mail": .null]])
    }
    try await run(["on_error": "fail"], options: partial) { test, _ in
      let response = await test.execute(query)
      #expect(response.data == nil)
    }
  }
}
