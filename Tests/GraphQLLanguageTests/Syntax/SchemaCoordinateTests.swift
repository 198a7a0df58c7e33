import GraphQLLanguage
import Testing

@Suite("Schema coordinates")
struct SchemaCoordinateTests {
  @Test(
    "A coordinate is parsed and printed",
    arguments: [
      ("T", .type("T")), ("T.f", .member(type: "T", name: "f")),
      ("T.f(a:)", .argument(type: "T", field: "f", name: "a")), ("@d", .directive("d")),
      ("@d(a:)", .directiveArgument(directive: "d", name: "a")),
      ("__Type.__x1", .member(type: "__Type", name: "__x1")),
    ] as [(String, SchemaCoordinate)]
  )
  func valid(text: String, coordinate: SchemaCoordinate) {
    #expect(SchemaCoordinate(parsing: text) == coordinate)
    #expect(coordinate.description == text)
  }

  @Test(
    "Other texts are no coordinates",
    arguments: [
      "", "@", ".", "T.", "T.f(", "T.f()", "T.f(a)", "T.f(a:", "T.f(a:) ", " T", "T .f", "1T",
      "T(a:)", "@d.f", "@d(a)", "T.f.g", "T..f", "@@d", "T.f(a:b:)", "T.1", "Té", "@d(", "T.f(1:)",
    ]
  )
  func invalid(text: String) {
    #expect(SchemaCoordinate(parsing: text) == nil)
  }
}
