import DovetailCatalog
import DovetailSchema
import GraphQLTypeSystem
import OrderedCollections
import OrderedJSON
import Testing

@Suite("The whole schema of a source")
struct AdministratorSchemaTests {
  private let schema: RoleSchema

  init() throws {
    schema = try RoleSchemaFixture().schema()
    // What introspection does first; makes every type known.
    _ = schema.typeNames
  }

  @Test("A row has its columns and relationships, null where the database allows it")
  func row() {
    #expect(
      schema.fieldTexts("article") == [
        "author: author!", "author_id: Int!", "editor: author", "editor_id: Int", "id: Int!",
        "kind: kind_enum!", "published: Boolean!", "rating: float8", "title: String!",
      ]
    )
    #expect(
      schema.fieldTexts("author").filter { $0.hasPrefix("articles") || $0.hasPrefix("tags") } == [
        "articles: [article!]!", "articles_aggregate: article_aggregate!", "tags: [String!]",
      ]
    )
  }

  @Test("Root fields have the contract's arguments, types and descriptions")
  func rootFields() throws {
    #expect(
      schema.argumentTexts("author") == [
        "distinct_on: [author_select_column!]", "limit: Int", "offset: Int",
        "order_by: [author_order_by!]", "where: author_bool_exp",
      ]
    )
    #expect(schema.argumentTexts("place_by_pk") == ["x: Int!", "y: Int!"])
    let fields = schema.fieldTexts("query_root")
    #expect(fields.contains("author: [author!]!"))
    #expect(fields.contains("author_aggregate: author_aggregate!"))
    #expect(fields.contains("author_by_pk: author"))
    let field = try #require(schema.field("author_by_pk", of: "query_root"))
    #expect(field.description == "fetch data from the table: \"author\" using primary key columns")
    #expect(
      schema.field("author", of: "query_root")?.arguments["offset"]?.description
        == "skip the first n rows. Use only with order_by"
    )
  }

  @Test("The database's comments describe types and columns")
  func comments() {
    #expect(schema.type(named: "author")?.description == "who writes")
    #expect(
      schema.type(named: "article")?.description == "columns and relationships of \"article\""
    )
    #expect(schema.type(named: "article")?.fields["published"]?.description == "seen by all")
  }

  @Test(
    "Each type has the comparison operators that make sense for it",
    arguments: [
      (
        "Int_comparison_exp",
        ["_eq", "_gt", "_gte", "_in", "_is_null", "_lt", "_lte", "_neq", "_nin"]
      ),
      (
        "String_comparison_exp",
        [
          "_eq", "_gt", "_gte", "_ilike", "_in", "_iregex", "_is_null", "_like", "_lt", "_lte",
          "_neq", "_nilike", "_nin", "_niregex", "_nlike", "_nregex", "_nsimilar", "_regex",
          "_similar",
        ]
      ),
      (
        "jsonb_comparison_exp",
        [
          "_cast", "_contained_in", "_contains", "_eq", "_gt", "_gte", "_has_key", "_has_keys_all",
          "_has_keys_any", "_in", "_is_null", "_lt", "_lte", "_neq", "_nin",
        ]
      ),
      (
        "String_array_comparison_exp",
        [
          "_contained_in", "_contains", "_eq", "_gt", "_gte", "_in", "_is_null", "_lt", "_lte",
          "_neq", "_nin",
        ]
      ),
      ("kind_enum_comparison_exp", ["_eq", "_in", "_is_null", "_neq", "_nin"]),
    ]
  )
  func comparisons(type: String, operators: [String]) {
    #expect(schema.type(named: type)?.inputFields.keys.sorted() == operators)
  }

  @Test("Filters name columns, relationships and aggregates")
  func filters() {
    #expect(
      schema.inputTexts("author_bool_exp") == [
        "_and: [author_bool_exp!]", "_not: author_bool_exp", "_or: [author_bool_exp!]",
        "active: Boolean_comparison_exp", "age: Int_comparison_exp", "articles: article_bool_exp",
        "articles_aggregate: article_aggregate_bool_exp", "bio: String_comparison_exp",
        "id: Int_comparison_exp", "meta: jsonb_comparison_exp", "name: String_comparison_exp",
        "score: float8_comparison_exp", "tags: String_array_comparison_exp",
      ]
    )
    #expect(
      schema.type(named: "article_aggregate_bool_exp")?.inputFields.keys.sorted() == [
        "avg", "bool_and", "bool_or", "corr", "count", "covar_samp", "max", "min", "stddev_samp",
        "sum", "var_samp",
      ]
    )
    #expect(
      schema.inputTexts("article_aggregate_bool_exp_count") == [
        "arguments: [article_select_column!]", "distinct: Boolean", "filter: article_bool_exp",
        "predicate: Int_comparison_exp!",
      ]
    )
  }

  @Test("Orders name columns, to-one relationships and aggregates of to-many ones")
  func orders() {
    #expect(
      schema.inputTexts("article_order_by").contains("author: author_order_by")
    )
    #expect(
      schema.inputTexts("author_order_by").contains(
        "articles_aggregate: article_aggregate_order_by"
      )
    )
    #expect(
      schema.inputTexts("article_max_order_by") == [
        "author_id: order_by", "editor_id: order_by", "id: order_by", "rating: order_by",
        "title: order_by",
      ]
    )
    #expect(
      schema.enumTexts("order_by") == [
        "asc", "asc_nulls_first", "asc_nulls_last", "desc", "desc_nulls_first", "desc_nulls_last",
      ]
    )
  }

  @Test("Aggregates have the functions that some column admits, with the columns that admit them")
  func aggregates() {
    #expect(
      schema.fieldTexts("article_aggregate") == [
        "aggregate: article_aggregate_fields", "nodes: [article!]!",
      ]
    )
    #expect(schema.fieldTexts("article_aggregate_fields").contains("count: Int!"))
    #expect(
      schema.fieldTexts("article_sum_fields") == [
        "author_id: Int", "editor_id: Int", "id: Int", "rating: float8",
      ]
    )
    #expect(schema.fieldTexts("article_avg_fields").contains("id: Float"))
    #expect(schema.fieldTexts("article_max_fields").contains("title: String"))
    #expect(!schema.fieldTexts("article_max_fields").contains { $0.hasPrefix("published") })
    #expect(!schema.fieldTexts("author_max_fields").contains { $0.hasPrefix("meta") })
  }

  @Test("An enum table gives its rows as values, with their descriptions")
  func enumTable() {
    #expect(schema.enumTexts("kind_enum") == ["news", "essay"])
    guard case .enum(let values)? = schema.type(named: "kind_enum")?.kind else {
      Issue.record("kind_enum is no enum")
      return
    }
    #expect(values["news"]?.description == "what is new")
  }

  @Test("Every type that is referred to can be looked up, and the schema is valid")
  func closed() {
    for name in schema.typeNames {
      #expect(schema.type(named: name) != nil, "\(name)")
    }
    for name in ["author", "Int", "query_root", "__Type", "jsonb"] {
      #expect(schema.typeNames.contains(name))
    }
    #expect(!schema.typeNames.contains("no_such_type"))
  }

  @Test("Arrays are scalars where that is configured")
  func arrayScalars() throws {
    var fixture = RoleSchemaFixture()
    fixture.options.hasArrayScalars = true
    let schema = try fixture.schema()
    #expect(schema.fieldTexts("author").contains("tags: _text"))
    #expect(schema.inputTexts("author_bool_exp").contains("tags: _text_comparison_exp"))
    #expect(schema.inputTexts("_text_comparison_exp").contains("_in: [_text!]"))
    #expect(schema.inputTexts("_text_comparison_exp").contains("_contains: _text"))
    #expect(schema.inputTexts("author_set_input").contains("tags: _text"))
    #expect(schema.typeNames.contains("_text"))
    #expect(!schema.typeNames.contains("String_array_comparison_exp"))
  }
}
