import GraphQLTypeSystem
import Testing

@Suite("Differences of schemas")
struct CompareSchemasTests {
  /// `!` and `+` before the coordinate of a breaking and a safe difference.
  private func differences(_ earlier: String, _ later: String) throws -> [String] {
    let base = "type Query { x: Int }\n"
    return compareSchemas(
      try makeSchema(earlier.contains("Query") ? earlier : base + earlier),
      try makeSchema(later.contains("Query") ? later : base + later)
    ).map { "\($0.isBreaking ? "!" : "+")\($0.coordinate) \($0.kind.rawValue)" }
  }

  @Test("A schema does not differ from itself, whatever its order and descriptions")
  func same() throws {
    #expect(
      try differences(
        #"type Query { a: Int b(x: Int = 1): [T!] } "a thing" type T { c: ID @deprecated }"#,
        #"type T { c: ID } type Query { b(x: Int = 1): [T!] "new" a: Int }"#
      ) == []
    )
  }

  @Test(
    "Removals break, additions do not",
    arguments: [
      ("type T { a: Int b: Int }", "type T { a: Int }", ["!T.b field_removed"]),
      ("type T { a: Int }", "type T { a: Int b: Int }", ["+T.b field_added"]),
      ("type T { a: Int }", "", ["!T type_removed"]),
      ("", "scalar S", ["+S type_added"]),
      ("type T { a(x: Int): Int }", "type T { a: Int }", ["!T.a(x:) argument_removed"]),
      ("type T { a: Int }", "type T { a(x: Int): Int }", ["+T.a(x:) argument_added"]),
      (
        "type T { a: Int }", "type T { a(x: Int! = 1): Int }", ["+T.a(x:) argument_added"]
      ),
      (
        "type T { a: Int }", "type T { a(x: Int!): Int }",
        ["!T.a(x:) required_argument_added"]
      ),
      ("enum E { A B }", "enum E { A C }", ["!E.B enum_value_removed", "+E.C enum_value_added"]),
      (
        "input I { a: Int b: Int }", "input I { a: Int c: Int d: Int! }",
        [
          "!I.b input_field_removed", "+I.c input_field_added", "!I.d required_input_field_added",
        ]
      ),
      (
        "union U = A | B type A { a: Int } type B { b: Int }",
        "union U = A type A { a: Int } type B { b: Int }",
        ["!U union_member_removed"]
      ),
      (
        "interface N { a: Int } type T implements N { a: Int }",
        "interface N { a: Int } type T { a: Int }",
        ["!T interface_removed"]
      ),
    ]
  )
  func members(earlier: String, later: String, expected: [String]) throws {
    #expect(try differences(earlier, later) == expected)
  }

  @Test(
    "Another type breaks unless all its values are of the old one",
    arguments: [
      ("type T { a: Int }", "type T { a: Int! }", "+T.a field_type_changed"),
      ("type T { a: Int! }", "type T { a: Int }", "!T.a field_type_changed"),
      ("type T { a: [Int] }", "type T { a: [Int!]! }", "+T.a field_type_changed"),
      ("type T { a: Int }", "type T { a: [Int] }", "!T.a field_type_changed"),
      ("type T { a: Int }", "type T { a: ID }", "!T.a field_type_changed"),
      (
        "type T { a(x: Int!): Int }", "type T { a(x: Int): Int }",
        "+T.a(x:) argument_type_changed"
      ),
      (
        "type T { a(x: Int): Int }", "type T { a(x: Int!): Int }",
        "!T.a(x:) argument_type_changed"
      ),
      (
        "type T { a(x: Int = 1): Int }", "type T { a(x: Int = 2): Int }",
        "+T.a(x:) argument_default_changed"
      ),
      (
        "type T { a(x: Int! = 1): Int }", "type T { a(x: Int!): Int }",
        "!T.a(x:) argument_default_changed"
      ),
      ("input I { a: Int! }", "input I { a: Int }", "+I.a input_field_type_changed"),
      ("type T { a: Int }", "enum T { A }", "!T type_kind_changed"),
      (
        "type Query { a: Int } type M { a: Int }",
        "schema { query: Query mutation: M } type Query { a: Int } type M { a: Int }",
        "+M root_type_changed"
      ),
      (
        "schema { query: Query mutation: M } type Query { a: Int } type M { a: Int }",
        "schema { query: Query } type Query { a: Int } type M { a: Int }",
        "!M root_type_changed"
      ),
    ]
  )
  func types(earlier: String, later: String, expected: String) throws {
    #expect(try differences(earlier, later) == [expected])
  }
}
