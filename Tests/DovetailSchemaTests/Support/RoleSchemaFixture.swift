import DovetailCatalog
import DovetailMetadata
import DovetailSchema
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections
import OrderedJSON
import SampleFacts

/// The blog's catalog as roles see it.
struct RoleSchemaFixture {
  var customization = "{}"
  /// The tracked functions, and what the database reports of functions.
  var functions = ""
  var functionFacts: [FunctionFacts] = []
  var options = CatalogOptions()
  /// Permissions of the role `user` on articles.
  var articlePermission = """
    {"columns": ["id", "title", "rating"], "filter": {}, "allow_aggregations": true}
    """
  /// Permissions of the role `user` on authors.
  var authorPermission = #"{"columns": ["id", "name"], "filter": {}}"#

  /// Further members of the document: `, "inherited_roles": […]`.
  var more = ""

  func schema(
    role: RoleName = .admin,
    style: SchemaStyle = .standard
  ) throws -> RoleSchema {
    let document = """
      {"version": 3, "sources": [
        {"name": "default", "kind": "postgres", "customization": \(customization), "tables": [
          {"table": "author",
           "array_relationships": [{"name": "articles", "using":
             {"foreign_key_constraint_on": {"table": "article", "column": "author_id"}}}],
           "select_permissions": [{"role": "user", "permission": \(authorPermission)}]},
          {"table": "article",
           "object_relationships": [
             {"name": "author", "using": {"foreign_key_constraint_on": "author_id"}},
             {"name": "editor", "using": {"foreign_key_constraint_on": "editor_id"}}],
           "select_permissions": [{"role": "user", "permission": \(articlePermission)}]},
          {"table": "kind", "is_enum": true}, {"table": "place"}],
         "functions": [\(functions)],
         "configuration": {"connection_info": {"database_url": "x"}}}]\(more)}
      """
    let facts = SourceFacts(
      relational: BlogFacts.relational(functions: functionFacts),
      comparisons: Set(ComparisonOperator.allCases),
      aggregates: Set(AggregateFunction.allCases),
      enumTables: [
        TableName(schema: "public", name: "kind"): .values([
          .init(value: "news", description: "what is new"),
          .init(value: "essay", description: nil),
        ])
      ]
    )
    let catalog = buildCatalog(
      CatalogInput(
        metadata: try Metadata(json: try JSONValue(parsing: document)),
        sources: ["default": .known(facts)],
        options: options
      )
    )
    return RoleSchema(catalog: catalog, role: role, style: style)
  }
}

extension RoleSchema {
  /// The fields of an object type as SDL would have them: `name: String!`.
  func fieldTexts(_ type: String) -> [String] {
    (self.type(named: type)?.fields.values.elements ?? []).map { "\($0.name): \($0.type)" }.sorted()
  }

  /// The members of an input type likewise.
  func inputTexts(_ type: String) -> [String] {
    (self.type(named: type)?.inputFields.values.elements ?? []).map { "\($0.name): \($0.type)" }
      .sorted()
  }

  /// The names of an enum's values, in order.
  func enumTexts(_ type: String) -> [String] {
    guard case .enum(let values)? = self.type(named: type)?.kind else { return [] }
    return Array(values.keys)
  }

  /// The arguments of a root field.
  func argumentTexts(_ field: String) -> [String] {
    (self.field(field, of: "query_root")?.arguments.values.elements ?? []).map {
      "\($0.name): \($0.type)"
    }
  }
}
