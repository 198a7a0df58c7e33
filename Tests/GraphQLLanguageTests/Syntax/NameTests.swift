import GraphQLLanguage
import Testing

@Suite("Names")
struct NameTests {
  @Test("Names of the grammar", arguments: ["a", "_", "__type", "A1_b2", "on", "Z"])
  func valid(text: String) {
    #expect(isGraphQLName(text))
    #expect(isGraphQLName(Substring(text)))
  }

  @Test(
    "Other texts",
    arguments: ["", "1a", "a-b", "a b", " a", "é", "aé", "a.b", "$a", "[", "`", "@", "{", "a\u{0}"]
  )
  func invalid(text: String) {
    #expect(!isGraphQLName(text))
  }

  @Test("Equality of syntax ignores where it stood")
  func equality() throws {
    let near = try Document(parsing: "{a(b:\"c\")}")
    let far = try Document(parsing: "\n\n{ a ( b : \"c\" ) }")
    #expect(near == far)
    #expect(Set([near, far]).count == 1)
  }
}
