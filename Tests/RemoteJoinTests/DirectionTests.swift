import DovetailCatalog
import DovetailDemo
import DovetailEngine
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Relationships from and to everywhere")
struct DirectionTests {
  private static let zoo = """
    interface Animal { id: Int! keeper: Int }
    type Cat implements Animal { id: Int! keeper: Int lives: Int }
    type Dog implements Animal { id: Int! keeper: Int barks: Boolean }
    type Rock { id: Int! keeper: Int }
    union Thing = Cat | Dog | Rock
    type Query { animals: [Animal!]! things: [Thing!]! cat: Cat }
    """

  private func zooService() throws -> GraphService {
    try GraphService(Self.zoo) { (field, _) throws(ResolverError) in
      let cat = Node("Cat", ["id": 1, "keeper": 10, "lives": 9])
      let dog = Node("Dog", ["id": 2, "keeper": 11, "barks": true])
      switch field {
      case "cat": return .object(cat)
      case "animals": return .list([.object(cat), .object(dog)])
      default: return .list([.object(cat), .object(Node("Rock", ["id": 3])), .object(dog)])
      }
    }
  }

  private let script = """
    CREATE TABLE visit (id INTEGER PRIMARY KEY, animal INTEGER, price INTEGER, person INTEGER);
    INSERT INTO visit VALUES (1, 1, 5, 10), (2, 1, 7, 11), (3, 1, 9, 0), (4, 2, 1, 11);
    """

  private let toVisits = """
    {"to_source": {"source": "default", "table": "visit", "relationship_type": "array",
      "field_mapping": {"id": "animal"}}}
    """
  private let toKeeper = """
    {"to_remote_schema": {"remote_schema": "people", "lhs_fields": ["keeper"],
      "remote_field": {"person": {"arguments": {"id": "$keeper"}}}}}
    """

  private func run(
    options: EngineOptions = EngineOptions(),
    _ body: (JoinEngine, GraphService) async throws -> Void
  ) async throws {
    let people = try People.service()
    try await JoinEngine.run(
      ["zoo": try zooService(), "people": people],
      options: options
    ) { test in
      try await test.addDatabase(script, tables: ["visit"])
      try await body(test, people)
    }
  }

