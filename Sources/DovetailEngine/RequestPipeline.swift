import DovetailExecution
import DovetailMetadata
import DovetailPlan
import DovetailPlanner
import DovetailSchema
import DovetailSource
import GraphQLLanguage
import Meters
import OrderedCollections
import OrderedJSON

/// The way of a request: text → document → plan → prepared plan → rows → response.
struct RequestPipeline: Sendable {
  let snapshot: EngineSnapshot
  let options: EngineOptions

  /// Answers a request; a trace, if given, records the upstream calls.
  func run(
    _ request: GraphQLOperationRequest,
    trace: ExecutionTrace? = nil,
    deadline: ContinuousClock.Instant? = nil
  ) async -> GraphQLOperationResponse {
    let limits = RoleLimits(snapshot.metadata.apiLimits, for: request.session)
    let plan: CachedPlan
    do throws(EngineError) {
      plan = try admittedPlan(for: request, limits)
    } catch {
      return GraphQLOperationResponse(data: nil, errors: [error])
    }
    var context = ExecutionContext(
      session: request.session,
      variables: variables(of: request, plan),
      clientHeaders: request.headers,
      requestID: request.requestID,
      requestText: request.text,
      deadline: deadline
    )
    let executionOptions = ExecutionOptions(trace: trace)
    var response: GraphQLOperationResponse
    if let seconds = limits?.time {
      let end = ContinuousClock.now.advanced(by: .seconds(min(max(seconds, 0), 1_000_000_000)))
      // Whoever limits the whole operation more strictly ends it, and says so.
      if let deadline, deadline <= end {
        response = await execute(plan, context, executionOptions)
      } else {
        context.deadline = end
        response = await respond(by: end, else: RoleLimits.timeExceeded(seconds)) { [context] in
          await execute(plan, context, executionOptions)
        }
      }
    } else {
      response = await execute(plan, context, executionOptions)
    }
    response.kind = plan.plan.kind
    return response
  }

  /// check ► execute ► stitch.
  private func execute(
    _ plan: CachedPlan,
    _ context: ExecutionContext,
    _ executionOptions: ExecutionOptions
  ) async -> GraphQLOperationResponse {
    do throws(EngineError) {
      for check in plan.plan.checks { try perform(check, context) }
      if !plan.plan.inputChecks.isEmpty {
        try await InputCheckCall(settings: snapshot.webhooks, context: context).perform(
          plan.plan.inputChecks
        )
      }
    } catch {
      return GraphQLOperationResponse(data: nil, errors: [error])
    }
    let result = await Executor().execute(
      plan.prepared,
      context: context,
      options: executionOptions
    )
    return GraphQLOperationResponse(
      data: result.data,
      errors: result.errors.map { EngineError($0) },
      cookies: result.cookies
    )
  }

  /// The plan of a request that the limits of its role let through.
  func admittedPlan(for request: GraphQLOperationRequest) throws(EngineError) -> CachedPlan {
    try admittedPlan(
      for: request,
      RoleLimits(snapshot.metadata.apiLimits, for: request.session)
    )
  }

  private func admittedPlan(
    for request: GraphQLOperationRequest,
    _ limits: RoleLimits?
  ) throws(EngineError) -> CachedPlan {
    if let rate = limits?.rate {
      try snapshot.rateLimiter.admit(request.session, address: request.clientAddress, rate)
    }
    let plan = try preparedPlan(for: request)
    try limits?.check(plan.cost)
    return plan
  }

  /// parse ► validate and plan ► prepare, or the same from the cache.
  func preparedPlan(for request: GraphQLOperationRequest) throws(EngineError) -> CachedPlan {
    let role = snapshot.context(of: request.session, style: request.schema.style)
    let key = PlanCache.Key(text: request.text, operationName: request.operationName)
    let entry: PlanCache.Entry
    if let known = role.planCache.entry(for: key) {
      if let plan = known.plan(for: request.variables) {
        snapshot.meters.planHits.add()
        return plan
      }
      entry = known
    } else {
      let document = try parse(request.text)
      // What is in the cache was allowed: it lives no longer than the snapshot with its list.
      if let allowlist = snapshot.allowlist,
        !allowlist.allows(document, for: request.session.role)
      {
        throw EngineError.queryNotAllowed
      }
      entry = PlanCache.Entry(document: document)
    }
    snapshot.meters.planMisses.add()
    let planned = try self.plan(entry.document, request, role.schema)
    let cached = CachedPlan(
      plan: planned.plan,
      prepared: try prepare(
        planned.plan.tagged(
          entry.document,
          operationName: request.operationName,
          sources: snapshot.metadata.sources
        )
      ),
      defaults: planned.variables.filter { request.variables[$0.key] == nil },
      cost: OperationCost(of: entry.document, operationName: request.operationName)
    )
    let size = entry.insert(cached, for: request.variables, inspected: planned.inspected)
    role.planCache.insert(entry, for: key, size: size)
    return cached
  }

