import DovetailMetadata
import DovetailRemoteGraphQL
import DovetailSource
import NIOHTTP1
import OrderedJSON
import Testing

@Suite("Introspection of a service")
struct IntrospectionTests {
  private let answer = #"{"data":{"__schema":{"types":[]}}}"#

  @Test("The request is an administrator's, with the headers of the definition")
  func request() async throws {
    try await TestService.run(answering: answer) { service in
      let definition = RemoteSchemaDefinition(
        url: service.url,
        headers: [HeaderSetting(name: "x-key", value: .template("k"))]
      )
      try await withSource(definition) { source in
        guard case .typed(let bytes) = try await source.introspect() else {
          Issue.record("not a typed fragment")
          return
        }
        #expect(String(decoding: bytes, as: UTF8.self) == answer)
      }
      let request = try #require(service.requests.first)
      #expect(service.requests.count == 1)
      #expect(request.headers["x-hasura-role"] == ["admin"])
      #expect(request.headers["x-key"] == ["k"])
      #expect(request.body.contains("includeDeprecated: true"))
      #expect(request.body.contains(#""operationName":"IntrospectionQuery""#))
    }
  }

  @Test("A service that does not know new fields is asked again without them")
  func fallback() async throws {
    let answer = answer
    try await TestService.run(answering: { request in
      request.body.contains("isOneOf")
        ? .body(#"{"errors":[{"message":"Cannot query field"}]}"#) : .body(answer)
    }) { service in
      try await withSource(of: service) { source in
        guard case .typed(let bytes) = try await source.introspect() else {
          Issue.record("not a typed fragment")
          return
        }
        #expect(String(decoding: bytes, as: UTF8.self) == answer)
      }
      #expect(service.requests.count == 2)
    }
  }

  @Test("A refusal of the service is passed on")
  func refusal() async throws {
    try await TestService.run(answering: #"{"errors":[{"message":"no introspection"}]}"#) {
      service in
      try await withSource(of: service) { source in
        let error = await sourceError { _ = try await source.introspect() }
        #expect(error?.upstreamErrors == [["message": "no introspection"]])
        #expect(error?.code == .remoteSchemaError)
      }
    }
  }

  @Test("Health is an answer to the smallest query")
  func health() async throws {
    try await TestService.run(answering: #"{"data":{"__typename":"Query"}}"#) { service in
      try await withSource(of: service) { source in
        try await source.checkHealth()
      }
      #expect(service.bodies == [#"{"query":"{__typename}"}"#])
    }
  }

  @Test("A service that answers HTML is not healthy")
  func illness() async throws {
    try await TestService.run(answering: "<html>") { service in
      try await withSource(of: service) { source in
        let error = await sourceError { try await source.checkHealth() }
        #expect(error?.code == .remoteSchemaError)
      }
    }
  }
}
