import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailPlanner
import DovetailSchema
import GraphQLLanguage
import OrderedCollections
import OrderedJSON
import SampleFacts

/// The blog's catalog, on which operations are planned.
struct BlogPlans {
  var limits = OperationLimits()
  var options = CatalogOptions()

  private static let document = """
    {"version": 3, "sources": [
      {"name": "default", "kind": "postgres", "tables": [
        {"table": "author",
         "array_relationships": [{"name": "articles", "using":
           {"foreign_key_constraint_on": {"table": "article", "column": "author_id"}}}],
         "remote_relationships": [{"name": "places", "definition": {"to_source":
           {"source": "map", "table": "place", "relationship_type": "array",
            "field_mapping": {"age": "x", "id": "y"}}}}],
         "select_permissions": [
           {"role": "user", "permission": {"columns": ["id", "name", "age"], "limit": 10,
             "filter": {"bio": {"_eq": "X-Hasura-Bio"}, "id": {"_neq": 9}}}}]},
        {"table": "article",
         "object_relationships": [{"name": "author", "using":
           {"foreign_key_constraint_on": "author_id"}}],
         "select_permissions": [
           {"role": "user", "permission": {"columns": ["id", "title", "author_id"],
             "allow_aggregations": true, "filter": {"published": {"_eq": true}}}}]},
        {"table": "kind", "is_enum": true}],
       "configuration": {"connection_info": {"database_url": "x"}}},
      {"name": "map", "kind": "postgres",
       "tables": [{"table": "place", "array_relationships": [{"name": "visits", "using":
         {"foreign_key_constraint_on": {"table": "visit", "columns": ["x", "y"]}}}]},
         {"table": "visit"}],
       "configuration": {"connection_info": {"database_url": "y"}}}]}
    """

  func catalog() throws -> Catalog {
    let kind = TableName(schema: "public", name: "kind")
    let facts = SourceFacts(
      relational: BlogFacts.relational(),
      comparisons: Set(ComparisonOperator.allCases),
      aggregates: Set(AggregateFunction.allCases),
      enumTables: [
        kind: .values([
          .init(value: "news", description: nil), .init(value: "essay", description: nil),
        ])
      ]
    )
    let catalog = buildCatalog(
      CatalogInput(
        metadata: try Metadata(json: try JSONValue(parsing: Self.document)),
        sources: ["default": .known(facts), "map": .known(facts)],
        options: options
      )
    )
    guard catalog.inconsistencies.isEmpty else {
      throw Inconsistent(reasons: catalog.inconsistencies.map(\.reason))
    }
    return catalog
  }

  struct Inconsistent: Error {
    var reasons: [String]
  }

  /// The plan of an operation with what it inspected.
  func planned(
    _ text: String,
    variables: String = "{}",
    role: RoleName = .admin,
    operationName: String? = nil
  ) throws -> PlannedOperation {
    try Planner(schema: RoleSchema(catalog: try catalog(), role: role), limits: limits).plan(
      try Document(parsing: text),
      operationName: operationName,
      variables: try JSONValue(parsing: variables).objectValue ?? [:]
    )
  }

  /// The error that planning throws; nil if it throws none.
  func error(
    _ text: String,
    variables: String = "{}",
    role: RoleName = .admin,
    operationName: String? = nil
  ) throws -> PlannerError? {
    do {
      _ = try planned(text, variables: variables, role: role, operationName: operationName)
      return nil
    } catch let error as PlannerError {
      return error
    }
  }

  /// The rows that the first root field asks for.
  func rows(
    _ text: String,
    variables: String = "{}",
    role: RoleName = .admin
  ) throws -> RowSelection {
    switch try fetch(text, variables: variables, role: role).request {
    case .rows(let rows), .row(let rows): return rows
    default: throw OtherRequest()
    }
  }

  /// The fetch of the first root field.
  func fetch(
    _ text: String,
    variables: String = "{}",
    role: RoleName = .admin
  ) throws -> Fetch {
    let plan = try planned(text, variables: variables, role: role).plan
    guard case .fetch(let fetch)? = plan.roots.first?.value else { throw OtherRequest() }
    return fetch
  }

  /// A request that is not what the test expects.
  struct OtherRequest: Error {}
}

extension Predicate {
  /// The conjuncts.
  var parts: [Predicate] {
    if case .and(let parts) = self { parts } else { [self] }
  }
}
