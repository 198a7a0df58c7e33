import SQLText
import Testing

typealias Fragment = SQLFragment<String>

struct SQLFragmentTests {
  @Test("Values are numbered by first use, and equal ones share a number")
  func numbering() throws {
    let condition: Fragment = "a = \(binding: "x") OR b = \(binding: "y")"
    let statement: Fragment = "SELECT \(binding: "y") WHERE \(condition)"
    let rendered = try statement.render(.dollar)
    #expect(rendered.text == "SELECT $1 WHERE a = $2 OR b = $1")
    #expect(rendered.bindings == ["y", "x"])
  }

  @Test("Placeholders are spelled as the database wants them")
  func placeholderStyle() throws {
    let statement: Fragment = "SELECT \(binding: "x"), \(binding: "y")"
    #expect(try statement.render(.questionMark).text == "SELECT ?1, ?2")
  }

  @Test(
    "Identifiers are quoted, whatever they contain",
    arguments: [
      ("author", "\"author\""),
      ("", "\"\""),
      ("a\"b", "\"a\"\"b\""),
      ("x\"; DROP TABLE t; --", "\"x\"\"; DROP TABLE t; --\""),
      ("Grüße", "\"Grüße\""),
    ]
  )
  func identifiers(name: String, expected: String) throws {
    let fragment: Fragment = "\(identifier: name)"
    #expect(try fragment.render(.dollar).text == expected)
  }

  @Test("Literals double their quotes and leave backslashes alone")
  func literals() throws {
    let fragment: Fragment = "\(literal: "it's \\ \"so\"")"
    #expect(try fragment.render(.dollar).text == "'it''s \\ \"so\"'")
  }

  @Test("A name with U+0000 makes no statement")
  func rejectsNUL() {
    let fragment: Fragment = "SELECT \(identifier: "a\0b")"
    #expect(throws: SQLTextError.containsNUL) { try fragment.render(.dollar) }
  }

  @Test("Joining keeps the values at their places")
  func joining() throws {
    let parts: [Fragment] = ["\(binding: "x")::int", "\(7)", "\(binding: "y")"]
    let rendered = try parts.joined(separator: ", ").render(.dollar)
    #expect(rendered.text == "$1::int, 7, $2")
    #expect(rendered.bindings == ["x", "y"])
  }

  @Test("Equal fragments are equal, and a value at another place makes a difference")
  func equality() {
    let left: Fragment = "a\(binding: "x")b"
    let same = Fragment(raw: "a") + Fragment(binding: "x") + Fragment(raw: "b")
    let other: Fragment = "ab\(binding: "x")"
    #expect(left == same)
    #expect(left != other)
  }
}
