import GraphQLTypeSystem
import OrderedCollections
import OrderedJSON
import Testing

@Suite("OneOf input objects")
struct OneOfTests {
  private let schema: StaticTypeSchema

  init() throws {
    schema = try makeSchema(
      "type Query { q(by: By, all: [By!]): Int } input By @oneOf { id: ID name: String }"
    )
  }

  @Test(
    "Exactly one field must be given, and not null",
    arguments: [
      ("{ q(by: { id: 1 }) }", []),
      ("{ q(by: {}) }", ["OneOf Input Object \"By\" must specify exactly one key."]),
      (
        "{ q(by: { id: 1, name: \"x\" }) }",
        ["OneOf Input Object \"By\" must specify exactly one key."]
      ),
      ("{ q(by: { id: null }) }", ["Field \"By.id\" must be non-null."]),
      ("query ($x: ID!) { q(by: { id: $x }) }", []),
      (
        "query ($x: ID) { q(all: [{ id: $x }]) }",
        [
          "Variable \"$x\" is of type \"ID\" but must be non-nullable to be used for "
            + "OneOf Input Object \"By\"."
        ]
      ),
      (
        "query ($x: ID, $y: String) { q(by: { id: $x, name: $y }) }",
        [
          "OneOf Input Object \"By\" must specify exactly one key.",
          "Variable \"$x\" is of type \"ID\" but must be non-nullable to be used for "
            + "OneOf Input Object \"By\".",
          "Variable \"$y\" is of type \"String\" but must be non-nullable to be used for "
            + "OneOf Input Object \"By\".",
        ]
      ),
    ] as [(String, [String])]
  )
  func literals(_ text: String, _ expected: [String]) throws {
    #expect(try problems(text, schema) == expected)
  }

  @Test("A schema tells by introspection which input objects they are")
  func introspection() throws {
    let answer = try introspect(
      "{ by: __type(name: \"By\") { isOneOf } query: __type(name: \"Query\") { isOneOf } }",
      schema
    )
    #expect(answer == ["by": ["isOneOf": true], "query": ["isOneOf": nil]])
  }

  @Test("Fields of a OneOf input object are nullable and have no default")
  func definitions() throws {
    #expect(
      try problems(
        inSchema: "type Query { q(by: By): Int } input By @oneOf { id: ID! name: String = \"x\" }"
      )
        == [
          "OneOf input field By.id must be nullable.",
          "OneOf input field By.name cannot have a default value.",
        ]
    )
  }
}
