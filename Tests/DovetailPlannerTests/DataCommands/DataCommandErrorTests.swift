import DovetailMetadata
import DovetailPlan
import DovetailPlanner
import OrderedJSON
import Testing

@Suite("Errors of the older language of data")
struct DataCommandErrorTests {
  private func run(
    _ command: String,
    _ arguments: String,
    role: RoleName = .admin
  ) throws -> PlannerError? {
    let planner = DataCommandPlanner(
      schema: try MutationPlans().schema(role),
      arguments: try JSONValue(parsing: arguments)
    )
    do {
      switch command {
      case "select": _ = try planner.select()
      case "insert": _ = try planner.insert()
      case "update": _ = try planner.update()
      case "delete": _ = try planner.delete()
      default: _ = try planner.count()
      }
      return nil
    } catch {
      return error
    }
  }

  @Test(
    "Columns and relationships that do not fit are named",
    arguments: [
      (
        "select", #"{"table": "article", "columns": [{"name": "nix", "columns": []}]}"#,
        #"relationship "nix" does not exist"#, "$.args.columns[0].name", "not-exists"
      ),
      (
        "select", #"{"table": "article", "columns": [{"name": "id", "columns": []}]}"#,
        #"expecting a relationship; but, "id" is a database column; only relationships can be expanded"#,
        "$.args.columns[0].name", "unexpected-payload"
      ),
      (
        "select",
        #"{"table": "article", "columns": [{"name": "author", "columns": [], "limit": 1}]}"#,
        "when selecting an 'obj_relationship' 'where', 'order_by', 'limit' and 'offset'  can't be used",
        "$.args.columns[0]", "unexpected-payload"
      ),
      (
        "select", #"{"table": "article", "columns": [], "order_by": "nix"}"#,
        #""nix" does not exist"#, "$.args.order_by[0]", "not-exists"
      ),
      (
        "select", #"{"table": "article", "columns": [], "order_by": ["author"]}"#,
        #""author" is a relationship and should be expanded"#, "$.args.order_by[0]",
        "unexpected-payload"
      ),
      (
        "select", #"{"table": "article", "columns": [], "order_by": "id.x"}"#,
        #""id" is a Postgres column and cannot be chained further"#, "$.args.order_by[0]",
        "unexpected-payload"
      ),
      (
        "select", #"{"table": "article", "columns": [], "where": {"author": {"nix": 1}}}"#,
        #""nix" does not exist"#, "$.args.where", "not-exists"
      ),
      (
        "select", #"{"table": "article", "columns": [], "where": {"$and": [{"id": {"$x": 1}}]}}"#,
        "Unknown operator: $x", #"$.args.where.id["$x"]"#, "unexpected-payload"
      ),
      (
        "select", #"{"table": "article", "columns": [], "where": {"id": {"$in": 1}}}"#,
        "parsing [] failed, expected Array, but encountered Number", #"$.args.where.id["$in"]"#,
        "parse-failed"
      ),
      (
        "insert", #"{"table": "author", "objects": {}}"#,
        "parsing [] failed, expected Array, but encountered Object", "$.args", "parse-failed"
      ),
      (
        "insert", #"{"table": "author", "objects": [1]}"#,
        "parsing HashMap failed, expected Object, but encountered Number", "$.args[0]",
        "parse-failed"
      ),
      (
        "select", #"{"table": "article", "columns": [{"name": "author"}]}"#,
        #"key "columns" not found"#, "$.columns[0]", "parse-failed"
      ),
      (
        "insert", #"{"table": "author", "objects": []}"#, "objects should not be empty", "$.args",
        "unexpected-payload"
      ),
      (
        "insert", #"{"table": "author", "objects": [{"nix": 1}]}"#,
        #"column "nix" does not exist"#, "$.args.objects[0]", "not-exists"
      ),
      (
        "insert", #"{"table": "article", "objects": [{"author": 1}]}"#,
        #"expecting a database column; but, "author" is a relationship; relationships can't be inserted"#,
        "$.args.objects[0]", "unexpected-payload"
      ),
      (
        "insert",
        #"{"table": "author", "objects": [{"id": 1}], "on_conflict": {"action": "ignore", "constraint": "a", "constraint_on": ["id"]}}"#,
        "'constraint' and 'constraint_on' cannot be set at a time", "$.args.on_conflict",
        "unexpected-payload"
      ),
      (
        "update", #"{"table": "author", "where": {}, "$set": {"nix": 1}}"#,
        #"no such column exists: "nix""#, #"$.args["$set"]"#, "permission-denied"
      ),
    ]
  )
  func references(
    _ command: String,
    _ arguments: String,
    _ message: String,
    _ path: String,
    _ code: String
  ) throws {
    let error = try run(command, arguments)
    #expect(error?.message == message)
    #expect(error?.path == path)
    #expect(error?.code.rawValue == code)
  }

  @Test("A wildcard of wildcards selects related rows, without what is named for itself")
  func wildcards() throws {
    let planner = DataCommandPlanner(
      schema: try MutationPlans().schema(.admin),
      arguments: try JSONValue(parsing: #"{"table": "article", "columns": ["id", "*.*"]}"#)
    )
    guard case .rows(let rows) = try planner.select().request else {
      Issue.record("no rows")
      return
    }
    #expect(rows.output.map(\.key).filter { $0 == "id" }.count == 1)
    guard case .object(_, let author)? = rows.output.first(where: { $0.key == "author" })?.value
    else {
      Issue.record("no related rows")
      return
    }
    #expect(author.output.contains { $0.key == "id" })
  }
}
