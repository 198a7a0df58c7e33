import DovetailProject
import OrderedJSON
import Testing

@Suite("YAML")
struct YAMLTests {
  /// What a file with that text means.
  private func read(_ yaml: String) throws -> JSONValue {
    let project = try TemporaryProject(smallMetadata)
    try project.write(yaml, to: "metadata/backend_configs.yaml")
    return try #require(try project.project().metadata().json["backend_configs"])
  }

  @Test(
    "Plain scalars are what the reference's tool takes them for",
    arguments: [
      ("true", true), ("False", false), ("~", nil), ("null", nil), ("", nil), ("yes", "yes"),
      ("on", "on"), ("12", 12), ("0x1F", 31), ("0o17", 15), ("017", 15), ("1_000", 1000),
      ("+5", 5), ("-7", -7), ("1.2.3", "1.2.3"), ("0 * * * *", "0 * * * *"), ("12:30", "12:30"),
      ("2020-01-01", "2020-01-01"), ("'12'", "12"), ("\"true\"", "true"), ("!!str 12", "12"),
      ("08", "08"),
    ] as [(String, JSONValue)]
  )
  func scalars(yaml: String, value: JSONValue) throws {
    #expect(try read("key: \(yaml)\n")["key"] == value)
  }

  @Test("Fractions keep their digits")
  func fractions() throws {
    let value = try read("a: 1.50\nb: .5\nc: 5.\nd: 1e3\ne: 12345678901234567890123\n")
    #expect(value["a"]?.description == "1.50")
    #expect(value["b"]?.description == "0.5")
    #expect(value["c"]?.description == "5.0")
    #expect(value["d"]?.description == "1e3")
    #expect(value["e"]?.description == "12345678901234567890123")
  }

  @Test("Anchors, aliases and merge keys are followed")
  func aliases() throws {
    let value = try read(
      """
      base: &base {a: 1, b: 2}
      same: *base
      more:
        <<: *base
        b: 3
        c: 4
      """
    )
    #expect(value["same"] == ["a": 1, "b": 2])
    #expect(value["more"] == ["b": 3, "c": 4, "a": 1])
  }

  @Test(
    "What is wrong is refused with its place",
    arguments: [
      ("a: 1\na: 2\n", "backend_configs.yaml:1:1: the key \"a\" stands there twice"),
      ("a: [1, 2\n", "backend_configs.yaml:2:1: not valid YAML"),
      ("a: *nothing\n", "backend_configs.yaml:1:4: not valid YAML: found undefined alias"),
      ("a: .inf\n", "backend_configs.yaml:1:4: \".inf\" is no number that JSON has"),
      ("a: !secret b\n", "backend_configs.yaml:1:4: the tag !secret is not known"),
      ("a: !list [1]\n", "the tag !list is not known"),
      ("[1]: 2\n", "backend_configs.yaml:1:1: a key must be plain text"),
      ("a: 1\n---\nb: 2\n", "expected a single document"),
      ("a: !!int seven\n", "\"seven\" does not fit its tag"),
      ("a: \t- b\n", "not valid YAML"),
    ]
  )
  func refusals(yaml: String, text: String) throws {
    let message = try #require(complaint(of: { _ = try read(yaml) }))
    #expect(message.contains("metadata/backend_configs.yaml"))
    #expect(message.contains(text), "\(message)")
  }

  @Test("Aliases that multiply are refused, not expanded")
  func laughs() throws {
    var yaml = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...9 {
      let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      yaml += "a\(level): &a\(level) [\(aliases)]\n"
    }
    let message = try #require(complaint(of: { _ = try read(yaml) }))
    #expect(message.contains("more than 2000000 values"))
    let asKey = try #require(complaint(of: { _ = try read(yaml + "? *a9\n: 1\n") }))
    #expect(asKey.contains("anchors beside keys"))
  }

  @Test("Deep nesting is refused", arguments: [201, 900, 5_000, 100_000])
  func depth(levels: Int) throws {
    let yaml = "a: " + String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
    let message = try #require(complaint(of: { _ = try read(yaml) }))
    #expect(message.contains("nested") || message.contains("not valid YAML"), "\(message)")
  }

