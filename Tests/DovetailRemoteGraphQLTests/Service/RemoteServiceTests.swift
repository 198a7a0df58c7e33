import DovetailMetadata
import DovetailRemoteGraphQL
import DovetailSource
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
}
