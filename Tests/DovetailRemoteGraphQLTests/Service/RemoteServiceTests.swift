import DovetailMetadata
import DovetailRemoteGraphQL
import DovetailSource
import OrderedJSON
import Testing

@Suite("The definition of a service")
struct RemoteServiceTests {
  @Test(
    "An address that cannot be used is refused with the contract's text",
    arguments: [
      (RemoteSchemaDefinition(), "both `url` and `url_from_env` can't be empty"),
      (
        RemoteSchemaDefinition(url: "http://a", urlFromEnvironment: "B"),
        "both `url` and `url_from_env` can't be present"
      ),
      (RemoteSchemaDefinition(urlFromEnvironment: "NONE"), "environment variable 'NONE' not set"),
      (RemoteSchemaDefinition(url: "{{NONE}}/x"), "environment variable 'NONE' not set"),
      (
        RemoteSchemaDefinition(urlFromEnvironment: "BAD"),
        "not a valid URI in environment variable: BAD"
      ),
      (
        RemoteSchemaDefinition(url: "{{BAD}}/x"),
        "not a valid URI generated from the template: {{BAD}}/x"
      ),
      (
        RemoteSchemaDefinition(url: "http://{{BAD"),
        "not a valid URI generated from the template: http://{{BAD"
      ),
    ]
  )
  func refused(definition: RemoteSchemaDefinition, message: String) async throws {
    let error = await sourceError {
      try await withSource(definition, environment: ["BAD": "no uri"]) { _ in }
    }
    #expect(error?.message == message)
    #expect(error?.code == .invalidParams)
  }

  @Test(
    "A time that is no time is taken for the nearest that is one",
    arguments: [(Int.max, 31_536_000), (Int.min, 1), (0, 1), (7, 7)]
  )
  func timeout(seconds: Int, effective: Int) async throws {
    // Nobody listens there.
    let definition = RemoteSchemaDefinition(url: "http://127.0.0.1:1/graphql", timeout: seconds)
    let error = await sourceError {
      try await withSource(definition) { _ = try await $0.introspect() }
    }
    #expect(
      error?.detail?["request"]?["responseTimeout"]
        == .string("ResponseTimeoutMicro \(effective * 1_000_000)")
    )
  }
}
