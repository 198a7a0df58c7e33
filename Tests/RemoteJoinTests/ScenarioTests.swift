import DovetailDemo
import DovetailEngine
import NIOCore
import OrderedCollections
import OrderedJSON
import Testing

/// 1,000 rows, each with a relationship to each of three services, which take their time.
@Suite("A thousand rows and three services")
struct ScenarioTests {
  private static func sdl(_ name: String) -> String {
    """
    type Thing { id: Int! name: String! }
    type Query { \(name)_things(ids: [Int!]!): [Thing] \(name)_thing(id: Int!): Thing }
    """
  }

  private let services: [String: GraphService]

  init() throws {
    var services: [String: GraphService] = [:]
    for (name, delay) in [("one", 100), ("two", 100), ("three", 300)] {
      services[name] = try GraphService(
        Self.sdl(name),
        delay: .milliseconds(Int64(delay))
      ) { (field, arguments) throws(ResolverError) in
        let thing = { (id: Int) -> ResolvedValue in
          .object(Node("Thing", ["id": .int(id), "name": .string("\(name)\(id)")]))
        }
        return field.hasSuffix("_thing")
          ? thing(arguments["id"]?.intValue ?? 0)
          : .list(People.numbers(arguments["ids"]).map { thing($0) })
      }
    }
    self.services = services
  }

  private func run(
    lookups: String = "",
    batch: String = #""batch": {"argument": "ids", "key": "id"}"#,
    _ body: (JoinEngine) async throws -> Void
  ) async throws {
    try await JoinEngine.run(services) { test in
      try await test.addDatabase(
        """
        CREATE TABLE parent (id INTEGER PRIMARY KEY);
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
        INSERT INTO parent SELECT i FROM n;
        """,
        tables: ["parent"]
      )
      for name in services.keys {
        let field =
          batch.isEmpty
          ? #"{"\#(name)_thing": {"arguments": {"id": "$id"}}}"#
          : #"{"\#(name)_things": {"arguments": {}}}"#
        let more = [batch, lookups].filter { !$0.isEmpty }.map { ", " + $0 }.joined()
        try await test.relate(
          "parent",
          name,
          """
          {"to_remote_schema": {"remote_schema": "\(name)", "lhs_fields": ["id"],
            "remote_field": \(field)\(more)}}
          """
        )
      }
      try await body(test)
    }
  }

  private let text = """
    { parent(order_by: {id: asc}) { id one { name } two { name } three { name } } }
    """

  private func isRight(_ data: JSONValue, but failed: String? = nil) -> Bool {
    guard let rows = data["parent"]?.arrayValue, rows.count == 1_000 else { return false }
    return rows.enumerated().allSatisfy { index, row in
      services.keys.allSatisfy { name in
        name == failed
          ? row[name] == .null : row[name]?["name"] == .string("\(name)\(index + 1)")
      }
    }
  }

  @Test("Three requests, one for each service")
  func whole() async throws {
    try await run { test in
      let data = try await test.query(text)
      #expect(isRight(data))
      for service in services.values { #expect(service.requests.count == 1) }
    }
  }

  @Test("The same with aliases")
  func aliases() async throws {
    try await run(lookups: #""lookups": {"max_keys": 1000}"#, batch: "") { test in
      let data = try await test.query(text)
      #expect(isRight(data))
      for service in services.values { #expect(service.requests.count == 1) }
    }
  }

  @Test("Chunks of a hundred: ten requests for each service, some of them at once")
  func chunks() async throws {
    try await run(lookups: #""lookups": {"max_keys": 100}"#) { test in
      let data = try await test.query(text)
      #expect(isRight(data))
      for service in services.values {
        #expect(service.requests.count == 10)
        #expect(service.peak > 1 && service.peak <= 16)
      }
    }
  }

  @Test(
    "A service that fails harms nobody else, and each failed batch is one error at its first row",
    arguments: GraphService.Fault.allCases
  )
  func faults(fault: GraphService.Fault) async throws {
    try await run(lookups: #""lookups": {"max_keys": 100}"#) { test in
      services["two"]?.fail(by: fault)
      let response = await test.execute(text)
      let data = try JSONValue(parsing: try #require(response.data))
      #expect(isRight(data, but: "two"))
      #expect(response.errors.count == 10)
      for (chunk, error) in response.errors.enumerated() {
        #expect(error.responsePath == ["parent", .int(chunk * 100), "two"])
        #expect(error.extensions["relationship"] == "two")
        #expect(error.extensions["source"] == "two")
        #expect(error.extensions["count"] == 100)
        #expect(error.code == "remote-schema-error")
        switch fault {
        case .status500, .garbage:
          #expect(error.message.hasPrefix("Remote server response is not valid JSON"))
          #expect(error.detail?["status"] == (fault == .garbage ? 200 : 500))
        case .half, .nothing:
          #expect(error.message.hasPrefix("HTTP exception occurred"))
          #expect(error.detail?["type"] == "http_exception")
        }
      }
      for name in ["one", "three"] { #expect(services[name]?.requests.count == 10) }
    }
  }
}
