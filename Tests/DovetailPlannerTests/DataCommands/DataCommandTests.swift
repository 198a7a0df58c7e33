import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailPlanner
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Commands of the older language of data")
struct DataCommandTests {
  private func planner(
    _ arguments: String,
    role: RoleName = .admin
  ) throws -> DataCommandPlanner {
    DataCommandPlanner(
      schema: try MutationPlans().schema(role),
      arguments: try JSONValue(parsing: arguments)
    )
  }

  private func error(_ body: () throws -> Fetch) -> PlannerError? {
    do {
      _ = try body()
      return nil
    } catch {
      return error as? PlannerError
    }
  }

  @Test("An insert takes the client's values as they are")
  func insert() throws {
    let fetch = try planner(
      #"{"table": "author", "objects": [{"id": 1, "odd name": "x"}], "returning": ["id"]}"#
    ).insert()
    guard case .mutation(let mutation) = fetch.request,
      case .insert(let insertion) = mutation.operation
    else {
      Issue.record("no insert")
      return
    }
    #expect(insertion.rows.first?.values.map(\.column) == ["id", "odd name"])
  }

  @Test("A condition compares as SQL does, and names the place of its values")
  func condition() throws {
    let fetch = try planner(
      #"{"table": "author", "columns": ["id"], "where": {"bio": {"$eq": "X-Hasura-Bio"}}}"#
    ).select()
    guard case .rows(let rows) = fetch.request,
      case .compare(_, let comparison, let value)? = rows.filter.parts.first
    else {
      Issue.record("no comparison")
      return
    }
    #expect(comparison == .equal)
    #expect(value.operand == .constant("X-Hasura-Bio"))
    #expect(value.path == #"$.args.where.bio["$eq"]"#)
  }

  @Test("Relationships and orders are read in both of their forms")
  func select() throws {
    let fetch = try planner(
      #"""
      {"table": "article", "limit": 1,
       "columns": ["*", {"name": "author", "columns": ["name"]}],
       "order_by": ["-id", {"column": "author.name", "type": "asc", "nulls": "first"}]}
      """#
    ).select()
    guard case .rows(let rows) = fetch.request else {
      Issue.record("no rows")
      return
    }
    #expect(rows.output.last?.key == "author")
    #expect(rows.order.map(\.isDescending) == [true, false])
    #expect(rows.order.map(\.nullsFirst) == [true, true])
  }

  @Test(
    "Errors are the reference's",
    arguments: [
      (
        #"{"table": "author", "columns": ["id", "age"]}"#,
        #"role "writer" does not have permission to select column "age""#, "$.args.columns[1]"
      ),
      (
        #"{"table": "author", "columns": ["id"], "where": {"age": 1}}"#,
        #"role "writer" does not have permission to select column "age""#, "$.args.where"
      ),
      (
        #"{"table": "article", "columns": ["id"]}"#,
        #"select on "article" for role "writer" is not allowed. "#, "$.args"
      ),
    ]
  )
  func selectErrors(_ arguments: String, _ message: String, _ path: String) throws {
    let planner = try planner(arguments, role: "writer")
    let error = error { try planner.select() }
    #expect(error?.message == message)
    #expect(error?.path == path)
  }

  @Test(
    "Conflicts are checked before anything is written",
    arguments: [
      (
        #"{"action": "update", "constraint_on": ["nix"]}"#, #"column "nix" does not exist"#,
        "$.args.on_conflict.constraint_on[0]"
      ),
      (
        #"{"action": "update"}"#,
        "Expecting 'constraint' or 'constraint_on' when the 'action' is 'update'",
        "$.args.on_conflict"
      ),
    ]
  )
  func conflictErrors(_ conflict: String, _ message: String, _ path: String) throws {
    let planner = try planner(
      #"{"table": "author", "objects": [{"id": 1}], "on_conflict": \#(conflict)}"#
    )
    let error = error { try planner.insert() }
    #expect(error?.message == message)
    #expect(error?.path == path)
  }

  @Test("An update needs an operator, and a role its permission")
  func updateErrors() throws {
    let none = try planner(#"{"table": "author", "where": {}}"#)
    #expect(
      error { try none.update() }?.message
        == "atleast one of $set, $inc, $mul has to be present"
    )
    let refused = try planner(
      #"{"table": "article", "where": {}, "$set": {"id": 1}}"#,
      role: "writer"
    )
    #expect(
      error { try refused.update() }?.message
        == #"update on "article" for role "writer" is not allowed. "#
    )
  }

  @Test("A count without permission says what it needs")
  func countError() throws {
    let planner = try planner(#"{"table": "article"}"#, role: "writer")
    let error = error { try planner.count() }
    #expect(error?.code == .permissionDenied)
    #expect(
      error?.message
        == #"select on "article" for role "writer" is not allowed. ; "count" is only allowed if the role has "select" permissions on the table"#
    )
  }
}
