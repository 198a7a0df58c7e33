import DovetailExecution
import DovetailMetadata
import DovetailPlan
import DovetailPlanner
import DovetailSchema
import DovetailSource
import GraphQLLanguage
import OrderedJSON

extension MetadataTransaction {
  /// Runs a command of the older language of data (contract 02 §12).
  ///
  /// - Returns: nil for other commands.
  func performData(
    _ command: EngineCommand,
    session: Session
  ) async throws(EngineError) -> JSONValue? {
    let schema = RoleSchema(
      catalog: catalog,
      role: session.role,
      usesBackendOnlyPermissions: session.usesBackendOnlyPermissions
    )
    do {
      switch command {
      case .select(let arguments):
        let planner = DataCommandPlanner(schema: schema, arguments: arguments)
        return try await run(try planner.select(), as: .query, session)
      case .count(let arguments):
        let planner = DataCommandPlanner(schema: schema, arguments: arguments)
        let answer = try await run(try planner.count(), as: .query, session)
        return answer["aggregate"] ?? .null
      case .insert(let arguments):
        let planner = DataCommandPlanner(schema: schema, arguments: arguments)
        return try await run(
          try planner.insert(),
          as: .mutation,
          session,
          checks: try planner.insertChecks()
        )
      case .update(let arguments):
        let planner = DataCommandPlanner(schema: schema, arguments: arguments)
        return try await run(
          try planner.update(),
          as: .mutation,
          session,
          checks: try planner.updateChecks()
        )
      case .delete(let arguments):
        let planner = DataCommandPlanner(schema: schema, arguments: arguments)
        return try await run(
          try planner.delete(),
          as: .mutation,
          session,
          checks: try planner.deleteChecks()
        )
      default:
        return nil
      }
    } catch let error as PlannerError {
      throw EngineError(error)
    } catch let error as EngineError {
      throw error
    } catch {
      throw EngineError(code: "unexpected", message: "\(error)", status: 500)
    }
  }

  /// Runs a fetch and gives its JSON.
  private func run(
    _ fetch: Fetch,
    as kind: OperationKind,
    _ session: Session,
    checks: [InputCheck] = []
  ) async throws(EngineError) -> JSONValue {
    let plan = OperationPlan(kind: kind, roots: [RootField(key: "data", value: .fetch(fetch))])
    let upstreams = upstreams
    let prepared: PreparedPlan
    do throws(SourceError) {
      prepared = try PreparedPlan(plan) { target in
        guard case .source(let name) = target else { return nil }
        return upstreams.sources[name]?.source
      }
    } catch {
      throw commandError(EngineError(error))
    }
    let context = ExecutionContext(session: session)
    let webhooks = connector.webhooks.trusting(metadata.tlsAllowlist)
    try await InputCheckCall(settings: webhooks, context: context).perform(checks)
    let result = await Executor().execute(
      prepared,
      context: context,
      options: ExecutionOptions()
    )
    if let error = result.errors.first { throw commandError(EngineError(error)) }
    guard let data = result.data, let answer = try? JSONValue(parsing: data) else {
      throw EngineError(code: "unexpected", message: "the command gave no answer", status: 500)
    }
    return answer["data"] ?? .null
  }

  /// Errors without a place are about the arguments as a whole.
  private func commandError(_ error: EngineError) -> EngineError {
    var error = error
    guard error.path == "$" else { return error }
    error.path = "$.args"
    let beginning = "missing session variable: "
    if error.code == "not-found", error.message.hasPrefix(beginning) {
      error.message.removeFirst(beginning.count)
      error.message += " header is expected but not found"
    }
    return error
  }
}