  @Test("Files that are too large or no text are refused")
  func sizes() throws {
    let project = try TemporaryProject(smallMetadata)
    try project.write(
      "a: " + String(repeating: "x", count: 17 << 20),
      to: "metadata/backend_configs.yaml"
    )
    #expect(
      complaint { _ = try project.project().metadata() }?.contains("16777216 are allowed") == true
    )
  }

  /// Values with everything that could go wrong between writing and reading.
  static let awkward: [String] = [
    "", " ", "a", "true", "null", "~", "yes", "No", "12", "1.5", "1e3", "0x1F", "0o7", ".5", "-",
    "- a", "-a", "a: b", "a:b", "a:", ": a", "a #b", "a#b", "#a", "[a]", "{a}", "a, b", "*", "*a",
    "&a", "!a", "!include x", "!includes", "|", ">", "%a", "@a", "`a", "'", "''", "\"", "a'b",
    "a\"b", "?", "? a", "?a", "<<", "---", "--- a", "...", "2020-01-01", "12:30:45", "1_000",
    " a", "a ", "a\n", "a\nb", "a\n\n", "\n", "\n\n", "\na", " a\nb", "a\n b\n", "a \nb", "a\tb",
    "\ta", "a\r\nb", "a\u{0}b", "ä€😀", "a\u{FEFF}", "\u{85}", "\u{2028}", "a\\b", "a\\nb",
    "{{$base_url}}/x", "X-Hasura-User-Id", "{\n  \"a\": {{b}}\n}", "*/5 * * * *", "=", "+", ".",
    "query {\n  a # b\n\n  c: d\n}", "0", "-0", "+1", "00", "1.", "1e", "e1", "NaN", ".nan", "0b1",
  ]

  @Test("Texts survive writing and reading, as values, keys and elements")
  func roundTrip() throws {
    for text in Self.awkward {
      let value: JSONValue = [
        "value": .string(text),
        "list": [.string(text), [.string(text)] as JSONValue, ["k": .string(text)] as JSONValue],
        "nested": JSONValue.object(members: [(text, ["a": .string(text)] as JSONValue)]),
      ]
      // A file that starts with it would be an include.
      guard !text.hasPrefix("!include ") else { continue }
      #expect(try read(YAMLWriter.text(of: value)) == value, "\(JSONValue.string(text))")
    }
  }

  @Test("Files look as the reference's tool writes them")
  func layout() {
    let value: JSONValue = [
      "table": ["name": "author", "schema": "public"],
      "columns": "*", "enabled": true, "nothing": .null, "empty": [], "none": [:],
      "number": .number(JSONNumber(unchecked: "1.5")),
      "kind": "", "flag": "true", "url": "{{$base_url}}/x", "schedule": "0 * * * *",
      "include": "!include public_author.yaml", "date": "2020-01-01", "old": "yes",
      "select_permissions": [
        [
          "role": "user",
          "permission": [
            "columns": ["id", "name"], "filter": ["id": ["_eq": "X-Hasura-User-Id"]],
          ],
        ]
      ],
      "query": "query {\n  a\n}", "body": "a\n", "spaced": "a\n\n", "matrix": [[1, 2], [3]],
      "quote": "it's: so",
    ]
    #expect(
      YAMLWriter.text(of: value) == """
        table:
          name: author
          schema: public
        columns: '*'
        enabled: true
        nothing: null
        empty: []
        none: {}
        number: 1.5
        kind: ""
        flag: "true"
        url: '{{$base_url}}/x'
        schedule: 0 * * * *
        include: "!include public_author.yaml"
        date: "2020-01-01"
        old: "yes"
        select_permissions:
          - role: user
            permission:
              columns:
                - id
                - name
              filter:
                id:
                  _eq: X-Hasura-User-Id
        query: |-
          query {
            a
          }
        body: |
          a
        spaced: |+
          a

        matrix:
          - - 1
            - 2
          - - 3
        quote: 'it''s: so'

        """
    )
    #expect(YAMLWriter.text(of: []) == "[]\n")
    #expect(YAMLWriter.text(of: [:]) == "{}\n")
    #expect(YAMLWriter.text(of: ["!include a.yaml"]) == "- \"!include a.yaml\"\n")
  }
}
