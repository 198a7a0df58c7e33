import DovetailEngine
import DovetailMetadata
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Joins between sources")
struct JoinAcrossSourcesTests {
  private let test: TestEngine

  /// Customers in one database; their orders, some of them secret, in another.
  init() async throws {
    test = try await TestEngine()
    try await test.addSQLite(
      script: """
        CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT);
        INSERT INTO customer VALUES (1, 'Ann'), (2, 'Bob'), (3, 'Cid');
        """
    )
    try await test.addSQLite(
      "shop",
      script: """
        CREATE TABLE purchase (id INTEGER PRIMARY KEY, customer_id INTEGER, price INTEGER,
          secret BOOLEAN);
        INSERT INTO purchase VALUES (1, 1, 10, 0), (2, 1, 20, 0), (3, 1, 30, 1), (4, 2, 5, 0),
          (5, NULL, 7, 0);
        """
    )
    try await test.run(
      """
      {"type": "bulk", "args": [
        {"type": "sqlite_track_table", "args": {"table": "customer"}},
        {"type": "sqlite_track_table", "args": {"source": "shop", "table": "purchase"}},
        {"type": "sqlite_create_remote_relationship", "args": {"source": "default",
          "table": "customer", "name": "purchases", "definition": {"to_source":
            {"source": "shop", "table": "purchase", "relationship_type": "array",
             "field_mapping": {"id": "customer_id"}}}}},
        {"type": "sqlite_create_remote_relationship", "args": {"source": "shop",
          "table": "purchase", "name": "customer", "definition": {"to_source":
            {"source": "default", "table": "customer", "relationship_type": "object",
             "field_mapping": {"customer_id": "id"}}}}},
        {"type": "sqlite_create_select_permission", "args": {"table": "customer", "role": "user",
          "permission": {"columns": ["name"], "filter": {"id": {"_lte": 2}}}}},
        {"type": "sqlite_create_select_permission", "args": {"source": "shop",
          "table": "purchase", "role": "user", "permission": {"columns": ["id", "price"],
            "filter": {"secret": {"_eq": false}}, "limit": 2}}}]}
      """
    )
  }

  @Test("Each row has its own related rows, with filter, order and limit of their own")
  func perParent() async throws {
    let data = try await test.query(
      """
      { customer(order_by: {id: asc}) { name
          purchases(where: {price: {_gt: 5}}, order_by: {price: desc}, limit: 2) { price } } }
      """
    )
    #expect(
      data["customer"] == [
        ["name": "Ann", "purchases": [["price": 30], ["price": 20]]],
        ["name": "Bob", "purchases": []], ["name": "Cid", "purchases": []],
      ]
    )
  }

  @Test("A to-one relationship is null where there is no row, or no key")
  func toOne() async throws {
    let data = try await test.query(
      "{ purchase(order_by: {id: desc}, limit: 2) { id customer { name } } }"
    )
    #expect(
      data["purchase"] == [
        ["id": 5, "customer": nil], ["id": 4, "customer": ["name": "Bob"]],
      ]
    )
  }

  @Test("The role's filters hold on both sides, though it cannot see the columns that join")
  func permissions() async throws {
    let user = Session(role: "user")
    let data = try await test.query(
      "{ customer { name purchases(order_by: {id: asc}) { id } } }",
      session: user
    )
    #expect(
      data["customer"] == [
        ["name": "Ann", "purchases": [["id": 1], ["id": 2]]],
        ["name": "Bob", "purchases": [["id": 4]]],
      ]
    )
    #expect(
      await test.failure("{ customer { purchases { secret } } }", session: user)?.message
        == "field 'secret' not found in type: 'purchase'"
    )
    #expect(
      await test.failure(
        "{ customer { purchases(where: {secret: {_eq: true}}) { id } } }",
        session: user
      )?.code
        == "validation-failed"
    )
    #expect(
      await test.failure(
        "{ customer { purchases_aggregate { aggregate { count } } } }",
        session: user
      )?.code == "validation-failed"
    )
  }

  @Test("Aggregates are those of each row's related rows")
  func aggregates() async throws {
    let data = try await test.query(
      """
      { customer(order_by: {id: asc}) {
          purchases_aggregate { aggregate { count sum { price } } } } }
      """
    )
    #expect(
      data["customer"] == [
        ["purchases_aggregate": ["aggregate": ["count": 3, "sum": ["price": 60]]]],
        ["purchases_aggregate": ["aggregate": ["count": 1, "sum": ["price": 5]]]],
        ["purchases_aggregate": ["aggregate": ["count": 0, "sum": ["price": nil]]]],
      ]
    )
  }

  @Test("There and back again, with aliases")
  func roundTrip() async throws {
    let data = try await test.query(
      """
      { c: customer(where: {id: {_eq: 1}}) {
          p: purchases(order_by: {id: asc}, limit: 1) { id k: customer { name
            q: purchases(order_by: {id: desc}, limit: 1) { id } } } } }
      """
    )
    #expect(
      data["c"] == [
        ["p": [["id": 1, "k": ["name": "Ann", "q": [["id": 3]]]]]]
      ]
    )
  }

  @Test("Queries go on while metadata changes, each on the old or the new state")
  func concurrentChanges() async throws {
    let test = test
    let messages = try await withThrowingTaskGroup(of: [String].self) { group in
      for _ in 0..<4 {
        group.addTask {
          var messages: [String] = []
          for _ in 0..<100 {
            let answer = await test.execute("{ customer { id } }")
            messages += answer.errors.map(\.message)
          }
          return messages
        }
      }
      for _ in 0..<15 {
        try await test.run(
          #"{"type": "sqlite_untrack_table", "args": {"table": "customer", "cascade": true}}"#
        )
        try await test.run(#"{"type": "sqlite_track_table", "args": {"table": "customer"}}"#)
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(
      Set(messages).isSubset(of: ["field 'customer' not found in type: 'query_root'"])
    )
    #expect(await test.failure("{ customer { id } }") == nil)
  }
}
