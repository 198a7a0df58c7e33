import DovetailRemoteGraphQL
import DovetailSource
import OrderedJSON
import Testing

@Suite("What is kept of an answer with errors")
struct PartialAnswerTests {
  private let options = RemoteGraphQLOptions(
    keepsPartialData: true,
    retry: RetryPolicy(limit: 0)
  )

  @Test(
    "Data and errors, whatever is missing",
    arguments: [
      (#"{"data":{"me":1},"errors":[{"message":"no"}]}"#, #"{"me":1}"#, ["no"]),
      (#"{"data":{"me":null},"errors":[{"message":"no"}, "x"]}"#, #"{"me":null}"#, ["no", nil]),
      (#"{"data":null,"errors":[{"message":"no"}]}"#, #"{"me":null}"#, ["no"]),
      (#"{"errors":[{"message":"no"}]}"#, #"{"me":null}"#, ["no"]),
      (#"{"data":{"you":1},"errors":[{"message":"no"}]}"#, #"{"me":null,"you":1}"#, ["no"]),
      (#"{"data":{ },"errors":[{"message":"no"}]}"#, #"{"me":null }"#, ["no"]),
      (#"{"data":7,"errors":[{"message":"no"}]}"#, #"{"me":null}"#, ["no"]),
      (#"{"data":{"me":1},"errors":[]}"#, #"{"me":1}"#, []),
      (#"{"data":{"me":1}}"#, #"{"me":1}"#, []),
    ]
  )
  func kept(body: String, data: String, messages: [String?]) async throws {
    try await TestService.run(answering: body) { service in
      try await withSource(of: service, options: options) { source in
        let document = try await source.send(.me)
        #expect(document.dataText == data)
        let found = document.errors.flatMap(\.upstreamErrors)
        #expect(found.map { $0["message"]?.stringValue } == messages)
      }
    }
  }

  @Test(
    "Odd answers leave null and the contract's text",
    arguments: [
      (#"{"errors":[]}"#, #"{"me":null}"#, #"Empty "errors" field in response from remote"#),
      (#"{"errors":"no"}"#, #"{"me":null}"#, #"Invalid "errors" field in response from remote"#),
      (
        #"{"data":{"me":1},"errors":1}"#, #"{"me":1}"#,
        #"Invalid "errors" field in response from remote"#
      ),
      (#"{"data":{"you":1}}"#, #"{"me":null,"you":1}"#, "expecting key me"),
      (
        #"{"data":null}"#, #"{"me":null}"#,
        #"Received null "data" field with no errors in response from remote"#
      ),
    ]
  )
  func odd(body: String, data: String, message: String) async throws {
    try await TestService.run(answering: body) { service in
      try await withSource(of: service, options: options) { source in
        let document = try await source.send(.me)
        #expect(document.dataText == data)
        #expect(document.errors.map(\.message) == [message])
        #expect(document.errors.first?.code == .remoteSchemaError)
      }
    }
  }

  @Test("Cookies come along where a root field failed")
  func cookies() async throws {
    let answer = TestService.Answer.body(
      #"{"data":null,"errors":[{"message":"no"}]}"#,
      headers: [("Set-Cookie", "a=1")]
    )
    try await TestService.run(answering: { _ in answer }) { service in
      try await withSource(of: service, options: options) { source in
        let document = try await source.send(.me)
        #expect(document.cookies == ["a=1"])
      }
    }
  }
}
