import DovetailMetadata
import DovetailPlan
import DovetailRemoteGraphQL
import DovetailSource
import GraphQLLanguage
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Root fields of a service")
struct OperationTests {
  @Test("The request has original names, aliases, fragments and used variables")
  func exactBody() async throws {
    let operation = RemoteOperation(
      kind: .query,
      name: "Heroes",
      variables: [
        RemoteVariable(
          name: "episode",
          type: .nonNull(.named(Name("Int"))),
          value: .variable(VariableReference(name: "episode")),
          defaultValue: .int("4")
        )
      ],
      fields: [
        RemoteField(
          alias: "foo",
          name: "hero",
          arguments: [
            RemoteArgument(name: "episode", value: .variable("episode")),
            RemoteArgument(
              name: "where",
              value: .object([
                RemoteArgument(name: "name", value: .literal(.string(StringValue("a \"b\"")))),
                RemoteArgument(name: "kind", value: .literal(.enum(Name("DROID")))),
                RemoteArgument(
                  name: "ids",
                  value: .list([.literal(.int("1")), .variable("episode")])
                ),
              ])
            ),
          ],
          selections: [
            .leaf("name"),
            .fragment(
              onType: "Droid",
              [
                .field(
                  RemoteField(
                    alias: "function",
                    name: "primaryFunction",
                    role: .output(key: "function")
                  )
                )
              ]
            ),
          ],
          role: .output(key: "foo")
        )
      ]
    )
    try await TestService.run(answering: #"{"data":{"foo":{"name":"R2"}}}"#) { service in
      try await withSource(of: service) { source in
        let context = ExecutionContext(session: .admin, variables: ["episode": 5, "other": 1])
        let document = try await source.send(operation, context)
        #expect(document.dataText == #"{"foo":{"name":"R2"}}"#)
      }
      #expect(
        service.bodies == [
          #"{"query":"query Heroes($episode:Int!=4){foo:hero(episode:$episode,where:{name:\"a "#
            + #"\\\"b\\\"\",kind:DROID,ids:[1,$episode]}){name ...on Droid{function:primaryFunction}}}","#
            + #""variables":{"episode":5},"operationName":"Heroes"}"#
        ]
      )
    }
  }

  @Test("A variable without a value is declared and not sent")
  func absentVariable() async throws {
    let operation = RemoteOperation(
      kind: .query,
      variables: [
        RemoteVariable(
          name: "x",
          type: .named(Name("Int")),
          value: .variable(VariableReference(name: "x"))
        )
      ],
      fields: [
        RemoteField(
          alias: "a",
          name: "a",
          arguments: [RemoteArgument(name: "x", value: .variable("x"))],
          role: .output(key: "a")
        )
      ]
    )
    try await TestService.run(answering: #"{"data":{"a":1}}"#) { service in
      try await withSource(of: service) { source in
        _ = try await source.send(operation)
      }
      #expect(service.bodies == [#"{"query":"query($x:Int){a(x:$x)}"}"#])
    }
  }

  @Test("Nulls are left out where the engine is told so")
  func skipsNulls() async throws {
    let operation = RemoteOperation(
      kind: .query,
      variables: [
        RemoteVariable(
          name: "x",
          type: .named(Name("Int")),
          value: .variable(VariableReference(name: "x"))
        )
      ],
      fields: [
        RemoteField(
          alias: "a",
          name: "a",
          arguments: [
            RemoteArgument(name: "x", value: .variable("x")),
            RemoteArgument(name: "y", value: .literal(.null())),
          ],
          role: .output(key: "a")
        )
      ]
    )
    let options = RemoteGraphQLOptions(skipsNulls: true)
    try await TestService.run(answering: #"{"data":{"a":1}}"#) { service in
      try await withSource(of: service, options: options) { source in
        _ = try await source.send(
          operation,
          ExecutionContext(session: .admin, variables: ["x": nil])
        )
      }
      #expect(service.bodies == [#"{"query":"query($x:Int){a(x:$x)}"}"#])
    }
  }

  @Test(
    "What an answer means",
    arguments: [
      (#"{"data":{"me":null}}"#, #"{"me":null}"#),
      (#" {"extensions":{},"data" : {"me":1} , "errors":null} "#, #"{"me":1}"#),
      (#"{"data":{"other":0,"me":2}}"#, #"{"other":0,"me":2}"#),
    ]
  )
  func accepted(body: String, data: String) async throws {
    try await TestService.run(answering: body) { service in
      try await withSource(of: service) { source in
        let document = try await source.send(.me)
        #expect(document.dataText == data)
      }
    }
  }

  @Test(
    "Odd answers are refused with the contract's texts",
    arguments: [
      (#"{"errors":[]}"#, #"Empty "errors" field in response from remote"#),
      (#"{"data":{"me":1},"errors":[]}"#, #"Empty "errors" field in response from remote"#),
      (#"{"errors":"no"}"#, #"Invalid "errors" field in response from remote"#),
      (#"{}"#, #"Missing "data" field with no errors in response from remote"#),
      (
        #"{"errors":null}"#,
        #"Missing "data" field with no errors in response from remote"#
      ),
      (
        #"{"data":null}"#,
        #"Received null "data" field with no errors in response from remote"#
      ),
      (#"{"data":{"you":1}}"#, "expecting key me"),
      (#"{"data":{"mes":1}}"#, "expecting key me"),
      (#"{"data":[]}"#, "expecting key me"),
    ]
  )
  func refused(body: String, message: String) async throws {
    try await TestService.run(answering: body) { service in
      try await withSource(of: service) { source in
        let error = await sourceError { _ = try await source.send(.me) }
        #expect(error?.message == message)
        #expect(error?.code == .remoteSchemaError)
        #expect(error?.upstreamErrors == [])
      }
    }
  }

  @Test(
    "Errors of the service are passed on verbatim and win over data",
    arguments: [
      #"{"errors":[{"message":"no","extensions":{"code":7}}]}"#,
      #"{"data":null,"errors":[{"message":"no","extensions":{"code":7}}]}"#,
      #"{"data":{"me":1},"errors":[{"message":"no","extensions":{"code":7}}]}"#,
    ]
  )
  func upstreamErrors(body: String) async throws {
    try await TestService.run(answering: body) { service in
      try await withSource(of: service) { source in
        let error = await sourceError { _ = try await source.send(.me) }
        #expect(error?.upstreamErrors == [["message": "no", "extensions": ["code": 7]]])
      }
    }
  }

  @Test("Data wins over errors where the engine is told so")
  func prioritizesData() async throws {
    let options = RemoteGraphQLOptions(prioritizesData: true)
    let body = #"{"data":{"me":1},"errors":[{"message":"no"}]}"#
    try await TestService.run(answering: body) { service in
      try await withSource(of: service, options: options) { source in
        let document = try await source.send(.me)
        #expect(document.dataText == #"{"me":1}"#)
      }
    }
  }

  @Test(
    "An answer that is no JSON object is refused, its beginning kept for administrators",
    arguments: ["<html>Bad gateway</html>", "", #"{"data":{"me":1}"#, "[1]"]
  )
  func garbage(body: String) async throws {
    try await TestService.run(answering: { _ in .body(body, status: 502) }) { service in
      try await withSource(of: service) { source in
        let error = await sourceError { _ = try await source.send(.me) }
        #expect(error?.code == .remoteSchemaError)
        #expect(
          error?.message.hasPrefix(
            "the response of the remote schema at \"\(service.url)\" is not valid JSON: "
          ) == true
        )
        #expect(error?.detail?["status"] == 502)
        #expect(error?.detail?["body"] == .string(body))
      }
    }
  }

  @Test("The status of an answer does not matter")
  func statusIsIgnored() async throws {
    try await TestService.run(answering: { _ in .body(#"{"data":{"me":1}}"#, status: 500) }) {
      service in
      try await withSource(of: service) { source in
        let document = try await source.send(.me)
        #expect(document.dataText == #"{"me":1}"#)
      }
    }
  }

  @Test("Cookies of the answer are kept")
  func cookies() async throws {
    let answer = TestService.Answer.body(
      #"{"data":{"me":1}}"#,
      headers: [("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")]
    )
    try await TestService.run(answering: { _ in answer }) { service in
      try await withSource(of: service) { source in
        let document = try await source.send(.me)
        #expect(document.cookies == ["a=1", "b=2"])
      }
    }
  }
}
