import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailPlanner
import DovetailSchema
import GraphQLLanguage
import OrderedCollections
import OrderedJSON
import SampleFacts

/// A catalog with permissions to write, on which mutations are planned.
struct MutationPlans {
  private static let document = """
    {"version": 3, "inherited_roles": [
      {"role_name": "both", "role_set": ["writer", "reviewer"]}],
     "sources": [
      {"name": "default", "kind": "postgres", "tables": [
        {"table": "author",
         "array_relationships": [{"name": "articles", "using":
           {"foreign_key_constraint_on": {"table": "article", "column": "author_id"}}}],
         "select_permissions": [
           {"role": "writer", "permission": {"columns": ["id", "name"], "filter": {}}}],
         "insert_permissions": [
           {"role": "writer", "permission": {"columns": ["id", "name", "bio"],
             "set": {"bio": "X-Hasura-Bio"}, "check": {"name": {"_neq": "x"}}}},
           {"role": "trusted", "permission": {"check": {}, "backend_only": true}}],
         "update_permissions": [
           {"role": "writer", "permission": {"columns": ["name", "age"],
             "filter": {"id": {"_eq": "X-Hasura-User-Id"}}, "check": {"age": {"_gt": 0}}}},
           {"role": "reviewer", "permission": {"columns": ["name"], "filter": {}}}],
         "delete_permissions": [
           {"role": "writer", "permission": {"filter": {"id": {"_eq": 1}}}},
           {"role": "reviewer", "permission": {"filter": {"id": {"_eq": 1}}}}]},
        {"table": "article",
         "object_relationships": [{"name": "author", "using":
           {"foreign_key_constraint_on": "author_id"}}]},
        {"table": "kind", "is_enum": true}],
       "configuration": {"connection_info": {"database_url": "x"}}}]}
    """

  func catalog() throws -> Catalog {
    let kind = TableName(schema: "public", name: "kind")
    let facts = SourceFacts(
      relational: BlogFacts.relational(),
      comparisons: Set(ComparisonOperator.allCases),
      aggregates: Set(AggregateFunction.allCases),
      enumTables: [kind: .values([.init(value: "news", description: nil)])]
    )
    return buildCatalog(
      CatalogInput(
        metadata: try Metadata(json: try JSONValue(parsing: Self.document)),
        sources: ["default": .known(facts)]
      )
    )
  }

  func schema(_ role: RoleName, usesBackendOnlyPermissions: Bool = false) throws -> RoleSchema {
    RoleSchema(
      catalog: try catalog(),
      role: role,
      usesBackendOnlyPermissions: usesBackendOnlyPermissions
    )
  }

  /// The value of the only root field of a mutation.
  func root(
    _ text: String,
    variables: String = "{}",
    role: RoleName = .admin,
    isBackend: Bool = false
  ) throws -> RootField.Value? {
    let planner = Planner(
      schema: try schema(role, usesBackendOnlyPermissions: isBackend)
    )
    let planned = try planner.plan(
      try Document(parsing: "mutation \(text)"),
      operationName: nil,
      variables: try JSONValue(parsing: variables).objectValue ?? [:]
    )
    return planned.plan.roots.first?.value
  }

  /// The mutation that the only root field is.
  func mutation(
    _ text: String,
    variables: String = "{}",
    role: RoleName = .admin
  ) throws -> Mutation? {
    guard case .fetch(let fetch)? = try root(text, variables: variables, role: role),
      case .mutation(let mutation) = fetch.request
    else { return nil }
    return mutation
  }

  /// The error that planning throws; nil if it throws none.
  func error(
    _ text: String,
    variables: String = "{}",
    role: RoleName = .admin,
    isBackend: Bool = false
  ) throws -> PlannerError? {
    do {
      _ = try root(text, variables: variables, role: role, isBackend: isBackend)
      return nil
    } catch let error as PlannerError {
      return error
    }
  }
}
