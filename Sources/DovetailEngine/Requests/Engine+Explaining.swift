import DovetailExecution
import OrderedJSON

extension Engine {
  /// Answers a GraphQL request and, if that is asked for, tells how.
  package func execute(
    _ request: GraphQLOperationRequest,
    explaining mode: ExplainMode?
  ) async -> GraphQLOperationResponse {
    guard let mode else { return await execute(request) }
    let pipeline = RequestPipeline(snapshot: snapshot, options: options)
    var response = GraphQLOperationResponse(data: nil)
    var trace: ExecutionTrace?
    let plan: CachedPlan
    do throws(EngineError) {
      switch mode {
      case .plan:
        plan = try pipeline.admittedPlan(for: request)
      case .analyze:
        let recorded = ExecutionTrace()
        response = await run(request, in: pipeline, trace: recorded)
        trace = recorded
        plan = try pipeline.preparedPlan(for: request)
      }
    } catch {
      return GraphQLOperationResponse(data: nil, errors: [error])
    }
    response.explanation = PlanExplanation(plan: plan.prepared, trace: trace).json
    return response
  }
}
