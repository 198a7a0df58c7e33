import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailSQL
import DovetailSource
import OrderedJSON
import Testing

struct PostgresParameterTests {
  /// A value of a type, and the text that PostgreSQL gets, or the error's code.
  struct Case: Sendable, CustomTestStringConvertible {
    var type: ColumnType
    var value: String
    var encoding: SQLBinding.Encoding = .value
    var expected: String

    var testDescription: String { "\(value) as \(encoding) of \(type.sqlName)" }
  }

  private static let money = Types.type("money", "money", .money, .convertedToJSON)

  static let accepted: [Case] = [
    Case(type: Types.int, value: "-7", expected: "-7"),
    Case(type: Types.int, value: #""abc""#, expected: "abc"),
    Case(type: Types.int, value: "2.0", expected: "2"),
    Case(type: Types.bigint, value: "1e3", expected: "1000"),
    Case(type: Types.bigint, value: "9223372036854775807", expected: "9223372036854775807"),
    Case(type: Types.numeric, value: "1.2300e2", expected: "1.2300e2"),
    Case(type: Types.numeric, value: "1.1", encoding: .groupedDecimals, expected: "1.1000"),
    Case(
      type: Types.numeric,
      value: "-12.34567",
      encoding: .groupedDecimals,
      expected: "-12.34567000"
    ),
    Case(type: Types.numeric, value: "1.1234", encoding: .groupedDecimals, expected: "1.1234"),
    Case(type: Types.numeric, value: "3", encoding: .groupedDecimals, expected: "3"),
    Case(type: Types.numeric, value: "1E-30", encoding: .groupedDecimals, expected: "1.0E-30"),
    Case(type: money, value: "-2E-2", expected: "-0.02"),
    Case(type: money, value: "1.25e1", expected: "12.5"),
    Case(type: money, value: "12e2", expected: "1200"),
    Case(type: Types.bool, value: "true", expected: "true"),
    Case(type: Types.text, value: #""it's \"so\" \\""#, expected: #"it's "so" \"#),
    Case(type: Types.jsonb, value: #"{"b": 1, "a": [null]}"#, expected: #"{"b":1,"a":[null]}"#),
    Case(type: Types.jsonb, value: #""text""#, expected: #""text""#),
    Case(
      type: PostgresOperatorTests.geometry,
      value: #"{"type": "Point", "coordinates": [1, 2.50]}"#,
      expected: #"{"type":"Point","coordinates":[1,2.50]}"#
    ),
    Case(type: PostgresOperatorTests.ints, value: "[1, [2, null]]", expected: #"{"1",{"2",NULL}}"#),
    Case(
      type: Types.array(of: Types.jsonb),
      value: #"[[1], "a\"b"]"#,
      expected: #"{"[1]","\"a\\\"b\""}"#
    ),
    Case(type: Types.int, value: "[1, null]", encoding: .list, expected: #"{"1",NULL}"#),
    Case(type: Types.int, value: "1", encoding: .list, expected: #"{"1"}"#),
    Case(
      type: PostgresOperatorTests.texts,
      value: #"[["a,b"], []]"#,
      encoding: .list,
      expected: #"{"{\"a,b\"}","{}"}"#
    ),
    Case(type: Types.text, value: #"["{}", ""]"#, encoding: .list, expected: #"{"{}",""}"#),
    Case(type: Types.int, value: "5", encoding: .limit, expected: "5"),
    Case(
      type: Types.int,
      value: #""9223372036854775807""#,
      encoding: .offset,
      expected: "9223372036854775807"
    ),
  ]

  static let refused: [Case] = [
    Case(type: Types.int, value: "2.2", expected: "parse-failed"),
    Case(type: Types.int, value: "2147483648", expected: "parse-failed"),
    Case(type: Types.int, value: "true", expected: "parse-failed"),
    Case(type: Types.int, value: "{}", expected: "parse-failed"),
    Case(type: Types.bool, value: "1", expected: "parse-failed"),
    Case(type: Types.uuid, value: "7", expected: "parse-failed"),
    Case(type: Types.text, value: "7", expected: "parse-failed"),
    Case(type: Types.numeric, value: "[]", expected: "parse-failed"),
    Case(type: PostgresOperatorTests.ints, value: "7", expected: "parse-failed"),
    Case(type: PostgresOperatorTests.geometry, value: "7", expected: "parse-failed"),
    Case(type: Types.int, value: "[true]", encoding: .list, expected: "parse-failed"),
    Case(type: Types.text, value: #""a\u0000b""#, expected: "data-exception"),
    Case(type: Types.int, value: "-1", encoding: .limit, expected: "validation-failed"),
    Case(type: Types.int, value: #""1""#, encoding: .limit, expected: "validation-failed"),
    Case(type: Types.int, value: "2147483648", encoding: .limit, expected: "validation-failed"),
    Case(type: Types.int, value: "-1", encoding: .offset, expected: "validation-failed"),
  ]

  @Test(
    "Objects that are no GeoJSON are refused before PostGIS sees them",
    arguments: [
      ("{}", "key \"type\" not found"),
      (#"{"type": 1}"#, "the type of a geometry must be a string"),
      (#"{"type": "Circle"}"#, "unexpected geometry type: Circle"),
      (#"{"type": "Point"}"#, "key \"coordinates\" not found"),
      (#"{"type": "Point", "coordinates": [1]}"#, "A Position needs at least 2 elements"),
      (#"{"type": "Point", "coordinates": ["1", 2]}"#, "coordinates must be lists of numbers"),
      (#"{"type": "Point", "coordinates": true}"#, "coordinates must be lists of numbers"),
      (
        #"{"type": "Polygon", "coordinates": [[5, [0, 1]]]}"#,
        "coordinates must be lists of numbers"
      ),
      (
        #"{"type": "GeometryCollection", "geometries": [{"type": "Dot"}]}"#,
        "unexpected geometry type: Dot"
      ),
      (#"{"type": "GeometryCollection"}"#, "a GeometryCollection needs a list of geometries"),
    ]
  )
  func geoJSON(value: String, message: String) throws {
    let example = Case(type: PostgresOperatorTests.geometry, value: value, expected: "")
    let error = try #require(throws: SourceError.self) { try encode(example) }
    #expect(error.code == .parseFailed)
    #expect(error.message == message)
  }

  @Test(
    "Rasters are hexadecimal digits of some length",
    arguments: ["zz", "01", String(repeating: "0", count: 123), ""]
  )
  func rasters(text: String) throws {
    let type = Types.type("raster", "raster", .raster, .text)
    let example = Case(type: type, value: "\"\(text)\"", expected: "")
    let error = try #require(throws: SourceError.self) { try encode(example) }
    #expect(error.code == .parseFailed)
    let whole = String(repeating: "0a", count: 61)
    let right = Case(type: type, value: "\"\(whole)\"", expected: "")
    #expect(try encode(right) == .text(whole))
  }

  private func encode(_ example: Case) throws -> ParameterValue {
    let value = try json(example.value)
    let binding = SQLBinding(
      operand: .constant(value),
      type: example.type,
      encoding: example.encoding,
      path: "$.here"
    )
    return try PostgresDialect().encode(value, as: binding)
  }

  @Test("Values become texts that PostgreSQL reads", arguments: accepted)
  func accepts(example: Case) throws {
    #expect(try encode(example) == .text(example.expected))
  }

  @Test("Values of a wrong kind are refused at their place", arguments: refused)
  func refuses(example: Case) throws {
    let error = try #require(throws: SourceError.self) { try encode(example) }
    #expect(error.code.rawValue == example.expected)
    #expect(error.path?.hasPrefix("$.here") == true)
  }

  @Test("Null and a variable without a value are null")
  func null() throws {
    let binding = SQLBinding(
      operand: .constant(.null),
      type: Types.int,
      encoding: .value,
      path: "$"
    )
    #expect(try PostgresDialect().encode(.null, as: binding) == .null)
    #expect(try PostgresDialect().encode(nil, as: binding) == .null)
  }

  @Test("The text of a session variable is left as it is")
  func session() throws {
    func encode(_ type: ColumnType, _ encoding: SQLBinding.Encoding) throws -> ParameterValue {
      try PostgresDialect().encode(
        "{1,2}",
        as: SQLBinding(
          operand: .session("x-hasura-ids"),
          type: type,
          encoding: encoding,
          path: "$"
        )
      )
    }
    #expect(try encode(Types.int, .list) == .text("{1,2}"))
    #expect(try encode(PostgresOperatorTests.ints, .value) == .text("{1,2}"))
    #expect(try encode(Types.jsonb, .value) == .text("{1,2}"))
  }

  @Test("The messages are the contract's")
  func messages() throws {
    func message(_ example: Case) throws -> String {
      try #require(throws: SourceError.self) { try encode(example) }.message
    }
    #expect(
      try message(Case(type: Types.int, value: "-1", encoding: .limit, expected: ""))
        == "expected a non-negative 32-bit integer for type 'Int', but found an integer"
    )
    #expect(
      try message(Case(type: Types.uuid, value: "1", expected: ""))
        == "A string is expected for type: uuid"
    )
    #expect(
      try message(Case(type: Types.int, value: "2.2", expected: ""))
        == """
        The value 2.2 lies outside the bounds or is not an integer. Maybe it is a float, or is \
        there integer overflow?
        """
    )
  }
}
