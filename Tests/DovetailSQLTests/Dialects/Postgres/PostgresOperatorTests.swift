import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailSQL
import OrderedJSON
import Testing

struct PostgresOperatorTests {
  /// A stored value, a comparison, and whether it holds.
  struct Case: Sendable, CustomTestStringConvertible {
    var type: ColumnType
    var stored: String
    var comparison: ComparisonOperator
    var operand: String
    var holds: Bool

    init(
      _ type: ColumnType,
      _ stored: String,
      _ comparison: ComparisonOperator,
      _ operand: String,
      _ holds: Bool = true
    ) {
      self.type = type
      self.stored = stored
      self.comparison = comparison
      self.operand = operand
      self.holds = holds
    }

    var testDescription: String {
      "\(stored)::\(type.sqlName) \(comparison.rawValue) \(operand) is \(holds)"
    }
  }

  static let bpchar = Types.type("character", "bpchar", .text, .text)
  static let bit = Types.type("bit", "bit", .other, .text)
  static let citext = Types.type("citext", "citext", .text, .text)
  static let ltree = Types.type("ltree", "ltree", .ltree, .text)
  static let geometry = Types.type("geometry", "geometry", .geometry, .convertedToJSON)
  static let geography = Types.type("geography", "geography", .geography, .convertedToJSON)
  static let raster = Types.type("raster", "raster", .raster, .text)
  static let ints = Types.array(of: Types.int)
  static let texts = Types.array(of: Types.text)

