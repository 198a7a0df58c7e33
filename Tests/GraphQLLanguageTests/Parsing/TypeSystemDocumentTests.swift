import GraphQLLanguage
import Testing

@Suite("Parsing type-system documents")
struct TypeSystemDocumentTests {
  private func only(_ text: String) throws -> Definition? {
    let definitions = try Document(parsing: text).definitions
    return definitions.count == 1 ? definitions.first : nil
  }

  private func field(_ name: String, _ type: String) -> FieldDefinition {
    FieldDefinition(name: Name(name), type: .named(Name(type)))
  }

  @Test("A schema names its root types")
  func schema() throws {
    let expected = SchemaDefinition(
      description: StringValue("S"),
      directives: [Directive(name: Name("d"))],
      rootTypes: [
        RootTypeDefinition(operation: .query, type: Name("Q")),
        RootTypeDefinition(operation: .subscription, type: Name("S")),
      ]
    )
    #expect(try only("\"S\" schema @d { query: Q subscription: S }") == .schema(expected))
  }

  @Test("A schema extension needs no root types")
  func schemaExtension() throws {
    #expect(
      try only("extend schema @link(url: \"u\")")
        == .schemaExtension(
          SchemaDefinition(
            directives: [
              Directive(
                name: Name("link"),
                arguments: [Argument(name: Name("url"), value: .string(StringValue("u")))]
              )
            ],
            rootTypes: []
          )
        )
    )
    #expect(
      try only("extend schema { mutation: M }")
        == .schemaExtension(
          SchemaDefinition(
            rootTypes: [RootTypeDefinition(operation: .mutation, type: Name("M"))])
        )
    )
  }

  @Test(
    "An object or interface implements interfaces",
    arguments: ["implements A & B", "implements & A & B", "implements\n  & A\n  & B"]
  )
  func interfaces(clause: String) throws {
    let names = [Name("A"), Name("B")]
    #expect(
      try only("type T \(clause) { f: Int }")
        == .type(
          TypeDefinition(
            name: Name("T"),
            kind: .object(interfaces: names, fields: [field("f", "Int")])
          )
        )
    )
    #expect(
      try only("interface T \(clause)")
        == .type(TypeDefinition(name: Name("T"), kind: .interface(interfaces: names, fields: [])))
    )
    #expect(
      try only("extend interface T \(clause)")
        == .typeExtension(
          TypeDefinition(name: Name("T"), kind: .interface(interfaces: names, fields: []))
        )
    )
  }

  @Test("Fields have descriptions, arguments and directives")
  func fields() throws {
    let text = """
      type T {
        "F"
        f(
          \"\"\"
          A
          \"\"\"
          a: [Int] = [1] @d
          b: S = {c: "x"}
        ): T! @deprecated(reason: "old")
      }
      """
    let expected = FieldDefinition(
      description: StringValue("F"),
      name: Name("f"),
      arguments: [
        InputValueDefinition(
          description: StringValue("A", isBlock: true),
          name: Name("a"),
          type: .list(.named(Name("Int"))),
          defaultValue: .list([.int("1")]),
          directives: [Directive(name: Name("d"))]
        ),
        InputValueDefinition(
          name: Name("b"),
          type: .named(Name("S")),
          defaultValue: .object([
            ObjectField(name: Name("c"), value: .string(StringValue("x")))
          ])
        ),
      ],
      type: .nonNull(.named(Name("T"))),
      directives: [
        Directive(
          name: Name("deprecated"),
          arguments: [Argument(name: Name("reason"), value: .string(StringValue("old")))]
        )
      ]
    )
    #expect(
      try only(text)
        == .type(
          TypeDefinition(name: Name("T"), kind: .object(interfaces: [], fields: [expected]))
        )
    )
  }

  @Test("Unions, enums, scalars and input objects are parsed")
  func otherTypes() throws {
    let members: TypeDefinition.Kind = .union(members: [Name("A"), Name("B")])
    for text in ["union U = A | B", "union U =\n  | A\n  | B"] {
      #expect(try only(text) == .type(TypeDefinition(name: Name("U"), kind: members)))
    }
    #expect(
      try only("extend union U @d")
        == .typeExtension(
          TypeDefinition(
            name: Name("U"),
            directives: [Directive(name: Name("d"))],
            kind: .union(members: [])
          )
        )
    )
    #expect(
      try only("\"E\" enum E { \"A\" A @d B }")
        == .type(
          TypeDefinition(
            description: StringValue("E"),
            name: Name("E"),
            kind: .enum(values: [
              EnumValueDefinition(
                description: StringValue("A"),
                name: Name("A"),
                directives: [Directive(name: Name("d"))]
              ),
              EnumValueDefinition(name: Name("B")),
            ])
          )
        )
    )
    #expect(
      try only("scalar S @specifiedBy(url: \"u\")")
        == .type(
          TypeDefinition(
            name: Name("S"),
            directives: [
              Directive(
                name: Name("specifiedBy"),
                arguments: [Argument(name: Name("url"), value: .string(StringValue("u")))]
              )
            ],
            kind: .scalar
          )
        )
    )
    #expect(
      try only("input I @oneOf { a: Int = 1, b: [I!] }")
        == .type(
          TypeDefinition(
            name: Name("I"),
            directives: [Directive(name: Name("oneOf"))],
            kind: .inputObject(fields: [
              InputValueDefinition(
                name: Name("a"),
                type: .named(Name("Int")),
                defaultValue: .int("1")
              ),
              InputValueDefinition(name: Name("b"), type: .list(.nonNull(.named(Name("I"))))),
            ])
          )
        )
    )
  }

  @Test("A directive definition may be repeatable")
  func directives() throws {
    for text in [
      "directive @d(a: Int) repeatable on FIELD | OBJECT",
      "directive@d(a:Int)repeatable on|FIELD|OBJECT",
    ] {
      #expect(
        try only(text)
          == .directive(
            DirectiveDefinition(
              name: Name("d"),
              arguments: [InputValueDefinition(name: Name("a"), type: .named(Name("Int")))],
              isRepeatable: true,
              locations: [Name("FIELD"), Name("OBJECT")]
            )
          )
      )
    }
    #expect(
      try only("directive @repeatable on QUERY")
        == .directive(DirectiveDefinition(name: Name("repeatable"), locations: [Name("QUERY")]))
    )
  }

  @Test(
    "Every location that the specification lists is accepted",
    arguments: DirectiveLocation.allCases
  )
  func locations(location: DirectiveLocation) throws {
    #expect(try only("directive @d on \(location.rawValue)") != nil)
  }

  @Test("Executable and type-system definitions may stand in one document")
  func mixed() throws {
    #expect(
      try Document(parsing: "type T { f: Int } { a } extend type T @d").definitions.count == 3
    )
  }
}
