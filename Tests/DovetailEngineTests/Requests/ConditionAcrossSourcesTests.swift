import DovetailCatalog
import DovetailEngine
import DovetailMetadata
import OrderedCollections
import OrderedJSON
import Testing

@Suite(
  "Conditions and orders across sources"
)
struct ConditionAcrossSourcesTests {
  /// Customers in PostgreSQL; their orders, some of them secret, and products in SQLite.
  private static func shop(
    _ name: String,
    options: EngineOptions = EngineOptions()
  ) async throws -> TestEngine {
    let database = try await TestDatabase(
      "dovetail_conditions_\(name)",
      script: """
        CREATE TABLE customer (id int PRIMARY KEY, name text, region text, code text);
        INSERT INTO customer VALUES (1, 'Ann', 'n', 'a'), (2, 'Bob', 's', 'b'),
          (3, 'Cid', 'n', NULL), (4, 'Dee', 's', 'z');
        """
    )
    let test = try await TestEngine(options: options)
    try await test.addPostgres(database)
    try await test.addSQLite(
      "shop",
      script: """
        CREATE TABLE product (id INTEGER PRIMARY KEY, title TEXT);
        INSERT INTO product VALUES (1, 'pen'), (2, 'ink');
        CREATE TABLE purchase (id INTEGER PRIMARY KEY, customer_id INTEGER, region TEXT,
          price INTEGER, secret BOOLEAN, product_id INTEGER REFERENCES product);
        INSERT INTO purchase VALUES (1, 1, 'n', 10, 0, 1), (2, 1, 'n', 20, 0, 2),
          (3, 1, 's', 30, 1, 1), (4, 2, 's', 5, 0, 2), (5, NULL, 'n', 70, 0, 1);
        CREATE TABLE grade (code TEXT PRIMARY KEY, level INTEGER);
        INSERT INTO grade VALUES ('a', 2), ('b', 1), ('y', 0), ('z', NULL);
        """
    )
    try await test.run(Self.metadata)
    return test
  }

  private static let metadata = """
    {"type": "bulk", "args": [
      {"type": "pg_track_table", "args": {"table": "customer"}},
      {"type": "sqlite_track_table", "args": {"source": "shop", "table": "purchase"}},
      {"type": "sqlite_track_table", "args": {"source": "shop", "table": "product"}},
      {"type": "sqlite_track_table", "args": {"source": "shop", "table": "grade"}},
      {"type": "sqlite_create_object_relationship", "args": {"source": "shop",
        "table": "purchase", "name": "product",
        "using": {"foreign_key_constraint_on": "product_id"}}},
      {"type": "pg_create_remote_relationship", "args": {"table": "customer", "name": "purchases",
        "definition": {"to_source": {"source": "shop", "table": "purchase",
          "relationship_type": "array", "field_mapping": {"id": "customer_id"}}}}},
      {"type": "pg_create_remote_relationship", "args": {"table": "customer", "name": "local",
        "definition": {"to_source": {"source": "shop", "table": "purchase",
          "relationship_type": "array",
          "field_mapping": {"id": "customer_id", "region": "region"}}}}},
      {"type": "pg_create_remote_relationship", "args": {"table": "customer", "name": "grade",
        "definition": {"to_source": {"source": "shop", "table": "grade",
          "relationship_type": "object", "field_mapping": {"code": "code"}}}}},
      {"type": "sqlite_create_remote_relationship", "args": {"source": "shop",
        "table": "purchase", "name": "customer", "definition": {"to_source":
          {"source": "default", "table": "customer", "relationship_type": "object",
           "field_mapping": {"customer_id": "id"}}}}},
      {"type": "pg_create_select_permission", "args": {"table": "customer", "role": "user",
        "permission": {"columns": ["id", "name"], "filter": {"id": {"_lte": 3}}}}},
      {"type": "sqlite_create_select_permission", "args": {"source": "shop", "table": "purchase",
        "role": "user", "permission": {"columns": ["id", "price"],
          "filter": {"secret": {"_eq": false}}}}},
      {"type": "pg_create_select_permission", "args": {"table": "customer", "role": "guest",
        "permission": {"columns": ["id"], "filter": {}}}}]}
    """

  private func names(_ data: JSONValue) -> [String] {
    (data["customer"]?.arrayValue ?? []).compactMap { $0["name"]?.stringValue }
  }

  @Test(
    "Rows are chosen by rows of the other source",
    arguments: [
      ("{purchases: {price: {_gt: 15}}}", ["Ann"]),
      ("{purchases: {}}", ["Ann", "Bob"]),
      ("{_not: {purchases: {}}}", ["Cid", "Dee"]),
      ("{_not: {grade: {}}}", ["Cid"]),
      ("{grade: {level: {_is_null: true}}}", ["Dee"]),
      ("{local: {price: {_gt: 4}}}", ["Ann", "Bob"]),
      ("{local: {price: {_gt: 25}}}", []),
      ("{_or: [{purchases: {price: {_lt: 6}}}, {name: {_eq: \"Dee\"}}]}", ["Bob", "Dee"]),
      ("{purchases: {product: {title: {_eq: \"ink\"}}}}", ["Ann", "Bob"]),
      ("{purchases: {customer: {region: {_eq: \"s\"}}}}", ["Bob"]),
      ("{purchases: {_and: [{customer: {grade: {level: {_eq: 2}}}}, {id: {_gt: 0}}]}}", ["Ann"]),
      ("{purchases: {price: {_gt: 1000}}}", []),
    ]
  )
  func conditions(condition: String, expected: [String]) async throws {
    let test = try await Self.shop("where_\(UInt64.random(in: 0...UInt64.max))")
    let data = try await test.query(
      "{ customer(where: \(condition), order_by: {id: asc}) { name } }"
    )
    #expect(names(data) == expected)
    let count = try await test.query(
      "{ customer_aggregate(where: \(condition)) { aggregate { count } } }"
    )
    #expect(count["customer_aggregate"]?["aggregate"]?["count"]?.intValue == expected.count)
    await test.engine.stop()
  }

