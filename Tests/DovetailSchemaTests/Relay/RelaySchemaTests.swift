import DovetailCatalog
import DovetailMetadata
import DovetailSchema
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections
import Testing

@Suite("The schema for Relay")
struct RelaySchemaTests {
  @Test("Connections have the arguments of lists, less the window, and those of pages")
  func arguments() throws {
    let schema = try RoleSchemaFixture().schema(style: .relay)
    #expect(
      schema.argumentTexts("author_connection").sorted() == [
        "after: String", "before: String", "distinct_on: [author_select_column!]", "first: Int",
        "last: Int", "order_by: [author_order_by!]", "where: author_bool_exp",
      ]
    )
    let field = schema.field("author_connection", of: "query_root")
    #expect(field?.type.description == "authorConnection!")
    #expect(schema.argumentTexts("node") == ["id: ID!"])
  }

  @Test("Types of connections, and rows that are nodes")
  func types() throws {
    let schema = try RoleSchemaFixture().schema(style: .relay)
    _ = schema.typeNames
    #expect(
      schema.fieldTexts("authorConnection") == ["edges: [authorEdge!]!", "pageInfo: PageInfo!"]
    )
    #expect(schema.fieldTexts("authorEdge") == ["cursor: String!", "node: author!"])
    #expect(
      schema.fieldTexts("PageInfo") == [
        "endCursor: String!", "hasNextPage: Boolean!", "hasPreviousPage: Boolean!",
        "startCursor: String!",
      ]
    )
    #expect(schema.fieldTexts("author").contains("id: ID!"))
    #expect(schema.fieldTexts("author").contains("articles_connection: articleConnection!"))
    #expect(schema.inputTexts("author_bool_exp").contains("id: Int_comparison_exp"))
    #expect(schema.possibleTypes(of: "Node").contains("author"))
    #expect(schema.fragmentTypeNames(of: "author") == ["author", "Node"])
  }

  @Test("The ordinary schema has none of it")
  func standard() throws {
    let schema = try RoleSchemaFixture().schema()
    #expect(schema.field("author_connection", of: "query_root") == nil)
    #expect(schema.field("node", of: "query_root") == nil)
    #expect(!schema.fieldTexts("author").contains { $0.hasPrefix("articles_connection") })
    #expect(!schema.typeNames.contains("Node"))
    #expect(schema.fragmentTypeNames(of: "author") == ["author"])
  }

  @Test("A role sees the nodes of tables that it may read, whether it sees their keys or not")
  func roles() throws {
    var fixture = RoleSchemaFixture()
    fixture.authorPermission = #"{"columns": ["name"], "filter": {}}"#
    let schema = try fixture.schema(role: "user", style: .relay)
    #expect(schema.possibleTypes(of: "Node").isEmpty)
    _ = schema.typeNames
    #expect(schema.possibleTypes(of: "Node") == ["article", "author"])
    #expect(schema.fieldTexts("author").contains("id: ID!"))
    #expect(!schema.inputTexts("author_bool_exp").contains { $0.hasPrefix("id:") })
    let stranger = try RoleSchemaFixture().schema(role: "stranger", style: .relay)
    #expect(stranger.field("node", of: "query_root") == nil)
    #expect(stranger.field("no_queries_available", of: "query_root") != nil)
  }

  @Test("Names follow the source's customization")
  func customization() throws {
    var fixture = RoleSchemaFixture()
    fixture.customization = #"""
      {"root_fields": {"prefix": "a_", "suffix": "_z"}, "type_names": {"prefix": "A_", "suffix": "_Z"}}
      """#
    let schema = try fixture.schema(style: .relay)
    let field = schema.field("a_author_connection_z", of: "query_root")
    #expect(field?.type.description == "A_authorConnection_Z!")
    fixture.customization = #"{"root_fields": {"namespace": "space"}}"#
    let inner = try fixture.schema(style: .relay)
    #expect(inner.field("space", of: "query_root")?.type.description == "space_query!")
    #expect(inner.field("author_connection", of: "space_query") != nil)
    #expect(inner.field("node", of: "query_root") != nil)
  }
}
