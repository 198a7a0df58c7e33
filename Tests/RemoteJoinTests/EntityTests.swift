import DovetailDemo
import DovetailEngine
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Entities of a federation subgraph")
struct EntityTests {
  private let script = """
    CREATE TABLE item (id INTEGER PRIMARY KEY, upc TEXT);
    INSERT INTO item VALUES (1, 'a'), (2, 'none'), (3, 'b'), (4, NULL), (5, 'a');
    """

  @Test("A field by the key of an entity is asked for by representations, in one request")
  func inferred() async throws {
    let catalog = try Products.service()
    try await JoinEngine.run(["catalog": catalog]) { test in
      try await test.addDatabase(script, tables: ["item"])
      try await test.relate(
        "item",
        "product",
        """
        {"to_remote_schema": {"remote_schema": "catalog", "lhs_fields": ["upc"],
          "remote_field": {"product": {"arguments": {"upc": "$upc"}}}}}
        """
      )
      let join = try await test.joins(of: "{ item { product { name } } }").first
      #expect(join?["strategy"] == "entities")
      #expect(join?["reason"] == #""Product" is an entity with this key"#)
      let data = try await test.query(
        "{ item(order_by: {id: asc}) { product { name reviews { text } } } }"
      )
      #expect(
        data["item"] == [
          ["product": ["name": "na", "reviews": [["text": "ra"]]]], ["product": .null],
          ["product": ["name": "nb", "reviews": [["text": "rb"]]]], ["product": .null],
          ["product": ["name": "na", "reviews": [["text": "ra"]]]],
        ]
      )
      #expect(catalog.requests.count == 1)
      #expect(
        catalog.requests.first?.variables["keys"] == [
          ["__typename": "Product", "upc": "a"], ["__typename": "Product", "upc": "none"],
          ["__typename": "Product", "upc": "b"],
        ]
      )
      // The stored answer has no more than the service gave.
      let stored = try await test.run("introspect_remote_schema", ["name": "catalog"])
      #expect(stored.objectValue.map { Array($0.keys) } == ["data"])
    }
  }

  @Test("A relationship may lead to an entity, or to a field of it, without a root field")
  func declared() async throws {
    let catalog = try Products.service()
    try await JoinEngine.run(["catalog": catalog]) { test in
      try await test.addDatabase(script, tables: ["item"])
      let call = """
        "arguments": {"representations": [{"__typename": "Product", "upc": "$upc"}]}
        """
      try await test.relate(
        "item",
        "product",
        """
        {"to_remote_schema": {"remote_schema": "catalog", "lhs_fields": ["upc"],
          "remote_field": {"_entities": {\(call)}}}}
        """
      )
      try await test.relate(
        "item",
        "reviews",
        """
        {"to_remote_schema": {"remote_schema": "catalog", "lhs_fields": ["upc"],
          "remote_field": {"_entities": {\(call), "field": {"reviews": {"arguments": {}}}}}}}
        """
      )
      let data = try await test.query(
        "{ item(limit: 2, order_by: {id: asc}) { product { upc } reviews { text } } }"
      )
      #expect(
        data["item"] == [
          ["product": ["upc": "a"], "reviews": [["text": "ra"]]],
          ["product": .null, "reviews": .null],
        ]
      )
      #expect(catalog.requests.count == 2)
    }
  }

  @Test("What is no key is not looked up as an entity, and is refused if asked for")
  func noKey() async throws {
    let catalog = try Products.service()
    try await JoinEngine.run(["catalog": catalog]) { test in
      try await test.addDatabase(script, tables: ["item"])
      let named = { (strategy: String) in
        """
        {"to_remote_schema": {"remote_schema": "catalog", "lhs_fields": ["upc"],
          "remote_field": {"named": {"arguments": {"name": "$upc"}}}\(strategy)}}
        """
      }
      try await test.relate("item", "named", named(""))
      let join = try await test.joins(of: "{ item { named { name } } }").first
      #expect(join?["strategy"] == "aliases")
      let refusal = await test.refusal {
        try await test.relate("item", "x", named(#", "strategy": "entities""#))
      }
      #expect(refusal?.contains(#"the arguments of "named" are no key of "Product""#) == true)
      let entity = await test.refusal {
        try await test.relate(
          "item",
          "y",
          """
          {"to_remote_schema": {"remote_schema": "catalog", "lhs_fields": ["upc"], "remote_field":
            {"_entities": {"arguments":
              {"representations": [{"__typename": "Product", "name": "$upc"}]}}}}}
          """
        )
      }
      #expect(entity?.contains(#"the representation fits no key of "Product": "upc""#) == true)
    }
  }
}
