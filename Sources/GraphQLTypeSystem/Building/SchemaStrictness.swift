/// How much of the specification a schema must keep.
package enum SchemaStrictness: Sendable, Hashable {
  /// All of it: for schemas of our own and for tools.
  case specification
  /// What is needed to send operations: for the schemas of other services, which in practice
  /// break rules that do no harm.
  case remote

  /// Whether a schema with the problem may be used.
  package func tolerates(_ problem: SchemaProblem) -> Bool {
    switch self {
    case .specification: false
    case .remote: problem.isHarmlessToClients
    }
  }
}

extension SchemaProblem {
  /// Whether operations on the schema still mean the same thing to everyone.
  fileprivate var isHarmlessToClients: Bool {
    switch self {
    case .reservedName, .reservedEnumValue, .sharedRoot, .noFields, .noValues, .noInputFields,
      .requiredDeprecated, .deprecatedImplementation, .missingInterface, .implementsTwice,
      .duplicateMember, .nullableOneOfField, .defaultInOneOf, .inputCycle, .defaultCycle,
      .invalidDefault, .unreadableDefault:
      true
    case .missingQueryRoot, .rootNotObject, .invalidName, .unknownType, .notOutput, .notInput,
      .implementsNonInterface, .implementsItself, .circularInterface, .missingInterfaceField,
      .interfaceFieldType, .missingInterfaceArgument, .interfaceArgumentType,
      .additionalRequiredArgument, .noMembers, .memberNotObject, .malformedIntrospection:
      false
    }
  }
}
