import DovetailEngine
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Definitions of remote schemas that cannot be used")
struct DefinitionTests {
  private func refusal(_ definition: JSONValue) async throws -> EngineError? {
    var found: EngineError?
    try await JoinEngine.run([:]) { test in
      do {
        try await test.run("add_remote_schema", ["name": "crm", "definition": definition])
      } catch let refusal as Refusal {
        found = refusal.error
      }
    }
    return found
  }

  @Test(
    "An address that is none is a bad parameter",
    arguments: [
      (["url_from_env": "NOPE"], "environment variable 'NOPE' not set"),
      (["url": "{{NOPE}}/x"], "environment variable 'NOPE' not set"),
      (["url": "crm"], "not a valid URI generated from the template: crm"),
      ([:], "both `url` and `url_from_env` can't be empty"),
    ] as [(JSONValue, String)]
  )
  func addresses(definition: JSONValue, message: String) async throws {
    let error = try await refusal(definition)
    #expect(error?.message == message)
    #expect(error?.code == "invalid-params")
    #expect(error?.status == 400)
  }

  @Test("A header without a value is not found, and only then when it is needed")
  func headers() async throws {
    for (header, message) in [
      (["name": "a", "value_from_env": "NOPE"], "environment variable 'NOPE' not set"),
      (
        ["name": "a", "value": "{{NOPE}}"],
        "template cannot be resolved: environment variable 'NOPE' not set"
      ),
    ] as [(JSONValue, String)] {
      let error = try await refusal(["url": "http://127.0.0.1:1/", "headers": [header]])
      #expect(error?.message == message)
      #expect(error?.code == "not-found")
    }
  }
}
