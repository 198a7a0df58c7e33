import Kriti
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Parsing of templates")
struct ParsingTests {
  @Test(
    "What is no template is refused where it stops being one",
    arguments: [
      ("", 0), ("{{", 2), ("{{ $body.name }", 14), (#"{"a" 1}"#, 5), ("[1,]", 3),
      ("{{ if true }} 1", 15), ("{{ range x = $b }} 1 {{ end }}", 11), ("nope", 0),
      ("{{ $body. }}", 9), ("1 2", 2), (#""open"#, 5), ("{{ end }}", 0), ("{{ $body[1 }}", 11),
    ]
  )
  func refused(_ text: String, _ column: Int) {
    let error = #expect(throws: KritiError.self) { _ = try KritiTemplate(parsing: text) }
    #expect(error?.kind == .parse)
    #expect(error?.span.start.column == column)
  }

  @Test("The place of an error is counted in lines and characters")
  func place() {
    let error = #expect(throws: KritiError.self) {
      _ = try KritiTemplate(parsing: "{\n  \"ä\": {{ unknown(1) }}\n}")
    }
    #expect(
      error?.json == [
        "error_code": "Function Error", "message": "Function 'unknown' not found.",
        "source_position": [
          "start_line": 1, "start_column": 10, "end_line": 1, "end_column": 17,
        ],
      ]
    )
  }

  @Test(
    "The place is right however long the text and its lines are",
    arguments: [(0, 0), (3, 255), (1, 256), (2, 257), (700, 5), (5, 1_000)]
  )
  func distantPlace(lines: Int, characters: Int) {
    let text =
      "[" + String(repeating: "\n", count: lines) + String(repeating: "\"ä\",", count: characters)
    let error = #expect(throws: KritiError.self) { _ = try KritiTemplate(parsing: text + "?]") }
    let column = 4 * characters + (lines == 0 ? 1 : 0)
    #expect(error?.span.start == SourceSpan.Position(line: lines, column: column))
  }

  @Test("A long template is read in one go")
  func longTemplate() throws {
    let count = 100_000
    let template = try KritiTemplate(
      parsing: "[" + Array(repeating: "{{$a}}", count: count).joined(separator: ",") + "]"
    )
    #expect(try template.evaluate(["$a": 1]) == .array(Array(repeating: 1, count: count)))
  }

  @Test(
    "Deep nesting is refused, not followed",
    arguments: [
      String(repeating: "[", count: 5_000), String(repeating: "{{ (", count: 5_000),
      "{{ " + String(repeating: "not (", count: 5_000),
      "{{ " + String(repeating: "(", count: 5_000),
      String(repeating: "{{ if true }}", count: 5_000),
      "{{ a " + String(repeating: "== (b ", count: 5_000),
      "{{ a" + String(repeating: ".a", count: 5_000) + " }}",
      "{{ a" + String(repeating: "['a']", count: 5_000) + " }}",
      "{{ a" + String(repeating: " ?? a", count: 5_000) + " }}",
      "{{ a" + String(repeating: " && a", count: 5_000) + " }}",
    ]
  )
  func depth(_ text: String) {
    let error = #expect(throws: KritiError.self) { _ = try KritiTemplate(parsing: text) }
    #expect(error?.kind == .limit || error?.kind == .parse)
  }

  @Test("Random texts never do more than fail")
  func noise() {
    let pieces = [
      "{{", "}}", "{", "}", "[", "]", "\"", "'", "$body", ".", "?", "??", "if", "else", "end",
      "range", ":=", ",", ":", "1", "-", "e", "true", " ", "\\", "\\u12", "not", "(", ")", "in",
      "==", "&&", "ä", "\u{0}",
    ]
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<3_000 {
      let text = (0..<Int.random(in: 0..<25, using: &generator))
        .map { _ in pieces[Int.random(in: 0..<pieces.count, using: &generator)] }.joined()
      if let template = try? KritiTemplate(parsing: text) {
        _ = try? template.evaluate(["$body": ["a": 1]])
      }
      _ = try? KritiTemplate(parsingText: text)
    }
  }
}
