import DovetailCatalog
import DovetailMetadata
import DovetailSchema
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections
import OrderedJSON
import Testing

@Suite("What a role may not see is not in its schema")
struct RoleVisibilityTests {
  @Test("Hidden columns are in no type at all")
  func columns() throws {
    let schema = try RoleSchemaFixture().schema(role: "user")
    #expect(
      schema.fieldTexts("query_root") == [
        "article: [article!]!", "article_aggregate: article_aggregate!", "article_by_pk: article",
        "author: [author!]!", "author_by_pk: author",
      ]
    )
    for name in schema.typeNames where !name.hasPrefix("__") {
      guard let type = schema.type(named: name) else { continue }
      let names =
        Array(type.fields.keys) + Array(type.inputFields.keys) + schema.enumTexts(name)
      for hidden in ["bio", "age", "meta", "author_id", "editor_id", "published", "kind"] {
        #expect(!names.contains(hidden), "\(name).\(hidden)")
      }
    }
  }

  @Test("Tables without a permission, and what leads to them, are not there")
  func tables() throws {
    let schema = try RoleSchemaFixture().schema(role: "user")
    #expect(schema.type(named: "place") == nil)
    #expect(schema.type(named: "kind_enum") == nil)
    #expect(schema.field("kind", of: "query_root") == nil)
    #expect(schema.type(named: "jsonb") == nil)
  }

  @Test("Without the permission to aggregate there are no aggregates anywhere")
  func aggregates() throws {
    var fixture = RoleSchemaFixture()
    let with = try fixture.schema(role: "user")
    _ = with.typeNames
    #expect(with.fieldTexts("author").contains("articles_aggregate: article_aggregate!"))
    fixture.articlePermission = #"{"columns": ["id"], "filter": {}}"#
    let without = try fixture.schema(role: "user")
    #expect(without.field("article_aggregate", of: "query_root") == nil)
    #expect(!without.typeNames.contains { $0.contains("aggregate") })
    #expect(!without.inputTexts("author_bool_exp").contains { $0.contains("aggregate") })
    #expect(!without.inputTexts("author_order_by").contains { $0.contains("aggregate") })
  }

  @Test("Rows are found by a key only if the role sees all of it")
  func primaryKey() throws {
    var fixture = RoleSchemaFixture()
    fixture.authorPermission = #"{"columns": ["name"], "filter": {}}"#
    #expect(try fixture.schema(role: "user").field("author_by_pk", of: "query_root") == nil)
  }

  @Test("Root fields may be restricted, while relationships still lead to the table")
  func restrictedRoots() throws {
    var fixture = RoleSchemaFixture()
    fixture.authorPermission =
      #"{"columns": ["id", "name"], "filter": {}, "query_root_fields": ["select_by_pk"]}"#
    fixture.articlePermission = #"{"columns": ["id"], "filter": {}, "query_root_fields": []}"#
    let schema = try fixture.schema(role: "user")
    #expect(schema.fieldTexts("query_root") == ["author_by_pk: author"])
    #expect(schema.fieldTexts("author").contains("articles: [article!]!"))
  }

  @Test("A role that may see nothing has a field that says so, and nothing else")
  func nothing() throws {
    let schema = try RoleSchemaFixture().schema(role: "nobody")
    #expect(schema.fieldTexts("query_root") == ["no_queries_available: String!"])
    #expect(schema.rootTypeName(for: .mutation) == nil)
    #expect(schema.rootTypeName(for: .subscription) == nil)
    let names = schema.typeNames.filter { !$0.hasPrefix("__") }
    #expect(names == ["Boolean", "Int", "String", "query_root"])
  }

  @Test("Aggregate predicates can be switched off")
  func aggregatePredicates() throws {
    var fixture = RoleSchemaFixture()
    fixture.options.hidesAggregationPredicates = true
    let schema = try fixture.schema()
    _ = schema.typeNames
    #expect(!schema.inputTexts("author_bool_exp").contains { $0.contains("aggregate") })
    #expect(schema.fieldTexts("author").contains { $0.contains("articles_aggregate") })
  }
}
