import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailSQL
import OrderedJSON
import Testing

struct PostgresValueTests {
  /// A stored value, and the JSON that becomes of it.
  struct Case: Sendable, CustomTestStringConvertible {
    var type: ColumnType
    var stored: String
    var expected: String
    var isStringified = false

    var testDescription: String { "\(stored)::\(type.sqlName)" }
  }

  static let cases: [Case] = [
    Case(type: Types.timestamp, stored: "'2024-01-31 10:00'", expected: #""2024-01-31T10:00:00""#),
    Case(
      type: Types.type("timestamp with time zone", "timestamptz", .temporal, .convertedToJSON),
      stored: "'2024-01-31 10:00+02'",
      expected: #""2024-01-31T08:00:00+00:00""#
    ),
    Case(
      type: Types.timestamp,
      stored: "'infinity'",
      expected: #""infinity""#
    ),
    Case(type: Types.array(of: Types.int), stored: "'{1,NULL}'", expected: "[1, null]"),
    Case(
      type: Types.array(of: Types.bigint),
      stored: "'{{1,2},{3,4}}'",
      expected: #"[["1", "2"], ["3", "4"]]"#,
      isStringified: true
    ),
    Case(type: Types.numeric, stored: "'1.2300'", expected: "1.2300"),
    Case(type: Types.numeric, stored: "'1.2300'", expected: #""1.2300""#, isStringified: true),
    Case(
      type: Types.type("hstore", "hstore", .other, .text),
      stored: "'a=>1'",
      expected: #""\"a\"=>\"1\"""#
    ),
    Case(
      type: PostgresOperatorTests.geometry,
      stored: "'SRID=4326;POINT(1 2)'",
      expected: """
        {"type": "Point", "crs": {"type": "name", "properties": {"name": \
        "urn:ogc:def:crs:EPSG::4326"}}, "coordinates": [1, 2]}
        """
    ),
    Case(type: Types.jsonb, stored: #"'{"b": 1, "a": [2]}'"#, expected: #"{"a": [2], "b": 1}"#),
  ]

  @Test("A value has the same JSON in a row and inside JSON", arguments: cases)
  func value(example: Case) throws {
    let database = try PostgresTestDatabase(extensions: true)
    try database.execute(
      "CREATE TABLE thing (v \(example.type.sqlName)); INSERT INTO thing VALUES (\(example.stored))"
    )
    let column = ColumnReference("v", type: example.type, isNullable: true)
    let rows = RowSelection(
      relation: .table("thing"),
      output: [column.field(as: "v", isStringified: example.isStringified)]
    )
    let nested = OutputField(key: "x", value: .array(.none, rows))
    let response = try database.response(
      .row(RowSelection(relation: .table("thing"), output: rows.output + [nested]))
    )
    let expected = try json(example.expected)
    #expect(response["v"] == expected)
    #expect(response["x"] == .array([.object(members: [("v", expected)])]))
  }

  @Test("The greatest uuid is found")
  func maxUUID() throws {
    let database = try PostgresTestDatabase()
    try database.execute(
      """
      CREATE TABLE thing (v uuid); INSERT INTO thing VALUES
      ('a0000000-0000-0000-0000-000000000000'), ('f0000000-0000-0000-0000-000000000000')
      """
    )
    let column = ColumnReference("v", type: Types.uuid, isNullable: true)
    let field = AggregateField(
      key: "max",
      value: .columns(
        .max,
        [AggregateColumn(key: "v", value: .column(column, isStringified: false))]
      )
    )
    let response = try database.response(
      .aggregate(
        AggregateSelection(
          rows: RowSelection(relation: .table("thing")),
          output: [.init(key: "a", value: .aggregate([field]))]
        )
      )
    )
    #expect(try response == json(#"{"a": {"max": {"v": "f0000000-0000-0000-0000-000000000000"}}}"#))
  }
}
