import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailPlanner
import DovetailSchema
import GraphQLLanguage
import OrderedCollections
import OrderedJSON
import SampleFacts
import Testing

@Suite("Plans of functions and of computed fields that give rows")
struct FunctionPlanTests {
  private static let article = TableName(schema: "public", name: "article")

  private static func facts(
    _ name: String,
    _ arguments: [FunctionFacts.Argument],
    isSet: Bool = true,
    volatility: FunctionFacts.Volatility = .stable
  ) -> FunctionFacts {
    FunctionFacts(
      name: FunctionName(schema: "public", name: name),
      arguments: arguments,
      returns: .rows(of: article, isSet: isSet),
      volatility: volatility
    )
  }

  private static let functions = [
    facts(
      "find",
      [
        .init(name: "word", type: .text, hasDefault: false),
        .init(name: "age", type: .int, hasDefault: true),
        .init(name: "session", type: .jsonb, hasDefault: true),
      ]
    ),
    facts(
      "pick",
      [
        .init(name: "a", type: .int, hasDefault: true),
        .init(name: "", type: .int, hasDefault: true),
      ]
    ),
    facts("newest", [], isSet: false),
    facts("bump", [], volatility: .volatile),
    facts("written_by", [.init(name: "writer", type: .row(of: "author"), hasDefault: false)]),
  ]

  private static let document = """
    {"version": 3, "sources": [
      {"name": "default", "kind": "postgres", "tables": [
        {"table": "author", "computed_fields": [
           {"name": "texts", "definition": {"function": "written_by"}}],
         "select_permissions": [
           {"role": "user", "permission": {"columns": ["id"],
             "filter": {"texts": {"title": {"_eq": "x"}}}}}]},
        {"table": "article", "select_permissions": [
           {"role": "user", "permission": {"columns": ["id", "title"], "limit": 5,
             "allow_aggregations": true, "filter": {"published": {"_eq": true}}}}]}],
       "functions": [
         {"function": "find", "configuration": {"session_argument": "session"}},
         {"function": "pick"}, {"function": "newest"},
         {"function": "bump", "permissions": [{"role": "user"}]}],
       "configuration": {"connection_info": {"database_url": "x"}}}]}
    """

  private func fetch(_ text: String, role: RoleName = .admin) throws -> Fetch {
    let catalog = buildCatalog(
      CatalogInput(
        metadata: try Metadata(json: try JSONValue(parsing: Self.document)),
        sources: [
          "default": .known(
            SourceFacts(
              relational: BlogFacts.relational(functions: Self.functions),
              comparisons: Set(ComparisonOperator.allCases),
              aggregates: Set(AggregateFunction.allCases),
              enumTables: [:]
            )
          )
        ]
      )
    )
    #expect(catalog.inconsistencies.map(\.reason) == [])
    let plan = try Planner(
      schema: RoleSchema(catalog: catalog, role: role),
      limits: OperationLimits()
    ).plan(try Document(parsing: text), operationName: nil, variables: [:]).plan
    guard case .fetch(let fetch)? = plan.roots.first?.value else {
      throw BlogPlans.OtherRequest()
    }
    return fetch
  }

  private func rows(_ text: String, role: RoleName = .admin) throws -> RowSelection {
    switch try fetch(text, role: role).request {
    case .rows(let rows), .row(let rows): return rows
    case .aggregate(let selection): return selection.rows
    default: throw BlogPlans.OtherRequest()
    }
  }

  private func call(_ relation: Relation) throws -> FunctionCall {
    guard case .function(let call) = relation else { throw BlogPlans.OtherRequest() }
    return call
  }

  private func error(_ text: String) throws -> PlannerError? {
    do {
      _ = try fetch(text)
      return nil
    } catch let error as PlannerError {
      return error
    }
  }

  @Test("Arguments go by position, and by name behind one that is left out")
  func arguments() throws {
    let all = try call(try rows(#"{ find(args: {age: 3, word: "x"}) { id } }"#).relation)
    #expect(all.function == FunctionName(schema: "public", name: "find"))
    #expect(all.arguments.map(\.name) == [nil, nil, nil])
    #expect(!all.mayWrite)
    let some = try call(try rows(#"{ find(args: {word: null}) { id } }"#).relation)
    #expect(some.arguments.map(\.name) == [nil, "session"])
    guard case .parameter(let session) = some.arguments[1].value else {
      Issue.record("the session argument is not a parameter")
      return
    }
    #expect(session.operand == .allSessionVariables)
  }

  @Test("Arguments that the database needs cannot be left out")
  func leftOut() throws {
    let needed = try error("{ find(args: {age: 3}) { id } }")
    #expect(needed?.message == "Non default arguments cannot be omitted")
    #expect(needed?.code == .notSupported)
    let unnamed = try error("{ pick(args: {arg_2: 3}) { id } }")
    #expect(unnamed?.message == "Only last set of positional arguments can be omitted")
    #expect(unnamed?.code == .notSupported)
    let none = try error("{ find { id } }")
    #expect(none?.code == .validationFailed)
  }

  @Test("A role sees of the result what it may see of the table")
  func permission() throws {
    let rows = try rows(#"{ find(args: {word: "x"}, where: {id: {_gt: 1}}) { id } }"#, role: "user")
    #expect(rows.permissionLimit == 5)
    #expect(rows.filter.parts.count == 2)
    let aggregate = try self.rows(
      #"{ find_aggregate(args: {word: "x"}) { aggregate { count } } }"#,
      role: "user"
    )
    #expect(aggregate.filter.parts.count == 1)
  }

  @Test("A function of one row that gives only nulls has found none")
  func single() throws {
    let fetch = try fetch("{ newest { id } }")
    guard case .row(let rows) = fetch.request, case .or(let columns) = rows.filter else {
      Issue.record("\(fetch.request)")
      return
    }
    #expect(columns.count == BlogFacts.article.columns.count)
  }

  @Test("A function that may change something is known as such")
  func volatile() throws {
    let fetch = try fetch("mutation { bump { id } }", role: "user")
    #expect(fetch.callsWritingFunction)
    #expect(try !self.fetch(#"{ find(args: {word: "x"}) { id } }"#).callsWritingFunction)
  }

  @Test("Conditions and orders reach the rows of a computed field through its function")
  func computedRows() throws {
    let rows = try rows(
      """
      { author(where: {texts: {title: {_eq: "x"}}}, order_by: {texts_aggregate: {count: desc}}) { id } }
      """
    )
    guard case .exists(let exists) = rows.filter.parts.first,
      case .aggregate(let relation, _, _, .count, nil)? = rows.order.first?.key
    else {
      Issue.record("\(rows)")
      return
    }
    for relation in [exists.relation, relation] {
      #expect(try call(relation).arguments == [FunctionCall.Argument(value: .row)])
    }
    #expect(exists.correlation == .none)
  }

  @Test("A permission may ask for rows of a computed field")
  func permissionOnComputedRows() throws {
    let rows = try rows("{ author { id } }", role: "user")
    guard case .exists(let exists) = rows.filter else {
      Issue.record("\(rows.filter)")
      return
    }
    #expect(try call(exists.relation).function.name == "written_by")
  }
}
