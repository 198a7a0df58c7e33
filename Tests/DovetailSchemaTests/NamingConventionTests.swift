import DovetailCatalog
import DovetailMetadata
import DovetailSchema
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Spelling and customization of a source's schema")
struct NamingConventionTests {
  @Test("The graphql-default convention spells fields, arguments, types, operators and enums")
  func camelCase() throws {
    var fixture = RoleSchemaFixture(customization: #"{"naming_convention": "graphql-default"}"#)
    fixture.options.allowsNamingConventions = true
    let schema = try fixture.schema()
    let names = schema.typeNames
    for name in [
      "Article", "ArticleBoolExp", "ArticleOrderBy", "ArticleAggregateFields",
      "ArticleSelectColumn", "IntComparisonExp", "StringArrayComparisonExp", "JsonbCastExp",
      "OrderBy", "KindEnum", "KindEnumComparisonExp", "ArticleStddevPopFields",
    ] {
      #expect(names.contains(name), "\(name)")
    }
    #expect(!names.contains { $0.contains("_") && !$0.hasPrefix("__") && !$0.hasSuffix("_root") })
    let fields = schema.fieldTexts("query_root").filter { $0.hasPrefix("article") }
    #expect(
      fields == [
        "article: [Article!]!", "articleAggregate: ArticleAggregate!", "articleByPk: Article",
      ]
    )
    #expect(
      schema.argumentTexts("article").map { $0.split(separator: ":")[0] } == [
        "distinctOn", "limit", "offset", "orderBy", "where",
      ]
    )
    #expect(schema.fieldTexts("Article").contains("authorId: Int!"))
    #expect(schema.enumTexts("OrderBy").contains("ASC_NULLS_FIRST"))
    #expect(schema.enumTexts("ArticleSelectColumn").contains("authorId"))
    #expect(schema.enumTexts("KindEnum") == ["NEWS", "ESSAY"])
    #expect(schema.inputTexts("IntComparisonExp").contains("_isNull: Boolean"))
    #expect(schema.inputTexts("JsonbComparisonExp").contains("_hasKeysAny: [String!]"))
    #expect(schema.fieldTexts("ArticleAggregateFields").contains("varSamp: ArticleVarSampFields"))
  }

  @Test("Prefixes, suffixes and a namespace go around everything but scalars")
  func affixes() throws {
    let fixture = RoleSchemaFixture(
      customization: """
        {"root_fields": {"namespace": "blog", "prefix": "p_", "suffix": "_s"},
         "type_names": {"prefix": "T_", "suffix": "_U"}}
        """
    )
    let schema = try fixture.schema()
    _ = schema.typeNames
    #expect(schema.fieldTexts("query_root") == ["blog: blog_query!"])
    #expect(schema.fieldTexts("blog_query").contains("p_author_s: [T_author_U!]!"))
    #expect(schema.inputTexts("T_author_bool_exp_U").contains("age: Int_comparison_exp"))
    #expect(schema.field("p_author_s", of: "query_root") == nil)
  }

  @Test("Types come into being when they are referred to; nobody lists them before")
  func lazy() throws {
    let schema = try RoleSchemaFixture().schema()
    #expect(schema.field("no_such_field", of: "query_root") == nil)
    let field = try #require(schema.field("author", of: "query_root"))
    #expect(field.type.namedType == "author")
    #expect(schema.type(named: "author")?.fields["articles"] != nil)
    // Only now everything is listed, and nothing that was known is lost.
    #expect(schema.typeNames.contains("place_bool_exp"))
    #expect(schema.type(named: "author")?.fields["articles"] != nil)
  }

  @Test("Many tasks may use one schema at once")
  func concurrency() async throws {
    let schema = try RoleSchemaFixture().schema()
    await withTaskGroup(of: Int.self) { group in
      for number in 0..<32 {
        group.addTask {
          number.isMultiple(of: 2)
            ? schema.typeNames.count
            : schema.type(named: "author_bool_exp")?.inputFields.count ?? -1
        }
      }
      let counts = Set(await group.reduce(into: []) { $0.append($1) })
      #expect(counts.count == 2)
      #expect(!counts.contains(-1))
    }
  }
}
