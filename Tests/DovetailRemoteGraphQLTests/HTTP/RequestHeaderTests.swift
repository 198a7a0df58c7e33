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
    forwardsClientHeaders: Bool = false,
    mapping: [ClientHeaderMapping.Entry] = [],
    forwardsSessionVariables: Bool = true
  ) async throws -> HTTPHeaders {
    try await TestService.run(answering: #"{"data":{"me":1}}"#) { service in
      let definition = RemoteSchemaDefinition(
        url: service.url,
        headers: settings,
        forwardsClientHeaders: forwardsClientHeaders,
        clientHeaderMapping: ClientHeaderMapping(mapping),
        forwardsSessionVariables: forwardsSessionVariables
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

  @Test(
    "A mapped header travels under its new name only, whether or not the others do",
    arguments: [false, true]
  )
  func mapping(forwardsClientHeaders: Bool) async throws {
    let sent = try await headers(
      context,
      [HeaderSetting(name: "x-fixed", value: .template("f"))],
      forwardsClientHeaders: forwardsClientHeaders,
      mapping: [
        .init(clientName: "X-Many", remoteName: "X-Some"),
        .init(clientName: "Cookie", remoteName: "Authorization"),
        .init(clientName: "accept-language", remoteName: "x-language"),
        .init(clientName: "origin", remoteName: "X-Fixed"),
        .init(clientName: "absent", remoteName: "x-absent"),
      ]
    )
    #expect(sent["x-some"] == ["1", "2"])
    #expect(sent["x-many"] == [])
    // The client's own header of that name gives way to the mapped one.
    #expect(sent["authorization"] == ["k=v"])
    #expect(sent["cookie"] == [])
    #expect(sent["x-language"] == ["de"])
    #expect(sent["x-fixed"] == ["f"])
    #expect(sent["x-forwarded-origin"] == [])
    #expect(sent["x-absent"] == [])
  }

  @Test("Session variables stay away from a service that is not to have them")
  func noSession() async throws {
    let sent = try await headers(
      context,
      [HeaderSetting(name: "x-hasura-own", value: .template("1"))],
      forwardsClientHeaders: true,
      forwardsSessionVariables: false
    )
    #expect(sent.map(\.name).filter { $0.hasPrefix("x-hasura-") } == ["x-hasura-own"])
    #expect(sent["authorization"] == ["Bearer c"])
  }

  @Test("Introspection has credentials of its own, and so have health checks")
  func introspectionHeaders() async throws {
    try await TestService.run(answering: #"{"data":{"me":1}}"#) { service in
      let definition = RemoteSchemaDefinition(
        url: service.url,
        headers: [
          HeaderSetting(name: "authorization", value: .template("request")),
          HeaderSetting(name: "x-only", value: .template("request")),
        ],
        introspectionHeaders: [
          HeaderSetting(name: "authorization", value: .environment("SCHEMA_TOKEN"))
        ]
      )
      try await withSource(definition, environment: ["SCHEMA_TOKEN": "introspection"]) { source in
        _ = try await source.introspect()
        try await source.checkHealth()
        _ = try await source.send(.me)
      }
      #expect(
        service.requests.map { $0.headers["authorization"] } == [
          ["introspection"], ["introspection"], ["request"],
        ]
      )
      #expect(service.requests.map { $0.headers["x-only"] } == [[], [], ["request"]])
    }
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