  private func parse(_ text: String) throws(EngineError) -> Document {
    do {
      let document = try Document(parsing: text, limits: options.parserLimits)
      guard isWellFormedRequest(document) else { throw Self.invalidQuery }
      return document
    } catch {
      throw Self.invalidQuery
    }
  }

  /// The contract fixes the message and allows no detail, not even the position.
  private static let invalidQuery = EngineError(
    code: "validation-failed",
    message: "not a valid graphql query",
    path: "$.query"
  )

  private func plan(
    _ document: Document,
    _ request: GraphQLOperationRequest,
    _ schema: RoleSchema
  ) throws(EngineError) -> PlannedOperation {
    do {
      return try Planner(schema: schema, limits: options.operationLimits).plan(
        document,
        operationName: request.operationName,
        variables: request.variables
      )
    } catch {
      throw EngineError(error)
    }
  }

  private func prepare(_ plan: OperationPlan) throws(EngineError) -> PreparedPlan {
    do {
      return try PreparedPlan(plan) { snapshot.source(of: $0) }
    } catch {
      throw EngineError(error)
    }
  }

  private func variables(
    of request: GraphQLOperationRequest,
    _ plan: CachedPlan
  ) -> JSONObject {
    guard !plan.defaults.isEmpty else { return request.variables }
    return request.variables.merging(plan.defaults) { given, _ in given }
  }

  private func refused(
    _ value: JSONValue,
    as scalar: ParameterCheck.Scalar,
    _ check: ParameterCheck
  ) -> EngineError {
    let found = GivenValue.json(value, VariableReference(name: "")).kindText
    return EngineError(
      code: "validation-failed",
      message: "expected \(scalar.expectation) for type '\(scalar.rawValue)', but found \(found)",
      path: check.path
    )
  }

  /// Checks what the plan could not: values of variables that a shape does not show.
  private func perform(
    _ check: ParameterCheck,
    _ context: ExecutionContext
  ) throws(EngineError) {
    let value: JSONValue?
    do {
      value = try context.value(of: check.operand)
    } catch {
      throw EngineError(error)
    }
    guard let value, !value.isNull else { return }
    switch check.kind {
    case .scalar(let scalar):
      guard scalar.accepts(value) else { throw refused(value, as: scalar, check) }
    case .cursor(let paths):
      let cursor = value.stringValue.flatMap(EncodedJSON.decode)
      guard let cursor, paths.allSatisfy({ cursor.member(at: $0) != nil }) else {
        throw EngineError(
          code: "validation-failed",
          message: invalidCursorMessage,
          path: check.path
        )
      }
    case .nonNegativeInt32:
      try perform(check, 0...Int64(Int32.max), "a non-negative 32-bit integer", value)
    case .nonNegativeInt64:
      try perform(check, 0...Int64.max, "a non-negative 64-bit integer", value)
    case .int32:
      try perform(check, Int64(Int32.min)...Int64(Int32.max), "a 32-bit integer", value)
    }
  }

  private func perform(
    _ check: ParameterCheck,
    _ bounds: ClosedRange<Int64>,
    _ wanted: String,
    _ value: JSONValue
  ) throws(EngineError) {
    let number: Int64? =
      switch value {
      case .number(let number): number.integer
      case .string(let text): Int64(text)
      default: nil
      }
    if let number, bounds.contains(number) { return }
    let message =
      if case .number(let given) = value, !given.text.hasPrefix("-") {
        given.outOfBoundsText
      } else {
        "expected \(wanted) for type 'Int', but found "
          + GivenValue.json(value, VariableReference(name: "")).kindText
      }
    throw EngineError(code: "validation-failed", message: message, path: check.path)
  }
}
