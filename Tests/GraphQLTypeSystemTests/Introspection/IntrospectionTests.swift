import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Introspection")
struct IntrospectionTests {
  private let schema: StaticTypeSchema

  init() throws {
    schema = try makeSchema(
      """
      type Query { zebra: String apple(size: Int = 3, old: Int @deprecated, colour: Colour = RED): [Fruit!]! bad: Int @deprecated(reason: "no") }
      enum Colour { RED GREEN @deprecated BLUE }
      union Fruit = Query | Box
      type Box { in: String }
      input In { z: Int a: String! = "x\\n" gone: Int @deprecated }
      extend type Query { take(it: In): Boolean }
      """
    )
  }

  @Test("Answers equal those of the reference implementation")
  func corpus() throws {
    let corpus = try #require(Corpus("introspection"))
    let schemas = try corpus.schemas()
    #expect(corpus.cases.count == 2)
    for entry in corpus.cases {
      let parts = try #require(entry.arrayValue)
      let name = try #require(parts[0].stringValue)
      let query = try #require(parts[1].stringValue)
      let schema = try #require(schemas[name])
      var answer = try #require(try introspect(query, schema)["__schema"]?.objectValue)
      answer["types"] = .array(
        (answer["types"]?.arrayValue ?? [])
          .filter { $0["name"]?.stringValue?.hasPrefix("__") == false }
          .sorted { ($0["name"]?.stringValue ?? "") < ($1["name"]?.stringValue ?? "") }
      )
      let specified = Set(SpecifiedDirectives.all.map(\.name))
      answer["directives"] = .array(
        (answer["directives"]?.arrayValue ?? [])
          .filter { !specified.contains($0["name"]?.stringValue ?? "") }
      )
      #expect(JSONValue.object(answer) == parts[2], "\(name)")
    }
  }

