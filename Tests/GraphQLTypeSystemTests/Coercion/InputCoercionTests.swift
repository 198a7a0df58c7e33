import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Input coercion")
struct InputCoercionTests {
  private let schema: StaticTypeSchema

  init() throws {
    schema = try makeSchema(
      """
      type Query { q(a: Int = 5, b: In, c: [Int!], d: String!, e: ID): Int }
      input In { n: Int! = 1 s: String e: E = B list: [[Int]] nested: In any: JSON }
      enum E { A B }
      scalar JSON
      input One @oneOf { a: Int b: String }
      """
    )
  }

  private func coerced(
    _ literal: String,
    _ type: String,
    _ variables: JSONObject = [:]
  ) throws -> JSONValue {
    try schema.coerce(
      try Value(parsing: literal),
      to: try TypeReference(parsing: type),
      variables: variables
    )
  }

  @Test(
    "Literals become values",
    arguments: [
      ("1", "Int", "1"), ("-2147483648", "Int!", "-2147483648"), ("null", "Int", "null"),
      ("1", "[Int]", "[1]"), ("1", "[[Int]]", "[[1]]"),
      ("[1, [2, null]]", "[[Int]]", "[[1],[2,null]]"),
      ("5", "ID", "\"5\""), ("\"x\"", "ID", "\"x\""), ("1", "Float", "1"),
      ("1.50", "Float", "1.50"),
      ("A", "E", "\"A\""), ("{}", "In", "{\"n\":1,\"e\":\"B\"}"),
      (
        "{ s: \"x\", n: 2, nested: { e: null } }", "In",
        "{\"s\":\"x\",\"n\":2,\"nested\":{\"e\":null,\"n\":1},\"e\":\"B\"}"
      ),
      ("{ a: [1, B, { c: 1.0 }], d: null }", "JSON", "{\"a\":[1,\"B\",{\"c\":1.0}],\"d\":null}"),
      ("{ a: 1 }", "One", "{\"a\":1}"), ("$v", "Int", "7"), ("[$v, $w]", "[Int]", "[7,null]"),
      ("{ n: $v, s: $w }", "In", "{\"n\":7,\"e\":\"B\"}"),
      ("{ n: $w }", "In", "{\"n\":1,\"e\":\"B\"}"),
      ("{ v: $v, w: $w, l: [$w] }", "JSON", "{\"v\":7,\"l\":[null]}"),
      ("$none", "Int", "null"),
    ]
  )
  func literals(_ literal: String, _ type: String, _ expected: String) throws {
    #expect(try coerced(literal, type, ["v": 7, "none": nil]).description == expected)
  }

  @Test(
    "Literals that do not fit are refused",
    arguments: [
      ("null", "Int!", "Expected value of type \"Int!\", found null."),
      ("1.5", "Int", "Int cannot represent non-integer value: 1.5"),
      ("2147483648", "Int", "Int cannot represent non 32-bit signed integer value: 2147483648"),
      ("1e999", "Float", "Float cannot represent non-finite value: 1e999"),
      (
        "C", "E",
        "Value \"C\" does not exist in \"E\" enum. Did you mean the enum value \"A\" or \"B\"?"
      ),
      (
        "\"A\"", "E",
        "Enum \"E\" cannot represent non-enum value: \"A\". Did you mean the enum value \"A\"?"
      ),
      ("5", "In", "Expected value of type \"In\", found 5."),
      (
        "{ x: 1 }", "In",
        "Field \"x\" is not defined by type \"In\". Did you mean \"e\", \"n\", or \"s\"?"
      ),
      ("{ n: null }", "In", "Expected value of type \"Int!\", found null."),
      ("{ a: 1, b: \"x\" }", "One", "OneOf Input Object \"One\" must specify exactly one key."),
      ("{ a: $w }", "One", "OneOf Input Object \"One\" must specify exactly one key."),
      ("{ a: $none }", "One", "Field \"One.a\" must be non-null."),
      ("$w", "Int!", "Expected variable \"$w\" provided to type \"Int!\" to have a runtime value."),
      (
        "[$none]", "[Int!]",
        "Expected variable \"$none\" provided to type \"Int!\" to have a runtime value."
      ),
      ("1", "Query", "Unknown input type \"Query\"."),
      ("1", "Nope", "Unknown input type \"Nope\"."),
    ]
  )
  func wrongLiterals(_ literal: String, _ type: String, _ message: String) throws {
    let value = try Value(parsing: literal)
    let type = try TypeReference(parsing: type)
    let found = problems { () throws(TypeSystemError) in
      try schema.coerce(value, to: type, variables: ["none": nil])
    }
    #expect(found == [message])
  }

  @Test(
    "Numbers of JSON fit if their value does",
    arguments: [
      ("1.0", "Int", "1"), ("1e3", "Int", "1000"), ("-0", "Int", "0"), ("1e3", "Float", "1e3"),
      ("12345678901234567890", "Float", "12345678901234567890"),
      ("12345678901234567890", "ID", "\"12345678901234567890\""), ("2.0", "ID", "\"2\""),
      ("12345678901234567890", "JSON", "12345678901234567890"),
    ]
  )
  func numbers(_ text: String, _ type: String, _ expected: String) throws {
    let type = try TypeReference(parsing: type)
    #expect(try schema.coerce(try json(text), to: type).description == expected)
  }

