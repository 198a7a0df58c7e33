import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Schemas from introspection results")
struct IntrospectionImportTests {
  @Test("What our own introspection answers makes the same schema again")
  func roundTrip() throws {
    let schema = try makeSchema(
      """
      \"\"\"About it\"\"\"
      schema { query: Root subscription: Events }
      directive @mine(a: [Int!] = [1, 2]) repeatable on FIELD
      interface Node { id: ID! }
      interface Named implements Node { id: ID! name: String }
      \"\"\"A type\"\"\"
      type Root implements Named & Node {
        id: ID!
        name: String
        former: Int @deprecated(reason: "old")
        deep: [[[[Int!]!]!]!]!
        find(by: By, filter: Filter = { text: "a\\"b", tags: [ONE] }, old: Int @deprecated): Any
      }
      type Events { tick: Date }
      union Any = Root | Events
      enum Tag { ONE TWO @deprecated }
      input By @oneOf { id: ID name: String }
      input Filter { text: String = "x" tags: [Tag!] }
      scalar Date @specifiedBy(url: "https://example.org/date")
      """
    )
    let answer = try introspect(IntrospectionQuery.complete, schema)
    let imported = try StaticTypeSchema(introspection: answer, strictness: .specification)
    #expect(printSchema(imported) == printSchema(schema))
    let wrapped = try StaticTypeSchema(introspection: ["data": answer])
    #expect(printSchema(wrapped) == printSchema(schema))
  }

  @Test("Keys that services leave out do no harm")
  func missingKeys() throws {
    let schema = try StaticTypeSchema(
      introspection: try json(
        """
        {"__schema": {"queryType": {"name": "Query"}, "mutationType": null, "types": [
          {"kind": "OBJECT", "name": "Query", "fields": [
            {"name": "a", "args": null, "type": {"kind": "SCALAR", "name": "Int", "ofType": null}},
            {"name": "b", "type": {"kind": "NON_NULL", "ofType": {"kind": "LIST", "ofType":
              {"kind": "NON_NULL", "ofType": {"kind": "ENUM", "name": "E"}}}},
             "args": [{"name": "x", "type": {"name": "In", "kind": "INPUT_OBJECT"}, "defaultValue": null}]}
          ], "interfaces": null},
          {"kind": "ENUM", "name": "E", "enumValues": [{"name": "A"}, {"name": "B", "isDeprecated": true}]},
          {"kind": "INPUT_OBJECT", "name": "In", "inputFields": [
            {"name": "n", "type": {"kind": "SCALAR", "name": "Int"}, "defaultValue": "5"}]},
          {"kind": "SCALAR", "name": "Int"},
          {"kind": "OBJECT", "name": "Mutation", "fields": [
            {"name": "a", "type": {"kind": "SCALAR", "name": "Int"}}]},
          {"kind": "OBJECT", "name": "Subscription", "fields": [
            {"name": "a", "type": {"kind": "SCALAR", "name": "Int"}}]}
        ]}}
        """
      )
    )
    #expect(schema.type(named: "Query")?.fields["b"]?.type.description == "[E!]!")
    #expect(schema.type(named: "In")?.inputFields["n"]?.defaultValue == .int("5"))
    #expect(schema.rootTypeName(for: .mutation) == nil)
    // Its key is missing altogether, so the usual name tells.
    #expect(schema.rootTypeName(for: .subscription) == "Subscription")
    #expect(
      schema.directives.map(\.name) == ["include", "skip", "deprecated", "specifiedBy", "oneOf"]
    )
  }

  @Test(
    "What is missing or unknown is told by name",
    arguments: [
      ("{}", "Introspection result is missing an object at __schema."),
      (
        "{\"data\": null, \"errors\": []}", "Introspection result is missing an object at __schema."
      ),
      (
        Self.result("{\"kind\": \"OBJECT\", \"name\": \"Query\", \"fields\": [{\"name\": \"a\"}]}"),
        "Introspection result is missing a type reference at types[0].fields[0].type."
      ),
      (
        Self.result("{\"kind\": \"WHAT\", \"name\": \"Query\"}"),
        "Introspection result is missing a type kind at types[0].kind."
      ),
      (
        Self.result("{\"kind\": \"OBJECT\", \"fields\": []}"),
        "Introspection result is missing a string at types[0].name."
      ),
      (
        Self.result(
          "{\"kind\": \"OBJECT\", \"name\": \"Query\", \"fields\": [{\"name\": \"a\", \"type\": "
            + "{\"kind\": \"OBJECT\", \"name\": \"Gone\"}}]}"
        ),
        "Unknown type \"Gone\" in the definition of Query.a."
      ),
      (
        Self.result(
          "{\"kind\": \"OBJECT\", \"name\": \"Query\", \"fields\": [{\"name\": \"a } b {\", "
            + "\"type\": {\"kind\": \"SCALAR\", \"name\": \"Int\"}}]}"
        ),
        "Names must only contain [_a-zA-Z0-9] and not start with a digit, but \"a } b {\" does not."
      ),
      (
        Self.result(
          "{\"kind\": \"OBJECT\", \"name\": \"Query\", \"fields\": ["
            + "{\"name\": \"a\", \"type\": {\"kind\": \"SCALAR\", \"name\": \"Int\"}}, "
            + "{\"name\": \"a\", \"type\": {\"kind\": \"SCALAR\", \"name\": \"Int\"}}]}"
        ),
        "Field \"Query.a\" can only be defined once."
      ),
    ]
  )
  func broken(_ text: String, _ message: String) throws {
    let result = try json(text)
    let found = problems { () throws(TypeSystemError) in
      try StaticTypeSchema(introspection: result)
    }
    #expect(found.first == message)
  }

  @Test("A default that is no literal is left out and tolerated in other services' schemas")
  func unreadableDefault() throws {
    let result = try json(
      Self.result(
        "{\"kind\": \"OBJECT\", \"name\": \"Query\", \"fields\": [{\"name\": \"a\", "
          + "\"type\": {\"kind\": \"SCALAR\", \"name\": \"Int\"}, \"args\": [{\"name\": \"x\", "
          + "\"type\": {\"kind\": \"SCALAR\", \"name\": \"Int\"}, \"defaultValue\": \"<Nothing>\"}]}]}"
      )
    )
    let schema = try StaticTypeSchema(introspection: result)
    #expect(schema.type(named: "Query")?.fields["a"]?.arguments["x"]?.defaultValue == nil)
    #expect(throws: TypeSystemError.self) {
      try StaticTypeSchema(introspection: result, strictness: .specification)
    }
  }

  private static func result(_ type: String) -> String {
    "{\"__schema\": {\"queryType\": {\"name\": \"Query\"}, \"types\": [\(type)]}}"
  }
}
