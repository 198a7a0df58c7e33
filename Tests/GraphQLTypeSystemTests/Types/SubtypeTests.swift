import GraphQLLanguage
import GraphQLTypeSystem
import Testing

@Suite("Subtypes")
struct SubtypeTests {
  private let schema: StaticTypeSchema

  init() throws {
    schema = try makeSchema(
      """
      interface Node { id: ID }
      interface Named implements Node { id: ID name: String }
      type User implements Named & Node { id: ID name: String }
      type Tag implements Node { id: ID }
      union Owner = User
      union Thing = Tag
      type Query { user: User tag: Tag owner: Owner thing: Thing node: Node }
      """
    )
  }

  @Test(
    "A type may stand where its supertype is expected",
    arguments: [
      ("User", "User", true), ("User", "Named", true), ("User", "Node", true),
      ("Named", "Node", true), ("Node", "Named", false), ("User", "Owner", true),
      ("Tag", "Owner", false), ("Owner", "Node", false), ("User!", "User", true),
      ("User", "User!", false), ("[User!]!", "[Node]", true), ("[User]", "User", false),
      ("[User]!", "[User!]", false), ("Missing", "Node", false), ("Missing", "Missing", true),
    ]
  )
  func subtypes(_ type: String, _ other: String, _ expected: Bool) throws {
    let type = try TypeReference(parsing: type)
    let other = try TypeReference(parsing: other)
    #expect(schema.isSubtype(type, of: other) == expected)
  }

  @Test(
    "Composite types overlap if an object can be of both",
    arguments: [
      ("User", "User", true), ("User", "Tag", false), ("Node", "Owner", true),
      ("Named", "Thing", false), ("Owner", "Thing", false), ("Node", "Named", true),
      ("Tag", "Node", true), ("Node", "Tag", true), ("Owner", "Tag", false),
    ]
  )
  func overlaps(_ first: String, _ second: String, _ expected: Bool) throws {
    let first = try #require(schema.type(named: first))
    let second = try #require(schema.type(named: second))
    #expect(schema.doOverlap(first, second) == expected)
    #expect(schema.doOverlap(second, first) == expected)
  }

  @Test("Meta-fields exist where the specification has them")
  func metaFields() throws {
    let query = try #require(schema.type(named: "Query"))
    let user = try #require(schema.type(named: "User"))
    let owner = try #require(schema.type(named: "Owner"))
    #expect(schema.field(named: "__schema", of: query)?.type.description == "__Schema!")
    #expect(schema.field(named: "__type", of: query)?.type.description == "__Type")
    #expect(schema.field(named: "__schema", of: user) == nil)
    #expect(schema.field(named: "__typename", of: owner)?.type.description == "String!")
    #expect(schema.field(named: "name", of: owner) == nil)
  }

  @Test("Built-in scalars are listed only if something refers to them")
  func listedScalars() throws {
    let small = try makeSchema("type Query { a: Float }")
    #expect(small.typeNames.prefix(4) == ["Query", "Float", "String", "Boolean"])
    #expect(small.type(named: "ID") != nil)
    #expect(!small.typeNames.contains("ID"))
  }
}
