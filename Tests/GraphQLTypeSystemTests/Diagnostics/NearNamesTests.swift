import GraphQLTypeSystem
import Testing

@Suite("Suggestions for misspelt names")
struct NearNamesTests {
  @Test(
    "Similar names are suggested, the nearest first",
    arguments: [
      ("", ["a"], ["a"]),
      ("greenish", ["green"], ["green"]),
      ("green", ["greenish", "bluish"], ["greenish"]),
      ("vqlue", ["value"], ["value"]),
      ("authro", ["author", "authors", "article"], ["author", "authors"]),
      ("VALUE", ["value"], ["value"]),
      ("abc", ["ab", "xyz", "abcd"], ["ab", "abcd"]),
      ("abc", [], []),
    ] as [(String, [String], [String])]
  )
  func suggestions(_ name: String, _ options: [String], _ expected: [String]) {
    #expect(nearNames(to: name, among: options) == expected)
  }

  @Test("Names that are too long to compare get no suggestion")
  func longNames() {
    let name = String(repeating: "x", count: 100_000)
    #expect(nearNames(to: name, among: [name + "y"]) == [])
  }
}
