import DovetailMetadata
import DovetailPlan
import DovetailRemoteGraphQL
import DovetailSource
import OrderedJSON
import Testing

@Suite("Failures of the transport")
struct TransportTests {
  private func failure(
    _ definition: RemoteSchemaDefinition,
    environment: [String: String] = [:],
    options: RemoteGraphQLOptions = RemoteGraphQLOptions()
  ) async throws -> SourceError {
    let error = try await withSource(definition, environment: environment, options: options) {
      source in
      await sourceError { _ = try await source.send(.me) }
    }
    return try #require(error)
  }

  @Test("A service that is not there: the message names the template, never the address")
  func refusedConnection() async throws {
    let error = try await failure(
      RemoteSchemaDefinition(url: "{{BASE}}/graphql"),
      environment: ["BASE": "http://127.0.0.1:9"]
    )
    #expect(error.code == .remoteSchemaError)
    #expect(
      error.message
        == "HTTP exception occurred while sending the request to \"{{BASE}}/graphql\""
    )
    #expect(error.path == "$")
    #expect(error.detail?["type"] == "http_exception")
    #expect(error.detail?["request"]?["host"] == "127.0.0.1")
    #expect(error.detail?["request"]?["port"] == 9)
    #expect(error.detail?["request"]?["path"] == "/graphql")
    #expect(error.detail?["request"]?["secure"] == false)
  }

  @Test("Secrets in headers are not shown")
  func redaction() async throws {
    let error = try await failure(
      RemoteSchemaDefinition(
        url: "http://127.0.0.1:9/",
        headers: [HeaderSetting(name: "Authorization", value: .template("Bearer secret"))]
      )
    )
    let headers = try #require(error.detail?["request"]?["requestHeaders"])
    #expect(headers["Authorization"] == "<redacted>")
    #expect(headers["content-type"] == "application/json")
  }

  @Test("A slow service ends in a timeout")
  func timeout() async throws {
    try await TestService.run(answering: { _ in .silence }) { service in
      let error = try await failure(RemoteSchemaDefinition(url: service.url, timeout: 1))
      #expect(error.code == .remoteSchemaError)
      #expect(error.detail?["message"] == "Response timeout")
    }
  }

  @Test(
    "A connection that ends before the answer does is an error",
    arguments: [TestService.Answer.nothing, .half(#"{"data":{"me":1}}"#)]
  )
  func incomplete(answer: TestService.Answer) async throws {
    try await TestService.run(answering: { _ in answer }) { service in
      let error = try await failure(RemoteSchemaDefinition(url: service.url))
      #expect(error.code == .remoteSchemaError)
      #expect(error.message.hasPrefix("HTTP exception occurred"))
    }
  }

  @Test("An answer that is larger than the bound is not read")
  func bound() async throws {
    let body = #"{"data":{"me":"\#(String(repeating: "x", count: 4_000))"}}"#
    try await TestService.run(answering: body) { service in
      let error = try await failure(
        RemoteSchemaDefinition(url: service.url),
        options: RemoteGraphQLOptions(maximumAnswerSize: 1_000)
      )
      #expect(error.detail?["message"] == "Response body is larger than 1000 bytes")
    }
  }

  @Test("A redirect is not followed")
  func redirect() async throws {
    let answer = TestService.Answer.body(
      "moved",
      status: 302,
      headers: [("Location", "http://127.0.0.1:9/")]
    )
    try await TestService.run(answering: { _ in answer }) { service in
      let error = try await failure(RemoteSchemaDefinition(url: service.url))
      #expect(error.message.contains("is not valid JSON"))
      #expect(service.requests.count == 1)
    }
  }

  @Test("A cancelled task ends its request")
  func cancellation() async throws {
    try await TestService.run(answering: { _ in .silence }) { service in
      try await withSource(of: service) { source in
        let task = Task { await sourceError { _ = try await source.send(.me) } }
        while service.requests.isEmpty { await Task.yield() }
        task.cancel()
        let error = await task.value
        #expect(error?.code == .cancelled)
      }
    }
  }
}
