import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections
import Testing

@Suite("Schemas from definitions")
struct DocumentBuildingTests {
  @Test("Extensions are merged into what they extend")
  func extensions() throws {
    let schema = try makeSchema(
      """
      type Query { a: E }
      extend type Query implements I { b(i: In): U }
      interface I { a: E }
      extend interface I { b(i: In): U }
      enum E { ONE }
      extend enum E { TWO @deprecated }
      union U = Query
      extend union U = Other
      type Other { x: S }
      input In { a: Int }
      extend input In { b: [Int!] = [1] }
      scalar S
      extend scalar S @specifiedBy(url: "https://example.org")
      extend schema { mutation: Other }
      """
    )
    let query = try #require(schema.type(named: "Query"))
    #expect(query.fields.keys == ["a", "b"])
    #expect(schema.possibleTypes(of: "I") == ["Query"])
    #expect(schema.possibleTypes(of: "U") == ["Query", "Other"])
    #expect(schema.type(named: "In")?.inputFields.keys == ["a", "b"])
    #expect(schema.rootTypeName(for: .query) == "Query")
    #expect(schema.rootTypeName(for: .mutation) == "Other")
    guard case .enum(let values)? = schema.type(named: "E")?.kind,
      case .scalar(let url)? = schema.type(named: "S")?.kind
    else {
      Issue.record("E is no enum, or S no scalar")
      return
    }
    #expect(values.values.map(\.deprecationReason) == [nil, "No longer supported"])
    #expect(url == "https://example.org")
  }

  @Test("Without a schema definition, types of the usual names are roots; with one they are not")
  func roots() throws {
    let usual = try makeSchema("type Query { a: Int } type Mutation { a: Int }")
    #expect(usual.rootTypeName(for: .mutation) == "Mutation")
    #expect(usual.rootTypeName(for: .subscription) == nil)
    let named = try makeSchema(
      "\"\"\"Text\"\"\" schema { query: Q } type Q { a: Mutation } type Mutation { a: Int }"
    )
    #expect(named.rootTypeName(for: .query) == "Q")
    #expect(named.rootTypeName(for: .mutation) == nil)
    #expect(named.description == "Text")
  }

  @Test("Directives of the definition come before the specified ones, and may replace them")
  func directives() throws {
    let schema = try makeSchema(
      """
      directive @mine(a: Int = 5 @deprecated(reason: "x")) repeatable on FIELD | OBJECT
      directive @deprecated(reason: String, why: String) on FIELD_DEFINITION | ARGUMENT_DEFINITION
      type Query { a: Int }
      """
    )
    #expect(
      schema.directives.map(\.name)
        == ["mine", "deprecated", "include", "skip", "specifiedBy", "oneOf"]
    )
    let mine = try #require(schema.directive(named: "mine"))
    #expect(mine.isRepeatable)
    #expect(mine.locations == [.field, .object])
    #expect(mine.arguments["a"]?.deprecationReason == "x")
    #expect(schema.directive(named: "deprecated")?.arguments.keys == ["reason", "why"])
  }

  @Test("All problems are collected, and what can be made is made")
  func problemsAreCollected() throws {
    let document = try Document(
      parsing: "type Query { a: Int a: String } type Query { b: Missing } enum E { A A }"
    )
    let (schema, diagnostics) = StaticTypeSchema.build(document: document)
    #expect(schema.type(named: "Query")?.fields["a"]?.type.description == "Int")
    #expect(
      diagnostics.map(\.message) == [
        "There can be only one type named \"Query\".",
        "Field \"Query.a\" can only be defined once.",
        "Unknown type \"Missing\".",
        "Enum value \"E.A\" can only be defined once.",
      ]
    )
    #expect(throws: TypeSystemError.self) { try StaticTypeSchema(document: document) }
  }

  @Test("Equally named types in a schema made by hand: the first counts")
  func byHand() {
    let first = SchemaType(name: "A", description: "first", kind: .scalar(specifiedBy: nil))
    let second = SchemaType(name: "A", description: "second", kind: .scalar(specifiedBy: nil))
    let schema = StaticTypeSchema(types: [first, second], rootTypeNames: [:])
    #expect(schema.type(named: "A")?.description == "first")
    #expect(validateSchema(schema).map(\.message) == ["Query root type must be provided."])
  }
}
