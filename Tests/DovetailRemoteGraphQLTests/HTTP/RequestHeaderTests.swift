import DovetailMetadata
import DovetailPlan
import DovetailRemoteGraphQL
import DovetailSource
import NIOHTTP1
import Testing

@Suite("Headers of a request")
struct RequestHeaderTests {
  private func headers(
    _ context: ExecutionContext,
    _ settings: [HeaderSetting] = [],
    environment: [String: String] = [:],
    forwardsClientHeaders: Bool = false
  ) async throws -> HTTPHeaders {
    try await TestService.run(answering: #"{"data":{"me":1}}"#) { service in
      let definition = RemoteSchemaDefinition(
        url: service.url,
        headers: settings,
        forwardsClientHeaders: forwardsClientHeaders
      )
      try await withSource(
        definition,
        environment: environment,
        options: RemoteGraphQLOptions(userAgent: "dovetail/9")
      ) { source in
        _ = try await source.send(.me, context)
      }
      return try #require(service.requests.first).headers
    }
  }

  private let context = ExecutionContext(
    session: Session(
      role: "user",
      variables: ["x-hasura-user-id": "7", "x-hasura-admin-secret": "s"]
    ),
    clientHeaders: [
      .init(name: "authorization", value: "Bearer c"),
      .init(name: "cookie", value: "k=v"),
      .init(name: "x-hasura-user-id", value: "99"),
      .init(name: "host", value: "example.org"),
      .init(name: "user-agent", value: "browser"),
      .init(name: "origin", value: "http://o"),
      .init(name: "content-type", value: "text/plain"),
      .init(name: "transfer-encoding", value: "chunked"),
      .init(name: "accept-language", value: "de"),
      .init(name: "x-many", value: "1"),
      .init(name: "x-many", value: "2"),
    ],
    requestID: "r-1"
  )

  @Test("Session variables always travel, client headers do not")
  func sessionOnly() async throws {
    let sent = try await headers(context)
    #expect(sent["x-hasura-role"] == ["user"])
    #expect(sent["x-hasura-user-id"] == ["7"])
    #expect(sent["x-hasura-admin-secret"] == [])
    #expect(sent["authorization"] == [])
    #expect(sent["x-forwarded-host"] == [])
    #expect(sent["content-type"] == ["application/json"])
    #expect(sent["user-agent"] == ["dovetail/9"])
    #expect(sent["x-request-id"] == ["r-1"])
  }

  @Test("Client headers travel if the definition says so, those of the ignore list excepted")
  func forwarding() async throws {
    let sent = try await headers(context, forwardsClientHeaders: true)
    #expect(sent["authorization"] == ["Bearer c"])
    #expect(sent["cookie"] == ["k=v"])
    #expect(sent["x-many"] == ["1", "2"])
    #expect(sent["x-hasura-user-id"] == ["7"])
    #expect(sent["x-forwarded-host"] == ["example.org"])
    #expect(sent["x-forwarded-user-agent"] == ["browser"])
    #expect(sent["x-forwarded-origin"] == ["http://o"])
    #expect(sent["content-type"] == ["application/json"])
    #expect(sent["user-agent"] == ["dovetail/9"])
    #expect(sent["accept-language"] == [])
    #expect(sent["transfer-encoding"] == [])
  }

  @Test("Headers of the definition win over session variables and the client's headers")
  func precedence() async throws {
    let sent = try await headers(
      context,
      [
        HeaderSetting(name: "X-Hasura-User-Id", value: .template("fixed")),
        HeaderSetting(name: "Authorization", value: .environment("TOKEN")),
        HeaderSetting(name: "x-url", value: .template("a-{{ PART }}-b")),
      ],
      environment: ["TOKEN": "Bearer t", "PART": "p"],
      forwardsClientHeaders: true
    )
    #expect(sent["x-hasura-user-id"] == ["fixed"])
    #expect(sent["authorization"] == ["Bearer t"])
    #expect(sent["x-url"] == ["a-p-b"])
  }

  @Test("Trace headers propagate though client headers do not")
  func traces() async throws {
    var context = context
    context.clientHeaders.append(.init(name: "traceparent", value: "00-1-2-01"))
    let sent = try await headers(context)
    #expect(sent["traceparent"] == ["00-1-2-01"])
  }

  @Test(
    "A header without a value fails the request",
    arguments: [
      (HeaderSetting.Value.environment("NONE"), "environment variable 'NONE' not set"),
      (
        .template("x{{NONE}}"),
        "template cannot be resolved: environment variable 'NONE' not set"
      ),
    ]
  )
  func missingValue(value: HeaderSetting.Value, message: String) async throws {
    let definition = RemoteSchemaDefinition(
      url: "http://127.0.0.1:9/",
      headers: [HeaderSetting(name: "a", value: value)]
    )
    let error = try await withSource(definition) { source in
      await sourceError { _ = try await source.send(.me) }
    }
    #expect(error?.message == message)
    #expect(error?.code == .notFound)
  }
}