  @Test("Arguments keep the order in which they are given; defaults follow")
  func arguments() throws {
    let field = try #require(schema.type(named: "Query")?.fields["q"])
    guard
      case .field(let given)? =
        try SelectionSet(parsing: "{ q(d: $d, c: 3, b: { s: $gone }, e: $gone) }").selections.first
    else {
      Issue.record("no field")
      return
    }
    let values = try schema.coerceArguments(
      given.arguments,
      for: field.arguments,
      variables: ["d": "text"]
    )
    #expect(
      JSONValue.object(values).description
        == "{\"d\":\"text\",\"c\":[3],\"b\":{\"n\":1,\"e\":\"B\"},\"a\":5}"
    )
  }

  @Test(
    "Arguments that are missing or do not fit are told by name",
    arguments: [
      ("{ q }", "Argument \"d\" of required type \"String!\" was not provided.", "d"),
      (
        "{ q(d: $x) }",
        "Expected variable \"$x\" provided to type \"String!\" to have a runtime value.", "d"
      ),
      ("{ q(d: 5) }", "String cannot represent a non string value: 5", "d"),
      (
        "{ q(d: \"\", b: { list: [[1], [\"x\"]] }) }",
        "Int cannot represent non-integer value: \"x\"", "b.list.1.0"
      ),
    ]
  )
  func wrongArguments(_ text: String, _ message: String, _ path: String) throws {
    let field = try #require(schema.type(named: "Query")?.fields["q"])
    guard case .field(let given)? = try SelectionSet(parsing: text).selections.first else {
      Issue.record("no field")
      return
    }
    let found = diagnostics { () throws(TypeSystemError) in
      try schema.coerceArguments(given.arguments, for: field.arguments)
    }
    #expect(found.map(\.message) == [message])
    let steps = found.first?.path.map { step in
      switch step {
      case .key(let key): key
      case .index(let index): "\(index)"
      }
    }
    #expect(steps?.joined(separator: ".") == path)
  }

  @Test("Variables have their defaults, and problems their places")
  func variables() throws {
    let operation = try #require(
      try Document(
        parsing: "query ($a: Int = 3, $b: [In!], $c: String, $d: Int!, $e: Query) { q(d: \"\") }"
      ).operations.first
    )
    let found = diagnostics { () throws(TypeSystemError) in
      try schema.coerceVariables(
        ["b": [["n": "x"], nil], "d": nil, "unknown": 1],
        for: operation.variableDefinitions
      )
    }
    #expect(
      found.map(\.message) == [
        "Variable \"$b\" got invalid value \"x\"; Int cannot represent non-integer value: \"x\"",
        "Variable \"$b\" got invalid value null; Expected non-nullable type \"In!\" not to be null.",
        "Variable \"$d\" of non-null type \"Int!\" must not be null.",
        "Variable \"$e\" expected value of type \"Query\" which cannot be used as an input type.",
      ]
    )
    #expect(
      found.map(\.path) == [
        [.key("b"), .index(0), .key("n")], [.key("b"), .index(1)], [.key("d")], [.key("e")],
      ]
    )
    #expect(found.map { $0.locations.first?.offset } == [20, 20, 43, 53])
    let fine = try schema.coerceVariables(
      ["d": 4],
      for: Array(operation.variableDefinitions.prefix(4))
    )
    #expect(fine == ["a": 3, "d": 4])
  }

  @Test("Values nested too deeply are refused, and only so many problems are told")
  func bounds() throws {
    let type = try TypeReference(parsing: "In")
    let deep = (0..<700).reduce(JSONValue.object([:])) { inner, _ in ["nested": inner] }
    #expect(
      problems { () throws(TypeSystemError) in try schema.coerce(deep, to: type) }.first
        == "The value is nested too deeply or has too many defaults."
    )
    let wrong = JSONValue.array(Array(repeating: "x", count: 1_000))
    let definition = VariableDefinition(
      name: Name("v"),
      type: try TypeReference(parsing: "[Int]")
    )
    let found = problems { () throws(TypeSystemError) in
      try schema.coerceVariables(["v": wrong], for: [definition], limit: 10)
    }
    #expect(found.count == 11)
    #expect(found.last?.hasSuffix("error limit reached. Execution aborted.") == true)
  }

  @Test("Defaults that multiply are given up")
  func multiplyingDefaults() throws {
    var text = "type Query { a(i: I0 = {}): Int }"
    for index in 0..<40 {
      text += " input I\(index) { a: I\(index + 1) = {} b: I\(index + 1) = {} }"
    }
    let schema = try makeSchema(text + " input I40 { x: Int = 1 }")
    let type = try TypeReference(parsing: "I0")
    #expect(
      problems { () throws(TypeSystemError) in try schema.coerce(JSONValue.object([:]), to: type) }
        .first == "The value is nested too deeply or has too many defaults."
    )
  }

  @Test(
    "Conditions decide by literals and variables",
    arguments: [
      ("a", true), ("a @skip(if: true)", false), ("a @skip(if: false)", true),
      ("a @include(if: false)", false), ("a @include(if: $yes) @skip(if: $no)", true),
      ("a @include(if: $yes) @skip(if: $yes)", false), ("a @include(if: $no)", false),
      ("a @other(if: false)", true),
    ]
  )
  func conditions(_ text: String, _ expected: Bool) throws {
    guard case .field(let field)? = try SelectionSet(parsing: "{ \(text) }").selections.first else {
      Issue.record("no field")
      return
    }
    #expect(isIncluded(field.directives, variables: ["yes": true, "no": false]) == expected)
  }
}
