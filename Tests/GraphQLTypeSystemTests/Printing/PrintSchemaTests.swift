import GraphQLTypeSystem
import Testing

@Suite("Schemas as text")
struct PrintSchemaTests {
  @Test(
    "A schema is printed as it was written",
    arguments: [
      "type Query {\n  a: Int\n}\n",
      "schema {\n  query: Q\n}\n\ntype Q {\n  a(x: Int = 5 @deprecated): [String!]! @deprecated(reason: \"b\")\n}\n",
      "\"\"\"Text\"\"\"\nschema {\n  query: Query\n}\n\n\"\"\"A type\"\"\"\ntype Query {\n  \"\"\"A field\"\"\"\n  a: E\n}\n\nenum E {\n  A\n  B @deprecated\n}\n",
      "directive @d(a: Int) repeatable on FIELD | QUERY\n\ntype Query {\n  a: U\n}\n\nunion U = Query\n\nscalar S @specifiedBy(url: \"x\")\n\ninput I @oneOf {\n  a: Int\n}\n",
      "interface N {\n  id: ID!\n}\n\ntype Query implements N {\n  id: ID!\n}\n",
      // A type with the usual name that is no root needs the schema definition.
      "schema {\n  query: Query\n}\n\ntype Query {\n  a: Mutation\n}\n\ntype Mutation {\n  a: Int\n}\n",
    ]
  )
  func text(_ text: String) throws {
    #expect(printSchema(try makeSchema(text)) == text)
  }
}