  static let textCases: [Case] = [
    Case(Types.text, "'Hello'", .like, #""H%o""#),
    Case(Types.text, "'Hello'", .notLike, #""h%""#),
    Case(Types.text, "'Hello'", .ilike, #""h%""#),
    Case(Types.text, "'Hello'", .notIlike, #""h%""#, false),
    Case(Types.text, "'Hello'", .similar, #""(H|J)ello""#),
    Case(Types.text, "'Hello'", .notSimilar, #""(H|J)ello""#, false),
    Case(Types.text, "'Hello'", .regex, #""^H.l+o$""#),
    Case(Types.text, "'Hello'", .notRegex, #""^h""#),
    Case(Types.text, "'Hello'", .iregex, #""^h""#),
    Case(Types.text, "'Hello'", .notIregex, #""^h""#, false),
    Case(bpchar, "'a'", .equal, #""abc""#, false),
    Case(bpchar, "'a'", .equal, #""a""#),
    Case(bpchar, "'a'", .in, #"["a", "b"]"#),
    Case(bpchar, "'a'", .like, #""_""#),
    Case(citext, "'Hello'", .equal, #""hELLO""#),
    Case(citext, "'Hello'", .like, #""hELL%""#),
    Case(citext, "'Hello'", .regex, #""^hELL""#),
    Case(bit, "'1'", .equal, #""1""#),
    Case(bit, "'1'", .equal, #""10""#, false),
    Case(
      Types.uuid,
      "'b0000000-0000-0000-0000-000000000000'",
      .in,
      #"["B0000000-0000-0000-0000-000000000000"]"#
    ),
  ]

  static let compoundCases: [Case] = [
    Case(Types.jsonb, #"'{"a": {"b": [1, 2]}}'"#, .contains, #"{"a": {"b": [2]}}"#),
    Case(Types.jsonb, #"'{"a": 1}'"#, .containedIn, #"{"a": 1, "b": 2}"#),
    Case(Types.jsonb, #"'"abc"'"#, .equal, #""abc""#),
    Case(Types.jsonb, "'1'", .equal, "1.0"),
    Case(Types.jsonb, "'[1]'", .in, #"[[1], {"a": "\"\\"}]"#),
    Case(Types.jsonb, #"'{"a": 1}'"#, .hasKey, #""a""#),
    Case(Types.jsonb, #"'{"a": 1}'"#, .hasKeysAny, #"["z", "a"]"#),
    Case(Types.jsonb, #"'{"a": 1}'"#, .hasKeysAll, #"["z", "a"]"#, false),
    Case(ints, "'{1,2,3}'", .contains, "[3, 1]"),
    Case(ints, "'{1,2,3}'", .contains, #""{3,1}""#),
    Case(ints, "'{1}'", .containedIn, "[3, 1]"),
    Case(ints, "'{1,NULL}'", .equal, "[1, null]"),
    Case(ints, "'{{1,2},{3,4}}'", .equal, "[[1, 2], [3, 4]]"),
    Case(ints, "'{1,2}'", .in, "[[1], [1, 2]]"),
    Case(ints, "'{1,2}'", .notIn, "[[1], [2, 1]]"),
    Case(ints, "'{1,2}'", .greater, "[1, 1]"),
    Case(
      texts,
      #"array['a"b', 'c\d', '', 'NULL', '{,}']"#,
      .equal,
      #"["a\"b", "c\\d", "", "NULL", "{,}"]"#
    ),
  ]

  static let ltreeCases: [Case] = [
    Case(ltree, "'Top.Science'", .ancestor, #""Top.Science.Astronomy""#),
    Case(ltree, "'Top.Science'", .descendant, #""Top""#),
    Case(ltree, "'Top.Science'", .ancestorAny, #"["Nope", "Top.Science.Astronomy"]"#),
    Case(ltree, "'Top.Science'", .descendantAny, #"["Nope", "Top"]"#),
    Case(ltree, "'Top.Science'", .matches, #""*.Sci*.*""#),
    Case(ltree, "'Top.Science'", .matchesAny, #"["Nope", "Top.*"]"#),
    Case(ltree, "'Top.Science'", .matchesFulltext, #""Science & Top""#),
    Case(ltree, "'Top.Science'", .in, #"["Top", "Top.Science"]"#),
  ]

  static let point = #"{"type": "Point", "coordinates": [1, 2]}"#
  static let square =
    #"{"type": "Polygon", "coordinates": [[[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]]}"#

  static let spatialCases: [Case] = [
    Case(geometry, "'SRID=4326;POINT(1 2)'", .equal, point),
    Case(geometry, "'SRID=4326;POINT(1 2)'", .equal, #""SRID=4326;POINT(1 2)""#),
    Case(geometry, "'SRID=4326;POINT(1 2)'", .spatialEquals, point),
    Case(geometry, "'SRID=4326;POINT(1 2)'", .spatialWithin, square),
    Case(geometry, "'SRID=4326;POINT(1 2)'", .spatialIntersects, square),
    Case(geometry, "'SRID=4326;POINT(1 2)'", .spatial3DIntersects, square),
    Case(geometry, "'SRID=4326;POINT(1 2)'", .spatialContains, square, false),
    Case(geometry, "'SRID=4326;POINT(1 2)'", .spatialTouches, square, false),
    Case(geometry, "'SRID=4326;POINT(1 2)'", .spatialCrosses, square, false),
    Case(geometry, "'SRID=4326;POINT(1 2)'", .spatialOverlaps, square, false),
    Case(
      geometry,
      "'SRID=4326;POINT(1 5)'",
      .spatialDistanceWithin,
      #"{"distance": 3.5, "from": \#(point)}"#
    ),
    Case(
      geometry,
      "'SRID=4326;POINT(1 6)'",
      .spatial3DDistanceWithin,
      #"{"distance": 3.5, "from": \#(point)}"#,
      false
    ),
    Case(geography, "'POINT(1 2)'", .spatialIntersects, point),
    Case(
      geography,
      "'POINT(1 2.001)'",
      .spatialDistanceWithin,
      #"{"distance": 200, "from": \#(point), "use_spheroid": false}"#
    ),
    Case(
      geography,
      "'POINT(1 2.001)'",
      .spatialDistanceWithin,
      #"{"distance": 10, "from": \#(point)}"#,
      false
    ),
    Case(raster, emptyRaster, .rasterIntersects, #""\#(rasterText)""#),
    Case(raster, emptyRaster, .rasterIntersectsGeometryBand, #"{"geommin": \#(rasterPoint)}"#),
    Case(
      raster,
      emptyRaster,
      .rasterIntersectsBandGeometry,
      #"{"nband": 1, "geommin": \#(rasterPoint)}"#
    ),
  ]

  /// A raster of one pixel.
  static let rasterText =
    "0100000100000000000000F03F000000000000F0BF00000000000000000000000000000000"
    + "00000000000000000000000000000000E610000001000100440001"
  static let emptyRaster = "'\(rasterText)'"
  static let rasterPoint = #"{"type": "Point", "coordinates": [0.5, -0.5]}"#

  @Test("Operators on texts mean what PostgreSQL means", arguments: textCases)
  func texts(example: Case) throws {
    try check(example)
  }

  @Test("Operators on jsonb and arrays mean what PostgreSQL means", arguments: compoundCases)
  func compounds(example: Case) throws {
    try check(example)
  }

  @Test("Operators on ltree mean what PostgreSQL means", arguments: ltreeCases)
  func ltrees(example: Case) throws {
    try check(example)
  }

  @Test("Operators on geometries mean what PostGIS means", arguments: spatialCases)
  func spatial(example: Case) throws {
    try check(example)
  }

  private func check(_ example: Case) throws {
    let database = try PostgresTestDatabase(extensions: true)
    let type = example.type.sqlName
    try database.execute(
      "CREATE TABLE thing (v \(type)); INSERT INTO thing VALUES (\(example.stored))"
    )
    let column = ColumnReference("v", type: example.type, isNullable: true)
    // The operand is a variable, as of a client, and a constant, as of a permission.
    let constant = try json(example.operand)
    let operands: [Operand] = [.constant(constant), .variable(VariableReference(name: "x"))]
    for operand in operands {
      let filter = Predicate.compare(
        column,
        example.comparison,
        Parameter(operand, type: example.type, path: "$")
      )
      let rows = RowSelection(
        relation: .table("thing"),
        filter: filter,
        output: [OutputField(key: "t", value: .constant("x"))]
      )
      let response = try database.response(.rows(rows), variables: ["x": constant])
      #expect(response.arrayValue?.count == (example.holds ? 1 : 0))
    }
  }
}
