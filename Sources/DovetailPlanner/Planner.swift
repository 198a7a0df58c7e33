import DovetailCatalog
import DovetailMetadata
package import DovetailPlan
package import DovetailSchema
package import GraphQLLanguage
import GraphQLTypeSystem
package import OrderedJSON

/// Turns an operation into a plan, applying the permissions of the role, once and for all.
///
/// What the planner's result depends on besides the document is the role schema, the shape of the
/// variables, and the values in `PlannedOperation.inspected`.
package struct Planner {
  package let schema: RoleSchema
  package let limits: OperationLimits

  package init(schema: RoleSchema, limits: OperationLimits = OperationLimits()) {
    self.schema = schema
    self.limits = limits
  }

  /// Plans the operation that the request means.
  ///
  /// - Throws: what is wrong with the document, the variables, or their use, in the contract's words.
  package func plan(
    _ document: Document,
    operationName: String?,
    variables given: JSONObject
  ) throws(PlannerError) -> PlannedOperation {
    let operation = try selectOperation(named: operationName, in: document)
    let fragments = try FragmentTable(document, usedBy: operation)
    let variables = try VariableScope(
      operation.variableDefinitions,
      given: given,
      isNullAccepted: schema.catalog.options.acceptsNullInNonNullVariables
    )
    guard let rootName = schema.rootTypeName(for: operation.kind) else {
      throw PlannerError(message: missingRootText(operation.kind))
    }
    let planning = OperationPlanning(
      schema: schema,
      operation: operation,
      variables: variables,
      collector: FieldCollector(fragments: fragments, variables: variables, limits: limits),
      reader: InputReader(schema: schema, variables: variables, limits: limits)
    )
    try checkDirectives(of: operation, planning.reader)
    let roots = try planning.planRoots(rootName)
    return PlannedOperation(
      plan: OperationPlan(
        kind: operation.kind,
        roots: roots,
        checks: planning.checks,
        prefetches: planning.prefetches,
        inputChecks: planning.inputChecks
      ),
      inspected: variables.inspected,
      variables: variables.values
    )
  }

  private func missingRootText(_ kind: OperationKind) -> String {
    switch kind {
    case .query: "no queries exist"
    case .mutation: "no mutations exist"
    case .subscription: "no subscriptions exist"
    }
  }

  private func checkDirectives(
    of operation: OperationDefinition,
    _ reader: InputReader
  ) throws(PlannerError) {
    var seen: Set<String> = []
    for directive in operation.directives {
      let name = directive.name.value
      guard let known = RequestDirectives.all.first(where: { $0.name == name }) else {
        throw PlannerError(message: "directive \"\(name)\" is not defined in the schema")
      }
      let location: DirectiveLocation =
        switch operation.kind {
        case .query: .query
        case .mutation: .mutation
        case .subscription: .subscription
        }
      guard known.locations.contains(location) else {
        throw PlannerError(
          message: "directive '\(name)' is not allowed on a \(operation.kind.rawValue)"
        )
      }
      guard seen.insert(name).inserted else {
        throw PlannerError(message: "the following directives are used more than once: \(name)")
      }
      try reader.checkArguments(of: directive, known)
    }
  }
}

/// A plan, and for which other requests it is right.
package struct PlannedOperation: Sendable {
  package var plan: OperationPlan
  /// The parts of variables whose very values the plan depends on.
  package var inspected: Set<VariableReference>
  /// The variables of this request with defaults filled in.
  package var variables: JSONObject
}