  @Test("The other direction, from SQLite to PostgreSQL, with variables, and inside a join")
  func backwards() async throws {
    let test = try await Self.shop("backwards")
    let text = """
      query ($name: String!) {
        purchase(where: {customer: {name: {_eq: $name}}}, order_by: {id: asc}) { id }
        customer(where: {name: {_eq: $name}}) {
          purchases(where: {customer: {name: {_eq: $name}}, price: {_gt: 10}}) { price } }
      }
      """
    let ann = try await test.query(text, variables: ["name": "Ann"])
    #expect(ann["purchase"] == [["id": 1], ["id": 2], ["id": 3]])
    #expect(ann["customer"] == [["purchases": [["price": 20], ["price": 30]]]])
    // The same plan, with other keys.
    let bob = try await test.query(text, variables: ["name": "Bob"])
    #expect(bob["purchase"] == [["id": 4]])
    #expect(bob["customer"] == [["purchases": []]])
    await test.engine.stop()
  }

  @Test(
    "Rows are ordered by columns of the row in the other source; without one they are null",
    arguments: [
      ("[{grade: {level: asc}}, {id: asc}]", ["Bob", "Ann", "Cid", "Dee"]),
      ("[{grade: {level: desc}}, {id: asc}]", ["Cid", "Dee", "Ann", "Bob"]),
      ("[{grade: {level: asc_nulls_first}}, {id: desc}]", ["Dee", "Cid", "Bob", "Ann"]),
      ("[{grade: {code: desc_nulls_last}}]", ["Dee", "Bob", "Ann", "Cid"]),
      ("[{region: asc}, {grade: {level: asc}}]", ["Ann", "Cid", "Bob", "Dee"]),
    ]
  )
  func order(order: String, expected: [String]) async throws {
    let test = try await Self.shop("order_\(UInt64.random(in: 0...UInt64.max))")
    #expect(names(try await test.query("{ customer(order_by: \(order)) { name } }")) == expected)
    let purchases = try await test.query(
      "{ purchase(order_by: [{customer: {name: desc}}, {id: desc}], limit: 3) { id } }"
    )
    // A purchase of nobody comes first, as nulls do in descending order.
    #expect(purchases["purchase"] == [["id": 5], ["id": 4], ["id": 3]])
    let distinct = try await test.query(
      """
      { purchase(distinct_on: region, order_by: [{region: asc}, {customer: {name: desc}}]) {
          id } }
      """
    )
    #expect(distinct["purchase"] == [["id": 5], ["id": 4]])
    await test.engine.stop()
  }

  @Test("Rows that a role may not see in the other source choose and order nothing")
  func permissions() async throws {
    let test = try await Self.shop("permissions")
    let user = Session(role: "user")
    let condition = "{ customer(where: {purchases: {price: {_gt: 25}}}) { name } }"
    #expect(names(try await test.query(condition)) == ["Ann"])
    #expect(names(try await test.query(condition, session: user)) == [])
    #expect(
      await test.failure(
        "{ customer(where: {purchases: {secret: {_eq: true}}}) { name } }",
        session: user
      )?.message == "field 'secret' not found in type: 'purchase_bool_exp'"
    )
    // A role without the other table does not even see that there is a relationship.
    #expect(
      await test.failure(
        "{ customer(where: {purchases: {}}) { id } }",
        session: Session(role: "guest")
      )?.message == "field 'purchases' not found in type: 'customer_bool_exp'"
    )
    await test.engine.stop()
  }

  @Test("More keys than allowed are refused, and the error says where and what to do")
  func budget() async throws {
    let options = EngineOptions(catalog: CatalogOptions(conditionKeyLimit: 2))
    let test = try await Self.shop("budget", options: options)
    let order = await test.failure("{ purchase(order_by: {customer: {name: asc}}) { id } }")
    #expect(order?.path == "$.selectionSet.purchase.args.order_by.customer")
    #expect(
      order?.message == """
        the order on "customer" needs more than 2 keys of source "default": narrow it down, or \
        raise the limit (--condition-key-limit)
        """
    )
    let condition = await test.failure("{ purchase(where: {customer: {}}) { id } }")
    #expect(condition?.code == "validation-failed")
    #expect(condition?.path == "$.selectionSet.purchase.args.where.customer")
    // Equal keys count once.
    let few = try await test.query("{ customer(where: {purchases: {}}) { name } }")
    #expect(few["customer"]?.arrayValue?.count == 2)
    await test.engine.stop()
  }

  @Test("Mutations change the rows that the condition chooses")
  func mutations() async throws {
    let test = try await Self.shop("mutations")
    let data = try await test.query(
      """
      mutation {
        update_customer(where: {purchases: {price: {_gte: 20}}}, _set: {region: "x"}) {
          affected_rows returning { name } }
        delete_purchase(where: {_not: {customer: {}}}) { returning { id } }
      }
      """
    )
    #expect(
      data["update_customer"] == ["affected_rows": 1, "returning": [["name": "Ann"]]]
    )
    #expect(data["delete_purchase"] == ["returning": [["id": 5]]])
    await test.engine.stop()
  }

  @Test("Only columns of the row itself can be ordered by")
  func unsupportedOrder() async throws {
    let test = try await Self.shop("unsupported")
    let error = await test.failure(
      "{ purchase(order_by: {customer: {grade: {level: asc}}}) { id } }"
    )
    #expect(error?.code == "not-supported")
    await test.engine.stop()
  }
}