  @Test("Fields are answered as selected: aliases, fragments, merging, conditions")
  func selection() throws {
    let answer = try introspect(
      """
      query {
        box: __type(name: "Box") { k: kind ...T @include(if: true) ... on __Type { n: name } ... on __Field { type { name } } }
        box: __type(name: "Box") { fields { type { name } } kind @skip(if: true) __typename }
        none: __type(name: "Nope") { name }
      }
      fragment T on __Type { fields { name __typename } }
      """,
      schema
    )
    #expect(
      answer.description
        == "{\"box\":{\"k\":\"OBJECT\",\"fields\":[{\"name\":\"in\",\"__typename\":\"__Field\","
        + "\"type\":{\"name\":\"String\"}}],\"n\":\"Box\",\"__typename\":\"__Type\"},\"none\":null}"
    )
  }

  @Test("Variables name the type and set conditions")
  func variables() throws {
    let text = """
      query ($n: String!, $yes: Boolean!, $no: Boolean!) {
        __type(name: $n) { name @include(if: $no) kind @skip(if: $no) fields(includeDeprecated: $yes) { name } }
      }
      """
    let answer = try introspect(text, schema, variables: ["n": "Box", "yes": true, "no": false])
    #expect(answer == ["__type": ["kind": "OBJECT", "fields": [["name": "in"]]]])
  }

  @Test("What is deprecated is listed on demand")
  func deprecation() throws {
    let text = """
      {
        q: __type(name: "Query") { fields { name args { name } } all: fields(includeDeprecated: true) { name isDeprecated deprecationReason args(includeDeprecated: true) { name } } }
        e: __type(name: "Colour") { enumValues { name } all: enumValues(includeDeprecated: true) { name isDeprecated } }
        i: __type(name: "In") { inputFields { name defaultValue } all: inputFields(includeDeprecated: true) { name } }
      }
      """
    let answer = try introspect(text, schema)
    func names(_ list: JSONValue?) -> [String] {
      (list?.arrayValue ?? []).compactMap { $0["name"]?.stringValue }
    }
    #expect(names(answer["q"]?["fields"]) == ["zebra", "apple", "take"])
    #expect(names(answer["q"]?["all"]) == ["zebra", "apple", "bad", "take"])
    #expect(names(answer["q"]?["fields"]?.arrayValue?[1]["args"]) == ["size", "colour"])
    #expect(names(answer["q"]?["all"]?.arrayValue?[1]["args"]) == ["size", "old", "colour"])
    #expect(
      answer["q"]?["all"]?.arrayValue?[2]
        == ["name": "bad", "isDeprecated": true, "deprecationReason": "no", "args": []]
    )
    #expect(names(answer["e"]?["enumValues"]) == ["RED", "BLUE"])
    #expect(names(answer["e"]?["all"]) == ["RED", "GREEN", "BLUE"])
    #expect(
      answer["i"]?["inputFields"]
        == [["name": "z", "defaultValue": nil], ["name": "a", "defaultValue": "\"x\\n\""]]
    )
    #expect(names(answer["i"]?["all"]) == ["z", "a", "gone"])
  }

  @Test("Members can be listed by name")
  func alphabetical() throws {
    let text = """
      {
        __schema { types { name } directives { name } }
        q: __type(name: "Query") { fields { name args { name } } }
        f: __type(name: "Fruit") { possibleTypes { name } }
        e: __type(name: "Colour") { enumValues(includeDeprecated: true) { name } }
        i: __type(name: "In") { inputFields { name } }
      }
      """
    let answer = try introspect(text, schema, order: .alphabetical)
    #expect(
      answer.description.hasPrefix(
        "{\"__schema\":{\"types\":[{\"name\":\"Boolean\"},{\"name\":\"Box\"},{\"name\":\"Colour\"},"
          + "{\"name\":\"Fruit\"},{\"name\":\"In\"},{\"name\":\"Int\"},{\"name\":\"Query\"},"
          + "{\"name\":\"String\"},{\"name\":\"__Directive\"}"
      )
    )
    #expect(
      answer["q"] == [
        "fields": [
          ["name": "apple", "args": [["name": "colour"], ["name": "size"]]],
          ["name": "take", "args": [["name": "it"]]], ["name": "zebra", "args": []],
        ]
      ]
    )
    #expect(answer["f"] == ["possibleTypes": [["name": "Box"], ["name": "Query"]]])
    #expect(
      answer["e"] == ["enumValues": [["name": "BLUE"], ["name": "GREEN"], ["name": "RED"]]]
    )
    #expect(answer["i"] == ["inputFields": [["name": "a"], ["name": "z"]]])
  }

  @Test("Fields that a kind of type does not have are null")
  func inapplicable() throws {
    let answer = try introspect(
      """
      { __type(name: "Colour") { fields { name } interfaces { name } possibleTypes { name } inputFields { name } ofType { name } specifiedByURL isOneOf }
        q: __type(name: "Query") { interfaces { name } possibleTypes { name } enumValues { name } } }
      """,
      schema
    )
    #expect(
      answer["__type"] == [
        "fields": nil, "interfaces": nil, "possibleTypes": nil, "inputFields": nil, "ofType": nil,
        "specifiedByURL": nil, "isOneOf": nil,
      ]
    )
    #expect(answer["q"] == ["interfaces": [], "possibleTypes": nil, "enumValues": nil])
  }

  @Test("Wrappers are unfolded one by one")
  func wrappers() throws {
    let answer = try introspect(
      """
      { __type(name: "Query") { fields { name type { kind name ofType { kind ofType { kind ofType { kind name } } } } } } }
      """,
      schema
    )
    #expect(
      answer["__type"]?["fields"]?.arrayValue?[1]["type"] == [
        "kind": "NON_NULL", "name": nil,
        "ofType": [
          "kind": "LIST",
          "ofType": ["kind": "NON_NULL", "ofType": ["kind": "UNION", "name": "Fruit"]],
        ],
      ]
    )
  }

  @Test("Introspection types describe themselves")
  func ownTypes() throws {
    let answer = try introspect(
      "{ __type(name: \"__Type\") { fields { name } } k: __type(name: \"__TypeKind\") { enumValues { name } } }",
      schema
    )
    #expect(answer["__type"]?["fields"]?.arrayValue?.count == 11)
    #expect(answer["k"]?["enumValues"]?.arrayValue?.count == 8)
  }

  @Test(
    "The standard queries are valid, and ask for types of nine wrappers",
    arguments: [IntrospectionQuery.standard, IntrospectionQuery.complete]
  )
  func standardQueries(_ text: String) throws {
    #expect(try problems(text, schema, rules: .recommended) == [])
    let answer = try introspect(text, schema)
    #expect(answer["__schema"]?["types"]?.arrayValue?.count == schema.typeNames.count)
    let deep = try makeSchema("type Query { a: [[[[Int!]!]!]!]! }")
    let imported = try StaticTypeSchema(introspection: try introspect(text, deep))
    #expect(imported.type(named: "Query")?.fields["a"]?.type.description == "[[[[Int!]!]!]!]!")
  }

  @Test("Answers and selections are bounded")
  func limits() throws {
    let text = "{ __schema { types { fields { type { fields { name } } } } } }"
    #expect(throws: TypeSystemError.introspectionTooLarge) {
      try introspect(text, schema, limits: IntrospectionLimits(bytes: 500))
    }
    #expect(throws: TypeSystemError.introspectionTooDeep) {
      try introspect(text, schema, limits: IntrospectionLimits(depth: 3))
    }
    #expect(throws: TypeSystemError.introspectionTooComplex) {
      try introspect(text, schema, limits: IntrospectionLimits(selections: 4))
    }
    #expect(throws: TypeSystemError.introspectionTooDeep) {
      try introspect(
        "{ __schema { types { ...F } } } fragment F on __Type { ofType { ...F } }",
        schema
      )
    }
  }

  @Test("Lists that lead from type to type are nested twice at the most, through fragments too")
  func circles() throws {
    let twice = "{ __schema { types { fields { type { fields { name } } } } } }"
    #expect(try introspect(twice, schema)["__schema"]?["types"] != nil)
    for text in [
      "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }",
      "{ __schema { types { inputFields { type { possibleTypes { interfaces { name } } } } } } }",
      """
      { __type(name: "Query") { ...A } } fragment A on __Type { fields { type { ...B } } }
      fragment B on __Type { fields { type { ofType { fields { name } } } } }
      """,
    ] {
      #expect(throws: TypeSystemError.introspectionTooDeep) { try introspect(text, schema) }
    }
  }
}
