import GraphQLLanguage
import Testing

@Suite("Printing")
struct PrinterTests {
  @Test("Executable documents are laid out in lines")
  func executable() throws {
    let text = """
      query Q($a: Int = 1 @d, $b: [T!]!) @live {
        alias: field(a: $a, b: {c: [1, 2.5, "x"], d: null}) @skip(if: true) {
          id
          ...F @d
          ... on T @d {
            id
          }
          ... {
            id
          }
        }
      }

      {
        a
      }

      "M"
      mutation (
        "A"
        $a: Int
        $b: Int
      ) {
        a
      }

      \"\"\"F\"\"\"
      fragment F on T {
        a
      }
      """
    let document = try Document(parsing: text)
    #expect(Printer.print(document) == text)
    #expect(
      Printer.compact(document)
        == #"query Q($a:Int=1@d,$b:[T!]!)@live{alias:field(a:$a,b:{c:[1,2.5,"x"],d:null})@skip(if:true)"#
        + #"{id ...F@d ...on T@d{id}...{id}}} {a} "M"mutation("A"$a:Int,$b:Int){a} """#
        + "\"\"\"F\"\"\"fragment F on T{a}".dropFirst(2)
    )
  }

  @Test("Arguments that make a line too long are put on lines of their own")
  func longArguments() throws {
    let long = String(repeating: "x", count: 70)
    let text = """
      {
        f(
          a: "\(long)"
          b: 1
        ) {
          id
        }
        f(a: "\(long.dropFirst(5))", b: 1)
      }
      """
    let document = try Document(parsing: text)
    #expect(Printer.print(document) == text)
    #expect(!Printer.compact(document).contains("\n"))
  }

  @Test("Type-system documents are laid out in lines")
  func typeSystem() throws {
    let text = """
      "S"
      schema @d {
        query: Q
        mutation: M
      }

      extend schema @link(url: "u")

      \"\"\"
      Two
        lines
      \"\"\"
      type T implements A & B @d {
        "F"
        f(a: Int = 1 @d, b: [Int]): T!
        g(
          "A"
          a: Int
          b: Int
        ): Int @deprecated
        \"\"\"
        Also
        two
        \"\"\"
        h: Int
      }

      interface I implements J

      union U @d = A | B

      union V

      enum E {
        "A"
        A @d
        B
      }

      input In @oneOf {
        a: Int = 1
        b: In
      }

      scalar S @specifiedBy(url: "u")

      "D"
      directive @d(a: Int = 1) repeatable on FIELD | OBJECT

      extend type T @e

      extend input In {
        c: Int
      }
      """
    let document = try Document(parsing: text)
    #expect(Printer.print(document) == text)
    let compact = Printer.compact(document)
    #expect(compact.hasPrefix(#""S"schema@d{query:Q mutation:M} extend schema@link(url:"u") """#))
    #expect(compact.contains("union U@d=A|B union V enum E{\"A\"A@d B}"))
    #expect(compact.hasSuffix("repeatable on FIELD|OBJECT extend type T@e extend input In{c:Int}"))
  }

  @Test(
    "Strings are escaped as little as possible",
    arguments: [
      ("", #""""#), ("a\"b\\c/", #""a\"b\\c/""#), ("\n\t\r\u{8}\u{C}", #""\n\t\r\b\f""#),
      ("\u{0}\u{1F}\u{7F}", #""\u0000\u001F\u007F""#), ("é😀", "\"é😀\""),
    ]
  )
  func strings(value: String, text: String) {
    #expect(Printer.print(StringValue(value)) == text)
    #expect(Printer.compact(StringValue(value)) == text)
  }

  @Test(
    "Block strings keep their value",
    arguments: [
      ("", #""""""""#), ("one line", #""""one line""""#), ("  indented", #""""  indented""""#),
      ("a\nb", "\"\"\"\na\nb\n\"\"\""), ("ends with \"", "\"\"\"\nends with \"\n\"\"\""),
      ("  ends with \"", "\"\"\"  ends with \"\n\"\"\""),
      ("ends with \\", "\"\"\"\nends with \\\n\"\"\""),
      ("three \"\"\" quotes", #""""three \""" quotes""""#),
      (
        String(repeating: "x", count: 71),
        "\"\"\"\n" + String(repeating: "x", count: 71) + "\n\"\"\""
      ),
    ]
  )
  func blockStrings(value: String, text: String) throws {
    let string = StringValue(value, isBlock: true)
    #expect(Printer.print(string) == text)
    #expect(try Value(parsing: text) == .string(string))
  }

  @Test(
    "A text that no block string can hold is printed as a quoted one",
    arguments: ["\n", "a\n", "\na", " \na", "a\rb", "  a\n  b", " "]
  )
  func impossibleBlockStrings(value: String) throws {
    let text = Printer.print(StringValue(value, isBlock: true))
    #expect(try Value(parsing: text) == .string(StringValue(value)))
  }

  @Test("Any node can be printed")
  func nodes() {
    #expect(Printer.print(TypeReference.nonNull(.list(.named(Name("A"))))) == "[A]!")
    #expect(Printer.print(Argument(name: Name("a"), value: .variable(Name("b")))) == "a: $b")
    #expect(Printer.print(Directive(name: Name("d"))) == "@d")
    #expect(Printer.compactBytes(Value.list([.int("1"), .int("2")])) == Array("[1,2]".utf8))
  }
}
