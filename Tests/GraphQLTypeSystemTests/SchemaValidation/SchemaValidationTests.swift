import GraphQLTypeSystem
import Testing

@Suite("Validity of schemas")
struct SchemaValidationTests {
  @Test(
    "What the 2025 edition adds is checked",
    arguments: [
      (
        "interface I { a: Int } type Query implements I { a: Int @deprecated }",
        [
          "Interface field I.a is not deprecated, so implementation field Query.a must not be "
            + "deprecated."
        ]
      ),
      ("interface I { a: Int @deprecated } type Query implements I { a: Int @deprecated }", []),
      (
        "schema { query: A mutation: A } type A { a: Int }",
        [
          "All root types must be different, \"A\" type is used as query and mutation root types."
        ]
      ),
      (
        "input I { self: I = {} } type Query { a(i: I): Int }",
        ["Cannot reference the default value of \"I.self\" within itself."]
      ),
      (
        "input I { j: J = { k: 1 } } input J { k: Int i: I = {} } type Query { a(i: I): Int }",
        [
          "Cannot reference the default value of \"I.j\" within itself through the fields \"j.i\"."
        ]
      ),
      ("input I { self: I = { self: null } } type Query { a(i: I): Int }", []),
      (
        "type Query { a(x: Int = \"no\", y: [E!] = [A, B], z: I = {}): Int } enum E { A } input I { r: Int! }",
        [
          "Query.a(x:) has invalid default value: Int cannot represent non-integer value: \"no\"",
          "Query.a(y:) has invalid default value: Value \"B\" does not exist in \"E\" enum. "
            + "Did you mean the enum value \"A\"?",
          "Query.a(z:) has invalid default value: Field \"I.r\" of required type \"Int!\" was not "
            + "provided.",
        ]
      ),
      (
        "directive @d(x: Int! = null) on FIELD type Query { a(x: [Int] = 1): Int }",
        ["@d(x:) has invalid default value: Expected value of type \"Int!\", found null."]
      ),
    ] as [(String, [String])]
  )
  func newer(_ text: String, _ expected: [String]) throws {
    #expect(try problems(inSchema: text) == expected)
  }

  @Test("Cycles of required input objects are found however long")
  func longCycle() throws {
    var text = "type Query { a(i: I0): Int }"
    for index in 0..<3_000 { text += " input I\(index) { f: I\((index + 1) % 3_000)! }" }
    let found = try problems(inSchema: text)
    #expect(found.count == 1)
    #expect(
      found.first?.hasPrefix("Cannot reference Input Object \"I0\" within itself through") == true
    )
  }

  @Test("Other services' schemas may break rules that do no harm")
  func strictness() {
    #expect(
      SchemaStrictness.remote.tolerates(.noValues(enumeration: "E"))
    )
    #expect(
      SchemaStrictness.remote.tolerates(
        .deprecatedImplementation(type: "A", interface: "I", field: "f")
      )
    )
    #expect(!SchemaStrictness.remote.tolerates(.missingQueryRoot))
    #expect(!SchemaStrictness.remote.tolerates(.noMembers(union: "U")))
    #expect(!SchemaStrictness.specification.tolerates(.noValues(enumeration: "E")))
  }
}
