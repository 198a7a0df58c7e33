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

  @Test("A schema that does not go with others makes metadata inconsistent")
  func conflicts() async throws {
    let other = try People.service()
    try await JoinEngine.run(["people": try People.service()]) { test in
      try await other.start()
      do {
        try await test.run(
          "add_remote_schema",
          ["name": "other", "definition": ["url": .string(other.url)]]
        )
        Issue.record("the second schema has the root fields of the first")
      } catch let refusal as Refusal {
        #expect(refusal.error.code == "unexpected")
        #expect(
          refusal.error.message == "cannot continue due to new inconsistent metadata"
        )
        #expect(
          refusal.error.detail?.arrayValue?.first?["reason"]?.stringValue?.contains(
            "Duplicate remote field '"
          ) == true
        )
      }
      try await other.stop()
    }
  }
}
