import DovetailMetadata
import DovetailPlan
import DovetailRemoteGraphQL
import DovetailSource
import GraphQLLanguage
import OrderedJSON
import Testing

@Suite("Lookups by a list argument")
struct BatchLookupTests {
  /// `profiles(ids:)`, with a key by which items are matched or in the order of the keys.
  private func profiles(
    by match: [[String]],
    selections: [RemoteSelection] = [.leaf("name")],
    isMany: Bool = false
  ) throws -> RemoteLookup {
    let type = try TypeReference(parsing: "Int!")
    let path = [
      RemoteLookup.Step(
        name: "profiles",
        arguments: [RemoteArgument(name: "ids", value: .variable("keys"))]
      )
    ]
    return RemoteLookup(
      path: path,
      variables: [],
      selections: selections,
      strategy: .batch(
        RemoteBatch(
          path: path,
          step: 0,
          variable: "keys",
          item: .key(0, type: type),
          itemType: type,
          match: match,
          isMany: isMany
        )
      ),
      leafType: "Profile"
    )
  }

  private func run(
    _ lookup: RemoteLookup,
    _ keys: [String],
    answering answer: String,
    bodies: (([String]) -> Void)? = nil
  ) async throws -> LookupResult {
    try await TestService.run(answering: answer) { service in
      let result = try await withSource(of: service) { source in
        try await source.prepare(lookup)
          .run(LookupKeys(texts: keys), ExecutionContext(session: .admin))
      }
      bodies?(service.bodies)
      return result
    }
  }

  @Test("All keys travel in one list, and items are matched by a field that is asked for")
  func byField() async throws {
    let answer =
      #"{"data":{"profiles":[{"name":"b","dovetail_key":"2"},null,{"name":"a","dovetail_key":1}]}}"#
    let result = try await run(
      try profiles(by: [["id"]]),
      ["1", #""2""#, "3"],
      answering: answer
    ) { bodies in
      #expect(
        bodies == [
          #"{"query":"query($keys:[Int!]!){profiles(ids:$keys){name dovetail_key:id}}","#
            + #""variables":{"keys":[1,2,3]}}"#
        ]
      )
    }
    #expect(
      result.texts == [
        #"{"name":"a","dovetail_key":1}"#, #"{"name":"b","dovetail_key":"2"}"#, "null",
      ]
    )
  }

  @Test("The key that is asked for is not written to the response")
  func hiddenKey() throws {
    let source = try RemoteGraphQLSource(
      name: "crm",
      definition: RemoteSchemaDefinition(url: "http://localhost/"),
      environment: [:],
      client: RemoteHTTPClient()
    )
    let prepared = try source.prepare(try profiles(by: [["id"]]))
    guard case .hidden? = prepared.shape?.rules["dovetail_key"] else {
      Issue.record("the key is written")
      return
    }
  }

  @Test("A key that the client selects is used, and the items are copied as they are")
  func selectedKey() async throws {
    let selections: [RemoteSelection] = [
      .field(RemoteField(alias: "nr", name: "id", role: .output(key: "nr")))
    ]
    let lookup = try profiles(by: [["id"]], selections: selections)
    let result = try await run(
      lookup,
      ["1"],
      answering: #"{"data":{"profiles":[{"nr":1}]}}"#
    ) { bodies in
      #expect(bodies.first?.contains("profiles(ids:$keys){nr:id}") == true)
    }
    #expect(result.texts == [#"{"nr":1}"#])
  }

  @Test("Without a field items come in the order of the keys")
  func byPosition() async throws {
    let result = try await run(
      try profiles(by: []),
      ["1", "2"],
      answering: #"{"data":{"profiles":[{"name":"a"},null]}}"#
    )
    #expect(result.texts == [#"{"name":"a"}"#, "null"])
  }

  @Test("An answer of another length cannot be matched by position")
  func wrongLength() async throws {
    let lookup = try profiles(by: [])
    let error = await sourceError {
      _ = try await run(lookup, ["1", "2"], answering: #"{"data":{"profiles":[1]}}"#)
    }
    #expect(
      error?.message
        == "expected 2 items in the order of the keys, but the remote server returned 1"
    )
  }

  @Test("Many keys are matched", arguments: [1, 10, 1_000])
  func manyKeys(count: Int) async throws {
    let items = (0..<count).reversed().map { #"{"name":"n\#($0)","dovetail_key":\#($0)}"# }
    let result = try await run(
      try profiles(by: [["id"]]),
      (0..<count).map { String($0) },
      answering: #"{"data":{"profiles":[\#(items.joined(separator: ","))]}}"#
    )
    #expect(result.texts == (0..<count).map { #"{"name":"n\#($0)","dovetail_key":\#($0)}"# })
  }

  @Test("Errors at items belong to the items' keys")
  func errors() async throws {
    let answer =
      #"{"data":{"profiles":[{"name":null,"dovetail_key":2},{"name":"a","dovetail_key":1}]},"#
      + #""errors":[{"message":"no","path":["profiles",0,"name"]}]}"#
    let result = try await run(try profiles(by: [["id"]]), ["1", "2"], answering: answer)
    #expect(result.errors.map(\.place) == [SourceError.Place(key: 1, path: [.key("name")])])
  }

  @Test("No list and errors are a failure of the whole request")
  func noList() async throws {
    let lookup = try profiles(by: [["id"]])
    let answer = #"{"data":{"profiles":null},"errors":[{"message":"no"}]}"#
    let error = await sourceError { _ = try await run(lookup, ["1"], answering: answer) }
    #expect(error?.upstreamErrors == [["message": "no"]])
  }

  @Test("Something else than a list is refused")
  func noItems() async throws {
    let lookup = try profiles(by: [["id"]])
    let error = await sourceError {
      _ = try await run(lookup, ["1"], answering: #"{"data":{"profiles":{}}}"#)
    }
    #expect(error?.message == "expected a list of items from the remote server")
  }
}
