import DovetailMetadata
import DovetailPlan
import DovetailRemoteGraphQL
import DovetailSource
import GraphQLLanguage
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Lookups by aliased fields")
struct AliasLookupTests {
  private func profile(
    type: String = "ID!",
    leafType: String? = "Profile",
    selections: [RemoteSelection] = [.leaf("name")]
  ) throws -> RemoteLookup {
    RemoteLookup(
      path: [
        RemoteLookup.Step(
          name: "profile",
          arguments: [RemoteArgument(name: "id", value: .key(0, type: try .init(parsing: type)))]
        )
      ],
      variables: [],
      selections: selections,
      strategy: .aliases,
      leafType: leafType
    )
  }

  private func run(
    _ lookup: RemoteLookup,
    _ keys: LookupKeys,
    answering answer: String,
    variables: JSONObject = [:],
    bodies: (([String]) -> Void)? = nil
  ) async throws -> LookupResult {
    try await TestService.run(answering: answer) { service in
      let result = try await withSource(of: service) { source in
        try await source.prepare(lookup)
          .run(keys, ExecutionContext(session: .admin, variables: variables))
      }
      bodies?(service.bodies)
      return result
    }
  }

  @Test("Aliased fields share a fragment, and keys are typed variables")
  func exactBody() async throws {
    let answer = #"{"data":{"f0":{"name":"a"},"f1":null}}"#
    let result = try await run(
      try profile(),
      LookupKeys(texts: ["7", #""x\"y""#]),
      answering: answer
    ) { bodies in
      #expect(
        bodies == [
          #"{"query":"query($k0_0:ID!,$k1_0:ID!){f0:profile(id:$k0_0){...Leaf} "#
            + #"f1:profile(id:$k1_0){...Leaf}}fragment Leaf on Profile{name}","#
            + #""variables":{"k0_0":"7","k1_0":"x\"y"}}"#
        ]
      )
    }
    #expect(result.texts == [#"{"name":"a"}"#, "null"])
    #expect(result.errors.isEmpty)
  }

  @Test("Without a type's name each field has its own copy of the selections")
  func inlineSelections() throws {
    let definition = RemoteSchemaDefinition(url: "http://localhost/")
    let source = try RemoteGraphQLSource(
      name: "crm",
      definition: definition,
      environment: [:],
      client: RemoteHTTPClient()
    )
    let lookup = try profile(leafType: nil)
    #expect(try source.prepare(lookup).text == "query($k0_0:ID!){f0:profile(id:$k0_0){name}}")
  }

  @Test(
    "Keys are converted to the declared type",
    arguments: [
      ("ID!", "7", #""7""#), ("ID!", #""7""#, #""7""#), ("String", "1.5", #""1.5""#),
      ("String", "true", #""true""#), ("Int!", #""7""#, "7"), ("Int!", "7", "7"),
      ("Int", "12.0", "12"), ("Float", #""1.5e3""#, "1.5e3"), ("Float", "2", "2"),
      ("Boolean", #""true""#, "true"), ("Color!", #""RED""#, #""RED""#),
      ("uuid", #""a-b""#, #""a-b""#), ("[String!]", "[1,\"b\"]", #"["1","b"]"#),
      ("jsonb", #"{"a":1}"#, #"{"a":1}"#),
    ]
  )
  func conversion(type: String, key: String, sent: String) async throws {
    _ = try await run(
      try profile(type: type),
      LookupKeys(texts: [key]),
      answering: #"{"data":{"f0":null}}"#
    ) { bodies in
      #expect(bodies.first?.hasSuffix(#""variables":{"k0_0":\#(sent)}}"#) == true)
    }
  }

  @Test(
    "A key that can be no value of the type is not sent, and the others are answered",
    arguments: [
      ("Int!", #""7x""#), ("Int", "1.5"), ("Int", "true"), ("Float", #""x""#), ("Boolean", "1"),
      ("String", #"{"a":1}"#), ("[Int!]", #"[1,"x"]"#), ("Color", #""BLUE""#), ("Color", "1"),
    ]
  )
  func misfits(type: String, key: String) async throws {
    var lookup = try profile(type: type)
    lookup.keyTypes = [
      RemoteInputType(name: "Color", clientName: "Color", kind: .names(["RED"]))
    ]
    let fitting = type.hasPrefix("Color") ? #""RED""# : type == "Boolean" ? "true" : "7"
    let result = try await run(
      lookup,
      LookupKeys(texts: [key, fitting, key + " "]),
      answering: #"{"data":{"f0":{"name":"a"}}}"#
    ) { bodies in
      #expect(bodies.count == 1)
      #expect(bodies.first?.contains("k1_0") == false)
    }
    #expect(result.texts == ["null", #"{"name":"a"}"#, "null"])
    #expect(result.errors.map(\.failedKeys) == [[0, 2]])
    #expect(result.errors.first?.place == SourceError.Place(key: 0))
    #expect(result.errors.first?.message.contains("cannot become the type '\(type)'") == true)
  }

  @Test("Parts of a key used twice travel once; constants and client variables are shared")
  func sharing() async throws {
    let lookup = RemoteLookup(
      path: [
        RemoteLookup.Step(
          name: "account",
          arguments: [
            RemoteArgument(name: "ref", value: .key(0, type: try .init(parsing: "Int!"))),
            RemoteArgument(name: "again", value: .key(0, type: try .init(parsing: "Int!"))),
          ]
        ),
        RemoteLookup.Step(
          name: "orders",
          arguments: [
            RemoteArgument(
              name: "where",
              value: .object([
                RemoteArgument(name: "region", value: .key(1, type: try .init(parsing: "String"))),
                RemoteArgument(name: "min", value: .variable("k")),
                RemoteArgument(name: "kind", value: .literal(.string(StringValue("\u{0}0\u{0}")))),
              ])
            )
          ]
        ),
      ],
      variables: [
        RemoteVariable(
          name: "k",
          type: .named(Name("Int")),
          value: .variable(VariableReference(name: "k"))
        )
      ],
      selections: [.leaf("total")],
      strategy: .aliases,
      leafType: "Order"
    )
    let keys = LookupKeys([LookupKey(parts: [Array("7".utf8), Array(#""DE""#.utf8)])])
    let result = try await run(
      lookup,
      keys,
      answering: #"{"data":{"f0":{"orders":[{"total":1}]}}}"#,
      variables: ["k": 3]
    ) { bodies in
      #expect(
        bodies == [
          #"{"query":"query($k:Int,$kk0_0:Int!,$kk0_1:String){f0:account(ref:$kk0_0,again:$kk0_0)"#
            + #"{orders(where:{region:$kk0_1,min:$k,kind:\"\\u0000\#("0")\\u0000\"}){...Leaf}}}"#
            + #"fragment Leaf on Order{total}","variables":{"k":3,"kk0_0":7,"kk0_1":"DE"}}"#
        ]
      )
    }
    #expect(result.texts == [#"[{"total":1}]"#])
  }

  @Test(
    "Values are found below nulls and lists on the way",
    arguments: [
      (#"null"#, "null"),
      (#"{"orders":null}"#, "null"),
      (#"{"orders":{"total":1}}"#, #"{"total":1}"#),
      (#"[{"orders":{"total":1}},null,{"orders":null}]"#, #"[{"total":1},null,null]"#),
      (#"[[{"orders":[1]}]]"#, "[[[1]]]"),
    ]
  )
  func descent(value: String, found: String) async throws {
    var lookup = try profile()
    lookup.path.append(RemoteLookup.Step(name: "orders", arguments: []))
    let result = try await run(
      lookup,
      LookupKeys(texts: ["1"]),
      answering: #"{"data":{"f0":\#(value)}}"#
    )
    #expect(result.texts == [found])
  }

  @Test("A scalar on the way is an error")
  func scalarOnTheWay() async throws {
    var lookup = try profile()
    lookup.path.append(RemoteLookup.Step(name: "orders", arguments: []))
    let error = await sourceError {
      _ = try await run(
        lookup,
        LookupKeys(texts: ["1"]),
        answering: #"{"data":{"f0":5}}"#
      )
    }
    #expect(
      error?.message == "unexpected non-object json value found while path not empty: orders"
    )
  }

  @Test("As many values as keys, whatever the order of the answer", arguments: [1, 10, 1_000])
  func manyKeys(count: Int) async throws {
    let members = (0..<count).reversed().map { #""f\#($0)":{"name":"n\#($0)"}"# }
    let result = try await run(
      try profile(),
      LookupKeys(texts: (0..<count).map { String($0) }),
      answering: "{\"data\":{\(members.joined(separator: ","))}}"
    )
    #expect(result.texts == (0..<count).map { #"{"name":"n\#($0)"}"# })
  }

  @Test("Errors beside data belong to their keys, and other values stay")
  func partialErrors() async throws {
    let answer =
      #"{"data":{"f0":{"name":"a"},"f1":{"name":null}},"#
      + #""errors":[{"message":"no","path":["f1","name"]},{"message":"odd"}]}"#
    let result = try await run(try profile(), LookupKeys(texts: ["1", "2"]), answering: answer)
    #expect(result.texts == [#"{"name":"a"}"#, #"{"name":null}"#])
    #expect(result.errors.map(\.place) == [SourceError.Place(key: 1, path: [.key("name")]), nil])
    #expect(result.errors.map(\.message) == ["no", "odd"])
    #expect(
      result.errors.first?.upstreamErrors == [["message": "no", "path": ["f1", "name"]]]
    )
  }

  @Test("The way to the leaf is no part of an error's place, lists on it are")
  func placeBelowPath() async throws {
    var lookup = try profile()
    lookup.path.append(RemoteLookup.Step(name: "orders", arguments: []))
    let answer =
      #"{"data":{"f0":[{"orders":[{"total":null}]}]},"#
      + #""errors":[{"message":"no","path":["f0",0,"orders",0,"total"]}]}"#
    let result = try await run(lookup, LookupKeys(texts: ["1"]), answering: answer)
    #expect(
      result.errors.map(\.place) == [
        SourceError.Place(key: 0, path: [.index(0), .index(0), .key("total")])
      ]
    )
  }

  @Test("A key that makes the service give up all is left out of a second request")
  func secondRequest() async throws {
    let lookup = try profile()
    let result = try await TestService.run(answering: { request in
      request.body.contains("f2:")
        ? .body(#"{"data":null,"errors":[{"message":"no","path":["f1"]}]}"#)
        : .body(#"{"data":{"f0":1,"f1":3},"errors":[{"message":"low","path":["f1"]}]}"#)
    }) { service in
      try await withSource(of: service) { source in
        try await source.prepare(lookup)
          .run(LookupKeys(texts: ["1", "2", "3"]), ExecutionContext(session: .admin))
      }
    }
    #expect(result.texts == ["1", "null", "3"])
    #expect(result.errors.map { $0.place?.key } == [1, 2])
  }

  @Test(
    "A failure of the whole request carries the service's errors",
    arguments: [
      #"{"errors":[{"message":"no"}]}"#, #"{"data":null,"errors":[{"message":"no"}]}"#,
    ]
  )
  func wholeFailure(answer: String) async throws {
    let lookup = try profile()
    let error = await sourceError {
      _ = try await run(lookup, LookupKeys(texts: ["1"]), answering: answer)
    }
    #expect(error?.message == "Errors from remote server")
    #expect(error?.code == .unexpected)
    #expect(error?.detail == ["errors": [["message": "no"]]])
  }

  @Test(
    "An answer without data is refused",
    arguments: [
      ("{}", #""data" field not found in remote response"#),
      (#"{"data":null}"#, #""data" field not found in remote response"#),
    ]
  )
  func noData(answer: String, message: String) async throws {
    let lookup = try profile()
    let error = await sourceError {
      _ = try await run(lookup, LookupKeys(texts: ["1"]), answering: answer)
    }
    #expect(error?.message == message)
  }

  @Test("An answer that is not JSON is refused")
  func garbage() async throws {
    let lookup = try profile()
    let error = await sourceError {
      _ = try await run(lookup, LookupKeys(texts: ["1"]), answering: "<html>")
    }
    #expect(error?.message.hasPrefix("Remote server response is not valid JSON: ") == true)
  }
}
