/// The validation rules by the reference implementation's names (specification §5).
package enum ValidationRule: String, Sendable, Hashable, CaseIterable {
  case executableDefinitions = "ExecutableDefinitionsRule"
  case fieldsOnCorrectType = "FieldsOnCorrectTypeRule"
  case fragmentsOnCompositeTypes = "FragmentsOnCompositeTypesRule"
  case knownArgumentNames = "KnownArgumentNamesRule"
  case knownDirectives = "KnownDirectivesRule"
  case knownFragmentNames = "KnownFragmentNamesRule"
  case knownOperationTypes = "KnownOperationTypesRule"
  case knownTypeNames = "KnownTypeNamesRule"
  case loneAnonymousOperation = "LoneAnonymousOperationRule"
  case loneSchemaDefinition = "LoneSchemaDefinitionRule"
  case maxIntrospectionDepth = "MaxIntrospectionDepthRule"
  case noFragmentCycles = "NoFragmentCyclesRule"
  case noUndefinedVariables = "NoUndefinedVariablesRule"
  case noUnusedFragments = "NoUnusedFragmentsRule"
  case noUnusedVariables = "NoUnusedVariablesRule"
  case overlappingFieldsCanBeMerged = "OverlappingFieldsCanBeMergedRule"
  case possibleFragmentSpreads = "PossibleFragmentSpreadsRule"
  case possibleTypeExtensions = "PossibleTypeExtensionsRule"
  case providedRequiredArguments = "ProvidedRequiredArgumentsRule"
  case scalarLeafs = "ScalarLeafsRule"
  case singleFieldSubscriptions = "SingleFieldSubscriptionsRule"
  case uniqueArgumentDefinitionNames = "UniqueArgumentDefinitionNamesRule"
  case uniqueArgumentNames = "UniqueArgumentNamesRule"
  case uniqueDirectiveNames = "UniqueDirectiveNamesRule"
  case uniqueDirectivesPerLocation = "UniqueDirectivesPerLocationRule"
  case uniqueEnumValueNames = "UniqueEnumValueNamesRule"
  case uniqueFieldDefinitionNames = "UniqueFieldDefinitionNamesRule"
  case uniqueFragmentNames = "UniqueFragmentNamesRule"
  case uniqueInputFieldNames = "UniqueInputFieldNamesRule"
  case uniqueOperationNames = "UniqueOperationNamesRule"
  case uniqueOperationTypes = "UniqueOperationTypesRule"
  case uniqueTypeNames = "UniqueTypeNamesRule"
  case uniqueVariableNames = "UniqueVariableNamesRule"
  case valuesOfCorrectType = "ValuesOfCorrectTypeRule"
  case variablesAreInputTypes = "VariablesAreInputTypesRule"
  case variablesInAllowedPosition = "VariablesInAllowedPositionRule"
}

extension ValidationRule {
  /// The rule at work on one document.
  func makeVisitor() -> any RuleVisitor {
    switch self {
    case .executableDefinitions: ExecutableDefinitionsRule()
    case .fieldsOnCorrectType: FieldsOnCorrectTypeRule()
    case .fragmentsOnCompositeTypes: FragmentsOnCompositeTypesRule()
    case .knownArgumentNames: KnownArgumentNamesRule()
    case .knownDirectives: KnownDirectivesRule()
    case .knownFragmentNames: KnownFragmentNamesRule()
    case .knownOperationTypes: KnownOperationTypesRule()
    case .knownTypeNames: KnownTypeNamesRule()
    case .loneAnonymousOperation: LoneAnonymousOperationRule()
    case .loneSchemaDefinition: LoneSchemaDefinitionRule()
    case .maxIntrospectionDepth: MaxIntrospectionDepthRule()
    case .noFragmentCycles: NoFragmentCyclesRule()
    case .noUndefinedVariables: NoUndefinedVariablesRule()
    case .noUnusedFragments: NoUnusedFragmentsRule()
    case .noUnusedVariables: NoUnusedVariablesRule()
    case .overlappingFieldsCanBeMerged: OverlappingFieldsCanBeMergedRule()
    case .possibleFragmentSpreads: PossibleFragmentSpreadsRule()
    case .possibleTypeExtensions: PossibleTypeExtensionsRule()
    case .providedRequiredArguments: ProvidedRequiredArgumentsRule()
    case .scalarLeafs: ScalarLeafsRule()
    case .singleFieldSubscriptions: SingleFieldSubscriptionsRule()
    case .uniqueArgumentDefinitionNames: UniqueArgumentDefinitionNamesRule()
    case .uniqueArgumentNames: UniqueArgumentNamesRule()
    case .uniqueDirectiveNames: UniqueDirectiveNamesRule()
    case .uniqueDirectivesPerLocation: UniqueDirectivesPerLocationRule()
    case .uniqueEnumValueNames: UniqueEnumValueNamesRule()
    case .uniqueFieldDefinitionNames: UniqueFieldDefinitionNamesRule()
    case .uniqueFragmentNames: UniqueFragmentNamesRule()
    case .uniqueInputFieldNames: UniqueInputFieldNamesRule()
    case .uniqueOperationNames: UniqueOperationNamesRule()
    case .uniqueOperationTypes: UniqueOperationTypesRule()
    case .uniqueTypeNames: UniqueTypeNamesRule()
    case .uniqueVariableNames: UniqueVariableNamesRule()
    case .valuesOfCorrectType: ValuesOfCorrectTypeRule()
    case .variablesAreInputTypes: VariablesAreInputTypesRule()
    case .variablesInAllowedPosition: VariablesInAllowedPositionRule()
    }
  }
}
