import DovetailCatalog
import Testing

@Suite("The SQL of native queries")
struct QueryTemplateTests {
  /// The parts as text: `«name»` for a placeholder.
  private func parts(_ code: String) throws -> String {
    try parseQueryTemplate(code).parts.map { part in
      switch part {
      case .text(let text): text
      case .argument(let name): "«\(name)»"
      }
    }.joined()
  }

  private func refusal(_ code: String) -> String? {
    do {
      _ = try parseQueryTemplate(code)
      return nil
    } catch {
      return error.message
    }
  }

  @Test(
    "Placeholders are cut out, comments and the last semicolon left out",
    arguments: [
      ("SELECT {{a}} + {{ b_1 }}, {{a}}", "SELECT «a» + «b_1», «a»"),
      ("SELECT 1;  ;\n-- the end {{x}}", "SELECT 1  \n "),
      ("SELECT 1 /* a /* {{b}} */ c ; */ + 2", "SELECT 1   + 2"),
      ("SELECT '--', '/*', ';', '('", "SELECT '--', '/*', ';', '('"),
      ("SELECT 'it''s {x}', \"a;\"\"b\"", "SELECT 'it''s {x}', \"a;\"\"b\""),
      (#"SELECT E'\'; {' || {{x}}"#, #"SELECT E'\'; {' || «x»"#),
      ("SELECT $$;'($$, $t$ $$ ; $t$, a$1", "SELECT $$;'($$, $t$ $$ ; $t$, a$1"),
      ("SELECT '{\"a\": {}}'::json #> '{a}'", "SELECT '{\"a\": {}}'::json #> '{a}'"),
      ("SELECT (1), ((2))", "SELECT (1), ((2))"),
    ]
  )
  func accepted(code: String, expected: String) throws {
    #expect(try parts(code) == expected)
  }

  @Test("An argument is named once, however many places it has")
  func arguments() throws {
    #expect(try parseQueryTemplate("SELECT {{b}}, {{a}}, {{b}}").arguments == ["b", "a"])
  }

  @Test(
    "What cannot be one SELECT with bound values is refused",
    arguments: [
      ("", "the query is empty"),
      (" -- nothing", "the query is empty"),
      ("SELECT 1; SELECT 2", "the query must be a single SELECT statement"),
      ("SELECT 1) AS x, (SELECT 2", "the query has a closing parenthesis too many"),
      ("SELECT (1", "the query has an opening parenthesis too many"),
      ("SELECT {{a", "found '{{' without a matching closing '}}'"),
      ("SELECT {{a}", "found '{{' without a matching closing '}}'"),
      ("SELECT {{}}", "a placeholder must hold the name of an argument: '{{name}}'"),
      ("SELECT {{a b}}", "a placeholder must hold the name of an argument: '{{name}}'"),
      ("SELECT 'x", "the query ends inside of a quoted text or name"),
      ("SELECT $a$ x", "the query ends inside of a dollar-quoted text"),
      (
        "SELECT $1",
        "the query has the parameter '$1': write '{{name}}' for a value of an argument"
      ),
      (
        "SELECT '%{{a}}%'",
        "the placeholder in '%{{a}}%' is inside of quotes, where no value can be: write '{{name}}' "
          + "without them"
      ),
      (
        "SELECT $q${{a}}$q$",
        "the placeholder in $q${{a}}$q$ is inside of quotes, where no value can be: write "
          + "'{{name}}' without them"
      ),
    ]
  )
  func refused(code: String, reason: String) {
    #expect(refusal(code) == reason)
  }
}
