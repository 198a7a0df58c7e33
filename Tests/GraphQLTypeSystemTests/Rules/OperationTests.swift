import GraphQLTypeSystem
import Testing

@Suite("Operations")
struct OperationTests {
  @Test(
    "The top of a subscription is one unconditional field",
    arguments: [
      ("subscription S { a }", []),
      ("subscription S { a @include(if: true) }", [Self.conditional]),
      (
        "subscription S { ...F @skip(if: false) } fragment F on Subscription { a }",
        [Self.conditional]
      ),
      ("subscription S { ... @skip(if: false) { a } }", [Self.conditional]),
      ("subscription S { o { a @skip(if: false) } }", []),
      (
        "subscription S { a b @include(if: true) }",
        [Self.conditional, "Subscription \"S\" must select only one top level field."]
      ),
      (
        "subscription { __typename }",
        ["Anonymous Subscription must not select an introspection top level field."]
      ),
    ] as [(String, [String])]
  )
  func top(_ text: String, _ expected: [String]) throws {
    let schema = try makeSchema(
      "type Query { a: Int } type Subscription { a: Int b: Int o: O } type O { a: Int }"
    )
    #expect(try problems(text, schema) == expected)
  }

  @Test(
    "Operations need a root type of their kind",
    arguments: [
      ("query { a }", []),
      ("mutation { a }", ["The mutation operation is not supported by the schema."]),
      ("subscription { a }", ["The subscription operation is not supported by the schema."]),
    ] as [(String, [String])]
  )
  func operationTypes(_ text: String, _ expected: [String]) throws {
    #expect(try problems(text, try makeSchema("type Query { a: Int }")) == expected)
  }

  private static let conditional =
    "Subscription \"S\" must not use `@skip` or `@include` directives in the top level selection."
}