  @Test("On an interface: every object has it, with aggregates and arguments of its own")
  func interfaces() async throws {
    try await run { test, people in
      try await test.relate(type: "Animal", of: "zoo", "visits", toVisits)
      try await test.relate(type: "Animal", of: "zoo", "keptBy", toKeeper)
      let data = try await test.query(
        """
        { animals { __typename id visits(where: {price: {_gt: 5}}, order_by: {price: desc}) { price }
            visits_aggregate { aggregate { count max { price } } } keptBy { name }
            ... on Cat { cheap: visits(limit: 1, order_by: {price: asc}) { price } } } }
        """
      )
      #expect(
        data["animals"] == [
          [
            "__typename": "Cat", "id": 1, "visits": [["price": 9], ["price": 7]],
            "visits_aggregate": ["aggregate": ["count": 3, "max": ["price": 9]]],
            "keptBy": ["name": "p10"], "cheap": [["price": 5]],
          ],
          [
            "__typename": "Dog", "id": 2, "visits": [],
            "visits_aggregate": ["aggregate": ["count": 1, "max": ["price": 1]]],
            "keptBy": ["name": "p11"],
          ],
        ]
      )
      #expect(people.requests.count == 1)
      let cat = try await test.query("{ cat { keptBy { id } visits { id } } }")
      #expect(cat["cat"]?["keptBy"] == ["id": 10])
      let reserved = try await test.query(
        "{ cat { __hasura_internal_typename: lives id keptBy { id } } }"
      )
      #expect(reserved["cat"] == ["id": 1, "keptBy": ["id": 10]])
    }
  }

  @Test("On a union: its members have it")
  func unions() async throws {
    try await run { test, people in
      try await test.relate(type: "Thing", of: "zoo", "keptBy", toKeeper)
      let data = try await test.query(
        """
        { things { ... on Cat { keptBy { name } } ... on Rock { id keptBy { name } }
            ... on Dog { k: keptBy { name } } } }
        """
      )
      #expect(
        data["things"] == [
          ["keptBy": ["name": "p10"]], ["id": 3, "keptBy": .null], ["k": ["name": "p11"]],
        ]
      )
    }
  }

  @Test("Nested in each other: service, table, service, table, and back")
  func nested() async throws {
    try await run { test, people in
      try await test.relate(type: "Cat", of: "zoo", "visits", toVisits)
      try await test.relate(
        "visit",
        "visitor",
        """
        {"to_remote_schema": {"remote_schema": "people", "lhs_fields": ["person"],
          "remote_field": {"person": {"arguments": {"id": "$person"}}}}}
        """
      )
      try await test.relate(
        type: "Person",
        of: "people",
        "seen",
        """
        {"to_source": {"source": "default", "table": "visit", "relationship_type": "array",
          "field_mapping": {"id": "person"}}}
        """
      )
      let data = try await test.query(
        """
        { cat { visits(order_by: {id: asc}) { visitor { name seen(order_by: {id: asc})
            { id visitor { boss { seen { id } } } } } } } }
        """
      )
      #expect(
        data["cat"]?["visits"] == [
          [
            "visitor": [
              "name": "p10", "seen": [["id": 1, "visitor": ["boss": ["seen": []]]]],
            ]
          ],
          [
            "visitor": [
              "name": "p11",
              "seen": [
                ["id": 2, "visitor": ["boss": ["seen": []]]],
                ["id": 4, "visitor": ["boss": ["seen": []]]],
              ],
            ]
          ], ["visitor": .null],
        ]
      )
      // One request a level.
      #expect(people.requests.count == 2)
      // And in what a mutation returns.
      let inserted = try await test.query(
        """
        mutation { insert_visit_one(object: {id: 9, animal: 2, price: 3, person: 4}) {
          visitor { name seen { id } } } }
        """
      )
      #expect(
        inserted["insert_visit_one"] == ["visitor": ["name": "p4", "seen": [["id": 9]]]]
      )
    }
  }

  @Test("Fields and generated names that are taken are refused")
  func conflicts() async throws {
    try await run { test, _ in
      for (type, name) in [("Cat", "lives"), ("Animal", "keeper"), ("Thing", "barks")] {
        let refusal = await test.refusal {
          try await test.relate(type: type, of: "zoo", name, toKeeper)
        }
        #expect(
          refusal?.contains("Encountered conflicting definitions in the selection set for") == true
        )
      }
      try await test.relate(type: "Cat", of: "zoo", "x", toVisits)
      let aggregate = await test.refusal {
        try await test.relate(type: "Animal", of: "zoo", "x_aggregate", toKeeper)
      }
      #expect(aggregate?.contains("conflicting definitions") == true)
      let scalar = await test.refusal {
        try await test.relate(type: "Int", of: "zoo", "y", toKeeper)
      }
      #expect(scalar?.contains("can only be defined on object types") == true)
      let unknown = await test.refusal {
        try await test.relate(type: "Ghost", of: "zoo", "y", toKeeper)
      }
      #expect(unknown?.contains(#"no type named "Ghost" defined in remote schema "zoo""#) == true)
    }
  }

  @Test("update_remote_schema keeps the relationships on the schema's types")
  func update() async throws {
    let zoo = try zooService()
    let people = try People.service()
    try await JoinEngine.run(["zoo": zoo, "people": people]) { test in
      try await test.relate(type: "Cat", of: "zoo", "keptBy", toKeeper)
      try await test.run(
        "update_remote_schema",
        [
          "name": "zoo",
          "definition": [
            "url": .string(zoo.url), "timeout_seconds": 5, "lookups": ["max_keys": 3],
          ],
        ]
      )
      #expect(try await test.query("{ cat { keptBy { id } } }") == ["cat": ["keptBy": ["id": 10]]])
    }
  }

  @Test(
    "on_error of the relationship counts before the server's default",
    arguments: [("null", true), ("fail", false), (nil, true), (nil, false)]
      as [(String?, Bool)]
  )
  func onError(own: String?, serverFails: Bool) async throws {
    let options = EngineOptions(catalog: CatalogOptions(joinFailure: serverFails ? .fail : .null))
    try await run(options: options) { test, people in
      let more = own.map { #", "on_error": "\#($0)""# } ?? ""
      try await test.relate(
        "visit",
        "visitor",
        """
        {"to_remote_schema": {"remote_schema": "people", "lhs_fields": ["person"],
          "remote_field": {"person": {"arguments": {"id": "$person"}}}\(more)}}
        """
      )
      people.fail(by: .status500)
      let response = await test.execute("{ v: visit { w: visitor { name } } }")
      let fails = own.map { $0 == "fail" } ?? serverFails
      #expect((response.data == nil) == fails)
      #expect(response.errors.count == 1)
      if !fails { #expect(response.errors.first?.responsePath == ["v", 0, "w"]) }
      // Of a failed operation there are no positions, only keys.
      #expect(response.errors.first?.extensions["count"] == (fails ? 3 : 4))
    }
  }

  @Test("Errors beside data stand at their own places, and the rest is there")
  func partial() async throws {
    try await run { test, people in
      try await test.relate(
        "visit",
        "visitor",
        """
        {"to_remote_schema": {"remote_schema": "people", "lhs_fields": ["person"],
          "remote_field": {"broken": {"arguments": {"id": "$person"}}}}}
        """
      )
      let response = await test.execute("{ visit(order_by: {id: asc}) { visitor { name } } }")
      #expect(
        try JSONValue(parsing: try #require(response.data)) == [
          "visit": [
            ["visitor": .null], ["visitor": ["name": "p11"]], ["visitor": .null],
            ["visitor": ["name": "p11"]],
          ]
        ]
      )
      #expect(
        response.errors.map(\.responsePath) == [["visit", 0, "visitor"], ["visit", 2, "visitor"]]
      )
    }
  }
}
