import GraphQLLanguage
import Testing

/// The place of each error is marked in the text by `⟂`, which is removed before parsing.
@Suite("Syntax errors")
struct SyntaxErrorTests {
  private func check(_ marked: String, _ message: String) throws {
    let parts = marked.split(separator: "⟂", maxSplits: 1, omittingEmptySubsequences: false)
    let before = try #require(parts.count == 2 ? parts.first : nil)
    let text = parts.joined()
    let error = try #require(throws: SyntaxError.self) { try Document(parsing: text) }
    #expect(error.message == message)
    #expect(error.reason == .syntax)
    #expect(error.offset == before.utf8.count)
    #expect(error.position == SourceText(text).lineAndColumn(at: before.utf8.count))
  }

  @Test(
    "Executable definitions",
    arguments: [
      ("⟂", "Expected a definition, found the end of the document."),
      ("# only a comment⟂", "Expected a definition, found the end of the document."),
      ("{⟂", "Expected a field or a fragment, found the end of the document."),
      ("{⟂}", "Expected a field or a fragment, found \"}\"."),
      ("{ a⟂", "Expected a field, a fragment or \"}\", found the end of the document."),
      ("{ a {⟂} }", "Expected a field or a fragment, found \"}\"."),
      ("{ a }⟂}", "Expected a definition, found \"}\"."),
      ("{ a: ⟂}", "Expected a name, found \"}\"."),
      ("{ a: b⟂: c }", "Expected a field, a fragment or \"}\", found \":\"."),
      ("{ a(⟂) }", "Expected a name, found \")\"."),
      ("{ a(b⟂) }", "Expected \":\", found \")\"."),
      ("{ a(b: ⟂) }", "Expected a value, found \")\"."),
      ("{ a(b: [1⟂) }", "Expected a value, found \")\"."),
      ("{ a(b: {c⟂}) }", "Expected \":\", found \"}\"."),
      ("{ a(b: {⟂1}) }", "Expected a name, found number 1."),
      ("{ ...⟂1 }", "Expected \"{\", found number 1."),
      ("{ ... on ⟂}", "Expected a name, found \"}\"."),
      ("{ a ⟂.. b }", "Unexpected character \".\"; a spread has three dots."),
      ("{ a ⟂? }", "Unexpected character \"?\"."),
      ("{ a ⟂é }", "Unexpected character \"é\"."),
      ("{ a ⟂\u{0} }", "Unexpected character U+0000."),
      ("{ a ⟂\u{200B} }", "Unexpected character U+200B."),
      ("{ a ⟂'b' }", "Unexpected character \"'\"."),
      ("{ a @⟂1 }", "Expected a name, found number 1."),
      ("query ⟂", "Expected \"{\", found the end of the document."),
      ("query Q(⟂a: Int) { b }", "Expected \"$\", found name \"a\"."),
      ("query Q(⟂) { b }", "Expected \"$\", found \")\"."),
      ("query Q($a⟂) { b }", "Expected \":\", found \")\"."),
      ("query Q($a: ⟂1) { b }", "Expected a name, found number 1."),
      ("query Q($a: [Int⟂) { b }", "Expected \"]\", found \")\"."),
      ("query Q($a: Int = ⟂$b) { b }", "A variable cannot be part of a constant value."),
      ("query Q($a: Int = [{x: ⟂$b}]) { b }", "A variable cannot be part of a constant value."),
      ("query Q($a: Int @d(x: ⟂$a)) { b }", "A variable cannot be part of a constant value."),
      ("fragment ⟂on on T { a }", "A fragment cannot have the name \"on\"."),
      ("fragment F ⟂T { a }", "Expected \"on\", found name \"T\"."),
      ("fragment F on T⟂", "Expected \"{\", found the end of the document."),
      ("fragment F⟂($x: Int) on T { a }", "Expected \"on\", found \"(\"."),
      ("\"text\" ⟂{ a }", "A query with a description needs the keyword \"query\"."),
      ("\"text\"⟂", "Expected a definition, found the end of the document."),
      ("⟂notAKeyword Q { a }", "Expected a definition, found name \"notAKeyword\"."),
      ("⟂Query { a }", "Expected a definition, found name \"Query\"."),
      (
        "{\r\n  ⟂\"é\"\r\n}",
        "Expected a field or a fragment, found a string."
      ),
    ]
  )
  func executable(marked: String, message: String) throws {
    try check(marked, message)
  }

