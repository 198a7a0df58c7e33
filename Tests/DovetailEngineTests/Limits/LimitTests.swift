import DovetailEngine
import DovetailMetadata
import OrderedCollections
import OrderedJSON
import Testing

@Suite("API limits")
struct LimitTests {
  /// Authors and articles that the roles `user` and `guest` may read.
  private func engine(_ limits: String) async throws -> TestEngine {
    let test = try await TrackingTests.blog()
    for role in ["user", "guest"] {
      for table in ["author", "article"] {
        try await test.run(
          """
          {"type": "sqlite_create_select_permission", "args": {"table": "\(table)",
            "role": "\(role)", "permission": {"columns": "*", "filter": {}}}}
          """
        )
      }
    }
    try await test.run(#"{"type": "set_api_limits", "args": \#(limits)}"#)
    return test
  }

  private let user = Session(role: "user", variables: ["x-hasura-user-id": "1"])
  private let guest = Session(role: "guest")
  private let nested = "{ author { articles { author { name } } } }"

  @Test("Depth is limited for all roles, more for some, and not for administrators")
  func depth() async throws {
    let test = try await engine(
      #"{"depth_limit": {"global": 1, "per_role": {"guest": 3}}}"#
    )
    let error = await test.failure(nested, session: user)
    #expect(error?.code == "depth-limit-exceeded")
    #expect(error?.path == "$")
    #expect(await test.failure("{ author { name } }", session: user) == nil)
    #expect(await test.failure(nested, session: guest) == nil)
    #expect(await test.failure(nested) == nil)
    let introspection = "{ __schema { types { fields { type { ofType { name } } } } } }"
    #expect(await test.failure(introspection, session: user) == nil)
  }

  @Test("Nodes are limited, and the second time as the first")
  func nodes() async throws {
    let test = try await engine(#"{"node_limit": {"global": 2}}"#)
    for _ in 0..<2 {
      #expect(await test.failure(nested, session: user)?.code == "node-limit-exceeded")
    }
    #expect(await test.failure("{ author { articles { id } } }", session: user) == nil)
  }

  @Test("Limits that are disabled or removed limit nothing")
  func disabled() async throws {
    let test = try await engine(#"{"disabled": true, "depth_limit": {"global": 0}}"#)
    #expect(await test.failure(nested, session: user) == nil)
    try await test.run(#"{"type": "set_api_limits", "args": {"depth_limit": {"global": 0}}}"#)
    #expect(await test.failure(nested, session: user) != nil)
    try await test.run(#"{"type": "remove_api_limits", "args": {}}"#)
    #expect(await test.failure(nested, session: user) == nil)
  }

  @Test("An operation that takes too long is ended, at the database as well")
  func time() async throws {
    let test = try await engine(#"{"time_limit": {"global": 1}}"#)
    // Each row asks for a count of a cross product of itself: far more than a second of work.
    try await test.sql(
      """
      CREATE TABLE number (n INTEGER PRIMARY KEY);
      WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 3000)
        INSERT INTO number SELECT n FROM c;
      CREATE VIEW slow AS SELECT count(*) AS n FROM number a, number b, number c
        WHERE a.n + b.n + c.n > 5;
      """
    )
    try await test.run(#"{"type": "sqlite_track_table", "args": {"table": "slow"}}"#)
    try await test.run(
      """
      {"type": "sqlite_create_select_permission", "args": {"table": "slow", "role": "user",
        "permission": {"columns": "*", "filter": {}}}}
      """
    )
    let error = await test.failure("{ slow { n } }", session: user)
    #expect(error?.code == "time-limit-exceeded")
    #expect(await test.failure("{ author { name } }", session: user) == nil)
  }

  @Test("Requests a minute are counted by role, unless something tells clients apart")
  func rate() async throws {
    let test = try await engine(
      """
      {"rate_limit": {"global": {"max_reqs_per_min": 2},
        "per_role": {"user": {"max_reqs_per_min": 1, "unique_params": ["X-Hasura-User-Id"]}}}}
      """
    )
    let other = Session(role: "user", variables: ["x-hasura-user-id": "2"])
    let query = "{ author { name } }"
    #expect(await test.failure(query, session: user) == nil)
    #expect(await test.failure(query, session: other) == nil)
    let error = await test.failure(query, session: user)
    #expect(error?.code == "rate-limit-exceeded")
    #expect(error?.status == 429)
    #expect(await test.failure(query, session: guest) == nil)
    #expect(await test.failure(query, session: guest) == nil)
    #expect(await test.failure(query, session: guest)?.code == "rate-limit-exceeded")
    for _ in 0..<5 { #expect(await test.failure(query) == nil) }
    // The older language of data is no way around.
    let select = #"{"type": "select", "args": {"table": "author", "columns": ["id"]}}"#
    let legacy = try await test.error(select, api: .v1Query, session: guest)
    #expect(legacy?.code == "rate-limit-exceeded")
  }

  @Test("Data commands cost what the operations cost that ask for the same")
  func dataCommands() async throws {
    let test = try await engine(
      #"{"depth_limit": {"global": 2}, "node_limit": {"global": 3}, "batch_limit": {"global": 2}}"#
    )
    func code(_ command: String, _ session: Session) async throws -> String? {
      try await test.error(command, api: .v1Query, session: session)?.code
    }
    func select(_ columns: String) -> String {
      #"{"type": "select", "args": {"table": "author", "columns": [\#(columns)]}}"#
    }
    func articles(_ columns: String) -> String {
      #"{"name": "articles", "columns": [\#(columns)]}"#
    }
    let author = #"{"name": "author", "columns": ["id"]}"#
    let flat = select(#""id", "name""#)
    let one = select(articles(#""id""#))
    let two = select(articles(author))
    #expect(try await code(flat, user) == nil)
    #expect(try await code(one, user) == nil)
    #expect(try await code(two, user) == "depth-limit-exceeded")
    #expect(try await code(two, .admin) == nil)
    func bulk(_ commands: String...) -> String {
      #"{"type": "bulk", "args": [\#(commands.joined(separator: ","))]}"#
    }
    #expect(try await code(bulk(flat, one), user) == nil)
    #expect(try await code(bulk(one, one), user) == "node-limit-exceeded")
    #expect(try await code(bulk(flat, flat, flat), user) == "batch-limit-exceeded")
    #expect(try await code(bulk(flat, flat, flat), .admin) == nil)
    let count = #"{"type": "count", "args": {"table": "author"}}"#
    #expect(try await code(count, user) == nil)
  }

  @Test("Each data command of a bulk is a request")
  func rateOfBulks() async throws {
    let test = try await engine(#"{"rate_limit": {"global": {"max_reqs_per_min": 2}}}"#)
    let select = #"{"type": "select", "args": {"table": "author", "columns": ["id"]}}"#
    let bulk = #"{"type": "bulk", "args": [\#(select), \#(select)]}"#
    #expect(try await test.error(bulk, api: .v1Query, session: user) == nil)
    let error = try await test.error(select, api: .v1Query, session: user)
    #expect(error?.code == "rate-limit-exceeded")
  }

  @Test("Requests are counted by address")
  func address() async throws {
    let test = try await engine(
      #"{"rate_limit": {"global": {"max_reqs_per_min": 1, "unique_params": "IP"}}}"#
    )
    func ask(_ address: String) async -> String? {
      await test.engine.execute(
        GraphQLOperationRequest(
          text: "{ author { name } }",
          session: user,
          clientAddress: address
        )
      ).errors.first?.code
    }
    #expect(await ask("10.0.0.1") == nil)
    #expect(await ask("10.0.0.2") == nil)
    #expect(await ask("10.0.0.1") == "rate-limit-exceeded")
  }

  @Test("Batches have the limit of their role")
  func batch() async throws {
    let test = try await engine(#"{"batch_limit": {"global": 5, "per_role": {"guest": 2}}}"#)
    #expect(test.engine.operationsPerBatch(of: user) == 5)
    #expect(test.engine.operationsPerBatch(of: guest) == 2)
    #expect(test.engine.operationsPerBatch(of: .admin) == nil)
  }

  @Test(
    "Limits without sense are refused",
    arguments: [
      (#"{"time_limit": {"global": 0}}"#, "$.args.time_limit"),
      (#"{"depth_limit": {"per_role": {"user": -1}}}"#, "$.args.depth_limit"),
      (#"{"rate_limit": {"global": {"max_reqs_per_min": -1}}}"#, "$.args.rate_limit.global"),
      (
        #"{"rate_limit": {"global": {"max_reqs_per_min": 1, "unique_params": "mac"}}}"#,
        "$.args.rate_limit.global.unique_params"
      ),
    ]
  )
  func refused(limits: String, path: String) async throws {
    let test = try await TestEngine()
    let error = try await test.error(#"{"type": "set_api_limits", "args": \#(limits)}"#)
    #expect(error?.code == "parse-failed")
    #expect(error?.path == path)
  }
}
