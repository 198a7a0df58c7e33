import GraphQLLanguage
import GraphQLTypeSystem
import Testing

@Suite("Merging of fields")
struct OverlappingFieldsTests {
  private let schema: StaticTypeSchema

  init() throws {
    schema = try makeSchema(
      """
      interface Node { id: ID next: Node }
      type A implements Node { id: ID next: Node name: String count: Int list: [Int] required: Int! }
      type B implements Node { id: ID next: Node name: String count: Float list: [Int!] required: Int }
      type Query { node(x: Int): Node a: A b: B }
      """
    )
  }

  @Test(
    "A conflict says what differs, and through which fields",
    arguments: [
      (
        "{ x: a { id } x: b { id } }",
        "Fields \"x\" conflict because \"a\" and \"b\" are different fields."
      ),
      (
        "{ node(x: 1) { id } node { id } }",
        "Fields \"node\" conflict because they have differing arguments."
      ),
      (
        "{ node { ... on A { count } ... on B { count } } }",
        "Fields \"count\" conflict because they return conflicting types \"Int\" and \"Float\"."
      ),
      (
        "{ node { ... on A { x: required } ... on B { x: required } } }",
        "Fields \"x\" conflict because they return conflicting types \"Int!\" and \"Int\"."
      ),
      (
        "{ node { ... on A { x: list } ... on B { x: list } } }",
        "Fields \"x\" conflict because they return conflicting types \"[Int]\" and \"[Int!]\"."
      ),
      (
        "{ a { next { x: id } } a { next { x: next { id } } } }",
        "Fields \"a\" conflict because subfields \"next\" conflict because subfields \"x\" conflict "
          + "because \"id\" and \"next\" are different fields."
      ),
      (
        "{ b { a: next { next { x: id } next { x: next { id } } } } }",
        "Fields \"next\" conflict because subfields \"x\" conflict because \"id\" and \"next\" are "
          + "different fields."
      ),
      (
        "{ node { ... on A { x: __typename } ... on B { x: name } } }",
        "Fields \"x\" conflict because they return conflicting types \"String!\" and \"String\"."
      ),
    ]
  )
  func conflicts(_ text: String, _ reason: String) throws {
    #expect(
      try problems(text, schema) == [
        reason + " Use different aliases on the fields to fetch both if this was intentional."
      ]
    )
  }

  @Test(
    "Fields of different object types may differ in name and arguments",
    arguments: [
      "{ node { ... on A { x: id } ... on B { x: id } } }",
      "{ node { ... on A { x: next { id } } ... on B { x: next { y: id } } } }",
      "{ node(x: 1) { id } node(x: 1) { next { id } } }",
      "{ node { ... on A { x: next { y: id } } ... on B { x: next { y: __typename } } } }",
    ]
  )
  func mergeable(_ text: String) throws {
    let conflicts = try problems(text, schema).filter { !$0.contains("conflicting types") }
    #expect(conflicts == [])
  }

  @Test("The places of both fields are told")
  func locations() throws {
    let document = try Document(parsing: "{ x: a { id } x: b { id } }")
    let diagnostic = try #require(validate(document, against: schema).first)
    #expect(diagnostic.locations.map(\.offset) == [2, 14])
  }
}
