import DovetailCatalog
import DovetailExecution
import DovetailSource
import Testing

@Suite("Rows")
struct RowWritingTests {
  @Test(
    "A column is written in its wire form",
    arguments: [
      ("12.50", .number, false, "12.50"),
      ("12.50", .number, true, #""12.50""#),
      ("-7", .number, false, "-7"),
      ("NaN", .number, false, #""NaN""#),
      ("-Infinity", .number, false, #""-Infinity""#),
      ("a\"b\\c\n\u{1}ü", .text, false, #""a\"b\\c\n\u0001ü""#),
      ("", .text, false, #""""#),
      ("t", .boolean, false, "true"),
      ("f", .boolean, false, "false"),
      ("true", .boolean, false, "true"),
      ("0", .boolean, false, "false"),
      ("1", .boolean, false, "true"),
      (#"{"a": [1]}"#, .json, false, #"{"a": [1]}"#),
      ("[1,2]", .convertedToJSON, false, "[1,2]"),
      (nil, .text, false, "null"),
    ] as [(String?, ColumnType.WireForm, Bool, String)]
  )
  func wireForm(
    text: String?,
    form: ColumnType.WireForm,
    quoted: Bool,
    expected: String
  ) async throws {
    let source = MemorySource([
      "t": .rows([[text]], members: [column("value", 0, form, quoted: quoted)])
    ])
    let result = try await run([root("t", fetch("t"))], on: source)
    #expect(result.text == #"{"t":[{"value":\#(expected)}]}"#)
  }

  @Test("Members stand in the order of the shape, under the client's keys, once per selection")
  func members() async throws {
    let source = MemorySource([
      "t": .rows(
        [["1", "a"], ["2", nil]],
        members: [
          column("k", 0), column("name", 1, .text),
          member("__typename", .constant(Array(#""T""#.utf8))),
          column("again", 0),
        ]
      )
    ])
    let result = try await run([root("items", fetch("t"))], on: source)
    #expect(
      result.text
        == #"{"items":[{"k":1,"name":"a","__typename":"T","again":1},{"k":2,"name":null,"__typename":"T","again":2}]}"#
    )
  }

  @Test("No rows are an empty list, or null where one row is asked for")
  func noRows() async throws {
    let members = [column("id", 0)]
    let empty = FetchResult.rows(rowSet([]))
    let source = MemorySource([
      "list": .rows([], members: members),
      "one": .init(shape: .row(RowShape(members: members)), fetch: { _ in empty }),
      "json": .init(shape: .json(nil), fetch: { _ in empty }),
    ])
    let result = try await run(
      [root("list", fetch("list")), root("one", fetch("one")), root("json", fetch("json"))],
      on: source
    )
    #expect(result.text == #"{"list":[],"one":null,"json":null}"#)
  }

  @Test("One row is an object, and a JSON column is the value itself")
  func single() async throws {
    let row = FetchResult.rows(rowSet([["7"], ["8"]]))
    let json = FetchResult.rows(rowSet([[#"{"count":3}"#]]))
    let source = MemorySource([
      "one": .init(shape: .row(RowShape(members: [column("id", 0)])), fetch: { _ in row }),
      "json": .init(shape: .json(nil), fetch: { _ in json }),
    ])
    let result = try await run(
      [root("one", fetch("one")), root("json", fetch("json"))],
      on: source
    )
    #expect(result.text == #"{"one":{"id":7},"json":{"count":3}}"#)
  }

  @Test("A row of no members is an empty object")
  func emptyObject() async throws {
    let source = MemorySource(["t": .rows([["1"]], members: [])])
    let result = try await run([root("t", fetch("t"))], on: source)
    #expect(result.text == #"{"t":[{}]}"#)
  }

  @Test("A cell outside of the row set is null, not a crash")
  func badCells() async throws {
    let bad = FetchResult.rows(
      RowSet(
        columnCount: 1,
        rowCount: 3,
        bytes: [0x31],
        cells: [.init(offset: 0, length: 2), .init(offset: 9, length: 1)]
      )
    )
    let source = MemorySource([
      "t": .init(
        shape: .rows(RowShape(members: [column("a", 0), column("b", 4)])),
        fetch: { _ in bad }
      )
    ])
    let result = try await run([root("t", fetch("t"))], on: source)
    #expect(result.text == #"{"t":[{"a":null,"b":null},{"a":null,"b":null}]}"#)
  }

  @Test("Bytes that the engine wants before the data come first")
  func prefix() async throws {
    let source = MemorySource(["t": .rows([["1"]], members: [column("id", 0)])])
    let result = try await run(
      [root("t", fetch("t"))],
      on: source,
      options: ExecutionOptions(prefix: Array(#"{"data":"#.utf8))
    )
    #expect(result.text == #"{"data":{"t":[{"id":1}]}"#)
  }

  @Test("A response over the limit is an error, not data", arguments: [(23, true), (22, false)])
  func limit(limit: Int, fits: Bool) async throws {
    let source = MemorySource(["t": .rows([["1"], ["2"]], members: [column("a", 0)])])
    let result = try await run(
      [root("t", fetch("t"))],
      on: source,
      options: ExecutionOptions(maximumResponseBytes: limit)
    )
    #expect(result.text == (fits ? #"{"t":[{"a":1},{"a":2}]}"# : nil))
    #expect(
      result.errors.map(\.message)
        == (fits ? [] : ["the response is longer than the limit of 22 bytes: ask for less"])
    )
  }
}