  @Test(
    "Type-system definitions",
    arguments: [
      ("schema⟂", "Expected \"{\", found the end of the document."),
      ("schema {⟂}", "Expected \"query\", \"mutation\" or \"subscription\", found \"}\"."),
      (
        "schema { ⟂queries: Q }",
        "Expected \"query\", \"mutation\" or \"subscription\", found name \"queries\"."
      ),
      ("extend schema⟂", "Expected \"@\" or \"{\", found the end of the document."),
      (
        "extend ⟂query { a }",
        "Expected \"schema\" or a kind of type after \"extend\", found name \"query\"."
      ),
      ("\"text\" ⟂extend type T { a: Int }", "An extension cannot have a description."),
      ("type ⟂{ a: Int }", "Expected a name, found \"{\"."),
      ("type T {⟂}", "Expected a name, found \"}\"."),
      ("type T { a ⟂}", "Expected \":\", found \"}\"."),
      ("type T { a(⟂): Int }", "Expected a name, found \")\"."),
      ("type T { a: Int ⟂= 1 }", "Expected a name, found \"=\"."),
      ("type T implements ⟂{ a: Int }", "Expected a name, found \"{\"."),
      ("type T implements A ⟂B { a: Int }", "Expected a definition, found name \"B\"."),
      ("type T implements A & ⟂& B", "Expected a name, found \"&\"."),
      ("extend type T⟂", "Expected something to add to the type, found the end of the document."),
      ("extend scalar S⟂", "Expected \"@\", found the end of the document."),
      ("extend input I ⟂type T", "Expected something to add to the type, found name \"type\"."),
      ("union U = ⟂", "Expected a name, found the end of the document."),
      ("union U = A | ⟂| B", "Expected a name, found \"|\"."),
      ("union U = |⟂| A", "Expected a name, found \"|\"."),
      ("enum E {⟂}", "Expected a name, found \"}\"."),
      ("enum E { A ⟂true }", "\"true\" cannot be the name of an enum value."),
      ("enum E { ⟂null }", "\"null\" cannot be the name of an enum value."),
      ("input I { a⟂(b: Int): Int }", "Expected \":\", found \"(\"."),
      ("input I { a: Int = ⟂$x }", "A variable cannot be part of a constant value."),
      ("scalar S ⟂= Int", "Expected a definition, found \"=\"."),
      ("directive ⟂d on FIELD", "Expected \"@\", found name \"d\"."),
      ("directive @d ⟂FIELD", "Expected \"on\", found name \"FIELD\"."),
      ("directive @d on ⟂field", "Expected a directive location, found name \"field\"."),
      (
        "directive @d on FIELD | ⟂", "Expected a directive location, found the end of the document."
      ),
      ("directive @d(⟂) on FIELD", "Expected a name, found \")\"."),
    ]
  )
  func typeSystem(marked: String, message: String) throws {
    try check(marked, message)
  }

  @Test("The description names line and column")
  func description() throws {
    let error = try #require(throws: SyntaxError.self) {
      try Document(parsing: "{\n  a\n  é\n}")
    }
    #expect(error.description == "Unexpected character \"é\". (line 3, column 3)")
    #expect(error.line == 3)
    #expect(error.column == 3)
  }

  @Test("A long token is shown in part")
  func longToken() throws {
    let name = String(repeating: "x", count: 1000)
    let error = try #require(throws: SyntaxError.self) { try Document(parsing: name) }
    #expect(error.message == "Expected a definition, found name \"\(name.prefix(60))\".")
  }
}
