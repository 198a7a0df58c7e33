import GraphQLLanguage
import Testing

@Suite("Source text")
struct SourceTextTests {
  @Test(
    "Lines end with LF, CR LF or CR, and columns count scalars",
    arguments: [
      (0, 1, 1), (1, 1, 2), (2, 2, 1), (4, 2, 2), (5, 2, 3), (7, 3, 1), (8, 4, 1), (12, 4, 2),
      (13, 4, 3), (99, 4, 3), (-5, 1, 1),
    ]
  )
  func positions(offset: Int, line: Int, column: Int) {
    // Offsets:           0 1 2 4 5 7 8 12
    let source = SourceText("a\né.\r\n\r😀b")
    #expect(source.lineAndColumn(at: offset) == SourcePosition(line: line, column: column))
  }

  @Test("A node that was not parsed has no position")
  func none() {
    let source = SourceText("{ a }")
    #expect(source.lineAndColumn(of: .none) == nil)
    #expect(source.lineAndColumn(of: Location(offset: 2))?.description == "1:3")
  }
}
