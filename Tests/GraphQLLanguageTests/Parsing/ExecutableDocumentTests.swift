import GraphQLLanguage
import Testing

@Suite("Parsing executable documents")
struct ExecutableDocumentTests {
  private func field(_ name: String, _ selections: [Selection] = []) -> Selection {
    .field(
      Field(
        name: Name(name),
        selectionSet: selections.isEmpty ? nil : SelectionSet(selections: selections)
      )
    )
  }

  @Test("The shorthand is a query without a name")
  func shorthand() throws {
    let document = try Document(parsing: "{ a { b } }")
    #expect(
      document
        == Document(definitions: [
          .operation(
            OperationDefinition(
              kind: .query,
              selectionSet: SelectionSet(selections: [field("a", [field("b")])])
            )
          )
        ])
    )
  }

  @Test("All parts of an operation are parsed")
  func operation() throws {
    let text = """
      "What it does"
      subscription Name("A number" $x: [Int!]! = [1 2] @d(a: 1), $y: T) @live(if: $y) {
        alias: name(a: $x, b: {c: null, d: E}) @skip(if: true) { id }
        ...Spread @include(if: false)
        ... on Type @d { id }
        ... @d { id }
        ... { id }
      }
      """
    let id = SelectionSet(selections: [field("id")])
    let d = Directive(name: Name("d"))
    let expected = OperationDefinition(
      description: StringValue("What it does"),
      kind: .subscription,
      name: Name("Name"),
      variableDefinitions: [
        VariableDefinition(
          description: StringValue("A number"),
          name: Name("x"),
          type: .nonNull(.list(.nonNull(.named(Name("Int"))))),
          defaultValue: .list([.int("1"), .int("2")]),
          directives: [
            Directive(name: Name("d"), arguments: [Argument(name: Name("a"), value: .int("1"))])
          ]
        ),
        VariableDefinition(name: Name("y"), type: .named(Name("T"))),
      ],
      directives: [
        Directive(
          name: Name("live"),
          arguments: [Argument(name: Name("if"), value: .variable(Name("y")))]
        )
      ],
      selectionSet: SelectionSet(selections: [
        .field(
          Field(
            alias: Name("alias"),
            name: Name("name"),
            arguments: [
              Argument(name: Name("a"), value: .variable(Name("x"))),
              Argument(
                name: Name("b"),
                value: .object([
                  ObjectField(name: Name("c"), value: .null()),
                  ObjectField(name: Name("d"), value: .enum(Name("E"))),
                ])
              ),
            ],
            directives: [
              Directive(
                name: Name("skip"),
                arguments: [Argument(name: Name("if"), value: .boolean(true))]
              )
            ],
            selectionSet: id
          )
        ),
        .fragmentSpread(
          FragmentSpread(
            name: Name("Spread"),
            directives: [
              Directive(
                name: Name("include"),
                arguments: [Argument(name: Name("if"), value: .boolean(false))]
              )
            ]
          )
        ),
        .inlineFragment(
          InlineFragment(typeCondition: Name("Type"), directives: [d], selectionSet: id)
        ),
        .inlineFragment(InlineFragment(directives: [d], selectionSet: id)),
        .inlineFragment(InlineFragment(selectionSet: id)),
      ])
    )
    #expect(try Document(parsing: text).operations == [expected])
  }

  @Test("A fragment may have a description")
  func fragment() throws {
    let text = "\"\"\"F\"\"\" fragment F on T @d { a }"
    #expect(
      try Document(parsing: text).fragments == [
        FragmentDefinition(
          description: StringValue("F", isBlock: true),
          name: Name("F"),
          typeCondition: Name("T"),
          directives: [Directive(name: Name("d"))],
          selectionSet: SelectionSet(selections: [field("a")])
        )
      ]
    )
  }

  @Test(
    "Keywords are names wherever the grammar has no use for them",
    arguments: [
      "query query { query }", "mutation fragment { on: on(on: on) @on }",
      "{ true: null(false: 1) }",
      "fragment type on on { on ...type }", "query Q($on: type = input) { extend }",
      "type type implements implements & interface { implements(input: enum): scalar }",
      "enum on { on query type }", "directive @on on FIELD", "input input { input: input = input }",
      "extend union union = union | extend",
    ]
  )
  func keywords(text: String) throws {
    let document = try Document(parsing: text)
    #expect(try Document(parsing: Printer.print(document)) == document)
    #expect(Printer.compact(document).utf8.count <= text.utf8.count)
  }

  @Test(
    "A value on its own is parsed",
    arguments: [
      ("null", .null()), ("true", .boolean(true)), ("RED", .enum(Name("RED"))),
      ("[]", .list([])), ("{}", .object([])), ("$v", .variable(Name("v"))),
      (
        "[[1] {a: [$b]}]",
        .list([
          .list([.int("1")]),
          .object([ObjectField(name: Name("a"), value: .list([.variable(Name("b"))]))]),
        ])
      ),
    ] as [(String, Value)]
  )
  func values(text: String, value: Value) throws {
    #expect(try Value(parsing: text) == value)
  }

  @Test("A type reference on its own is parsed")
  func types() throws {
    #expect(
      try TypeReference(parsing: " [ Int ! ] ") == .list(.nonNull(.named(Name("Int"))))
    )
    #expect(throws: SyntaxError.self) { try TypeReference(parsing: "Int!!") }
    #expect(throws: SyntaxError.self) { try TypeReference(parsing: "[Int") }
  }

  @Test("A selection set on its own is parsed")
  func selectionSets() throws {
    #expect(
      try SelectionSet(parsing: "{ a { b } }")
        == SelectionSet(selections: [field("a", [field("b")])])
    )
    #expect(throws: SyntaxError.self) { try SelectionSet(parsing: "{ a } b") }
  }

  @Test("Locations are byte offsets of the first byte")
  func locations() throws {
    let text = "# é\nquery Q($x: Int) { a: b(c: $x) ...F }"
    let document = try Document(parsing: text)
    let operation = try #require(document.operations.first)
    #expect(operation.location.offset == 5)
    #expect(operation.name?.location.offset == 11)
    #expect(operation.variableDefinitions.first?.name.location.offset == 13)
    #expect(operation.selectionSet.location.offset == 22)
    guard case .field(let field)? = operation.selectionSet.selections.first,
      case .fragmentSpread(let spread)? = operation.selectionSet.selections.last
    else {
      Issue.record("The selections have other kinds")
      return
    }
    #expect(field.location.offset == 24)
    #expect(field.name.location.offset == 27)
    #expect(field.arguments.first?.location.offset == 29)
    if case .variable(let name)? = field.arguments.first?.value {
      #expect(name.location.offset == 32)
    }
    #expect(spread.location.offset == 36)
    #expect(spread.name.location.offset == 39)
  }
}
