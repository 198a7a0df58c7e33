import DovetailCatalog
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections
import Testing

@Suite("Equal definitions of a type")
struct TypeDefinitionEqualityTests {
  private func areEqual(_ first: String, _ second: String) throws -> Bool {
    func type(_ sdl: String) throws -> SchemaType {
      let (schema, _) = StaticTypeSchema.build(document: try Document(parsing: sdl))
      return try #require(schema.definedTypes["T"])
    }
    return typeDefinitionsEqual(try type(first), try type(second))
  }

  @Test(
    "Descriptions and order do not matter",
    arguments: [
      ("type T { a: Int b(x: Int = 1): [T!] }", "\"d\" type T { b(x: Int = 1): [T!] a: Int }"),
      ("scalar T", "\"d\" scalar T"), ("enum T { A B }", "enum T { B A }"),
      ("union T = A | B", "union T = B | A"), ("input T { a: Int = 1 }", "input T { a: Int = 1 }"),
    ]
  )
  func equal(first: String, second: String) throws {
    #expect(try areEqual(first, second))
  }

  @Test(
    "Everything else does",
    arguments: [
      ("type T { a: Int }", "type T { a: Int! }"),
      ("type T { a: Int }", "type T { a: Int b: Int }"),
      ("type T { a(x: Int): Int }", "type T { a: Int }"),
      ("type T { a(x: Int = 1): Int }", "type T { a(x: Int = 2): Int }"),
      ("type T { a: Int }", "interface T { a: Int }"), ("enum T { A B }", "enum T { A }"),
      ("union T = A | B", "union T = A"), ("input T { a: Int }", "input T { a: ID }"),
      ("type T { a: Int }", "type T implements I { a: Int }"),
    ]
  )
  func different(first: String, second: String) throws {
    #expect(try !areEqual(first, second))
  }
}
