import Kriti
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Evaluation of templates")
struct EvaluationTests {
  static let body: JSONValue = [
    "name": "Ann", "age": 41, "is_admin": true, "nothing": nil,
    "tags": ["x", "y"], "dash-ed": 1,
    "orders": [
      ["id": 1, "total": .number(JSONNumber(unchecked: "2.5"))], ["id": 2, "total": 10],
    ],
    "address": ["city": "Bonn"],
  ]

  /// The value of a template, as JSON text.
  static func value(_ template: String) throws(KritiError) -> String {
    try KritiTemplate(parsing: template).evaluate([
      "$body": body, "$session_variables": ["x-hasura-user-id": "7"],
    ]).description
  }

  @Test(
    "Templates give the JSON that they describe",
    arguments: [
      (#"{"a": [1, -2.50, true, null, "s"]}"#, #"{"a":[1,-2.50,true,null,"s"]}"#),
      ("{{ $body.name }}", #""Ann""#),
      ("{{$body.orders[1].id}}", "2"),
      ("{{ $body['dash-ed'] }}", "1"),
      ("{{ $body.dash-ed }}", "1"),
      ("{{ $session_variables['x-hasura-user-id'] }}", #""7""#),
      ("{{ $session_variables?['x-none'] ?? 0 }}", "0"),
      (#""Hello {{ $body.name }}, {{ $body.age }}!""#, #""Hello Ann, 41!""#),
      (#""a\"b\u00e9\ud83d\ude00""#, #""a\"bé😀""#),
      ("{{ $body?.missing.deep.deeper }}", "null"),
      (#"{{ $body?.missing ?? "none" }}"#, #""none""#),
      (#"{{ $body.nothing ?? $body.name }}"#, #""Ann""#),
      (#"{{ $body.missing ?? 1 }}"#, "1"),
      (#"{{ if $body.age > 40 }} "old" {{ else }} "young" {{ end }}"#, #""old""#),
      (
        #"{{ if $body.age < 40 }} 1 {{ elif $body.is_admin && !x }} 2 {{ else }} 3 {{ end }}"#,
        "error"
      ),
      (
        #"{{ if $body.age < 40 }} 1 {{ elif $body.is_admin }} 2 {{ else }} 3 {{ end }}"#, "2"
      ),
      ("{{ if false }} 1 {{ end }}", "null"),
      (
        #"{{ range i, o := $body.orders }} {"n": {{ i }}, "id": {{ o.id }}} {{ end }}"#,
        #"[{"n":0,"id":1},{"n":1,"id":2}]"#
      ),
      ("{{ range _, t := $body.tags }} {{ t }} {{ end }}", #"["x","y"]"#),
      ("{{ range t := $body.tags }}\"<{{t}}>\"{{ end }}", #"["<x>","<y>"]"#),
      (#"{{ {"a": $body.age, "b": [1, $body.name]} }}"#, #"{"a":41,"b":[1,"Ann"]}"#),
      (#"{"{{ $body.name }}": 1}"#, #"{"Ann":1}"#),
      (#"{{ "x" in $body.tags }}"#, "true"),
      (#"{{ "city" in $body.address }}"#, "true"),
      (#"{{ "z" in ["a"] || 1 == 1.0 }}"#, "true"),
      (#"{{ not ($body.name == "Bob") }}"#, "true"),
      (#"{{ $body.age >= 41 && $body.age <= 41 && $body.age != 42 }}"#, "true"),
      (#"{{ concat(["a", "b"]) }}"#, #""ab""#),
      (#"{{ concat("a", $body.name) }}"#, #""aAnn""#),
      (#"{{ concat([[1], [2, 3]]) }}"#, "[1,2,3]"),
      (#"{{ concat([{"a": 1}, {"a": 2, "b": 3}]) }}"#, #"{"a":2,"b":3}"#),
      ("{{ size($body.orders) }}", "2"),
      (#"{{ size("häuser") }}"#, "6"),
      ("{{ empty([]) }}", "true"),
      ("{{ empty $body.name }}", "false"),
      ("{{ head($body.tags) }}", #""x""#),
      ("{{ last($body.tags) }}", #""y""#),
      ("{{ tail($body.tags) }}", #"["y"]"#),
      ("{{ inverse($body.tags) }}", #"["y","x"]"#),
      ("{{ removeNulls([1, null, 2]) }}", "[1,2]"),
      (#"{{ toPairs({"a": 1}) }}"#, #"[["a",1]]"#),
      (#"{{ fromPairs([["a", 1], ["b", 2]]) }}"#, #"{"a":1,"b":2}"#),
      (#"{{ toUpper("ab") }}"#, #""AB""#),
      (#"{{ toTitle("ann's own house") }}"#, #""Ann's Own House""#),
      (#"{{ toLower($body.name) }}"#, #""ann""#),
      (#"{{ escapeUri("a b/ü") }}"#, #""a%20b%2F%C3%BC""#),
      (#"{{ parameterize({"a": 1, "b": {"c": "x y"}, "d": null}) }}"#, #""a=1&b%5Bc%5D=x%20y""#),
    ]
  )
  func values(_ template: String, _ expected: String) throws {
    guard expected != "error" else {
      #expect(throws: KritiError.self) { _ = try Self.value(template) }
      return
    }
    #expect(try Self.value(template) == expected)
  }

  @Test(
    "What cannot be evaluated says why",
    arguments: [
      ("{{ $body.missing }}", KritiError.Kind.invalidPath, "Path lookup for 'missing' failed"),
      ("{{ $nobody }}", .invalidPath, "Variable '$nobody' not in scope"),
      ("{{ $body.tags[5] }}", .invalidPath, "Path lookup for '5' failed"),
      (
        "{{ if $body.name }} 1 {{ else }} 2 {{ end }}", .type,
        "Type error: expected a Boolean, but found type 'String'"
      ),
      (
        "{{ range _, x := $body.name }} 1 {{ end }}", .range,
        "Can only range over an array, but found type 'String'"
      ),
      (
        #""{{ $body.tags }}""#, .type,
        "Cannot interpolate type: 'Array'. Expected String, Boolean, or Number"
      ),
      ("{{ 1 < \"a\" }}", .type, "Cannot compare type 'Number' with type 'String'"),
      ("{{ head([]) }}", .function, "Function 'head' needs at least one element"),
      ("{{ toUpper(1) }}", .function, "Function 'toUpper' cannot take type 'Number'"),
      ("{{ size(1, 2) }}", .function, "Function 'size' takes one argument, but got 2"),
    ]
  )
  func failures(_ template: String, _ kind: KritiError.Kind, _ message: String) throws {
    let error = #expect(throws: KritiError.self) { _ = try Self.value(template) }
    #expect(error?.kind == kind)
    #expect(error?.message == message)
  }

  @Test("A template of text gives a text without quotation marks around it")
  func bareText() throws {
    let template = try KritiTemplate(parsingText: #"{{$base_url}}/users?q="{{ concat(["a"]) }}""#)
    let value = try template.evaluate(["$base_url": "http://x"])
    #expect(value == #"http://x/users?q="a""#)
  }

  @Test(
    "Values that repeat each other do not exhaust memory or time",
    arguments: [
      "{{ $t }}", "\"" + String(repeating: "x", count: 1_000) + "\"", "{{ $l == $l }}",
      "{{ 2 in $l }}", "{{ concat([$l, $l]) }}", "{{ true in [$l] }}",
    ]
  )
  func bounds(_ body: String) throws {
    let text = JSONValue.string(String(repeating: "x", count: 1_000))
    let nested =
      "{{ range _, a := $l }} {{ range _, b := $l }} {{ range _, c := $l }} \(body) "
      + "{{ end }} {{ end }} {{ end }}"
    let list = JSONValue.array(Array(repeating: 1, count: 300))
    let template = try KritiTemplate(parsing: nested)
    let error = #expect(throws: KritiError.self) {
      // What bounds it is the size alone.
      _ = try template.evaluate(["$l": list, "$t": text], limits: KritiLimits(steps: .max))
    }
    #expect(error?.kind == .limit)
    #expect(error?.message == "The evaluation makes more than \(32 << 20) bytes")
  }
}
