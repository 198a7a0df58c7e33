package import GraphQLLanguage

/// The problems of a document with operations, in the order of the rules and of the text; none if
/// it may be executed.
///
/// `rules` are asked in that order.
/// After `limit` problems the last one says that there are more.
package func validate(
  _ document: Document,
  against schema: some TypeSchema,
  rules: [ValidationRule] = .specified,
  limit: Int = 100
) -> [Diagnostic] {
  var walker = DocumentWalker(
    ValidationContext(schema: schema, document: document, limit: limit),
    rules: rules
  )
  walker.walk()
  return walker.context.diagnosticsWithPaths()
}

/// The problems of the type-system definitions in a document, each seen by itself.
///
/// What follows from definitions together is checked by `validateSchema`.
///
/// `schema` is what the definitions extend, if anything.
package func validateDefinitions(
  _ document: Document,
  extending schema: (any TypeSchema)? = nil,
  rules: [ValidationRule] = .specifiedForDefinitions,
  limit: Int = 100
) -> [Diagnostic] {
  var walker = DocumentWalker(
    ValidationContext(schema: schema, document: document, limit: limit),
    rules: rules
  )
  walker.walk()
  return walker.context.diagnostics
}

extension [ValidationRule] {
  /// The rules for documents with operations.
  package static var specified: [ValidationRule] {
    [
      .executableDefinitions, .knownOperationTypes, .uniqueOperationNames, .loneAnonymousOperation,
      .singleFieldSubscriptions, .knownTypeNames, .fragmentsOnCompositeTypes,
      .variablesAreInputTypes, .scalarLeafs, .fieldsOnCorrectType, .uniqueFragmentNames,
      .knownFragmentNames, .noUnusedFragments, .possibleFragmentSpreads, .noFragmentCycles,
      .uniqueVariableNames, .noUndefinedVariables, .noUnusedVariables, .knownDirectives,
      .uniqueDirectivesPerLocation, .knownArgumentNames, .uniqueArgumentNames,
      .valuesOfCorrectType, .providedRequiredArguments, .variablesInAllowedPosition,
      .overlappingFieldsCanBeMerged, .uniqueInputFieldNames,
    ]
  }

  /// The specified rules, and those that the reference implementation recommends for services.
  package static var recommended: [ValidationRule] { specified + [.maxIntrospectionDepth] }

  /// The rules for documents with type-system definitions.
  package static var specifiedForDefinitions: [ValidationRule] {
    [
      .loneSchemaDefinition, .uniqueOperationTypes, .uniqueTypeNames, .uniqueEnumValueNames,
      .uniqueFieldDefinitionNames, .uniqueArgumentDefinitionNames, .uniqueDirectiveNames,
      .knownTypeNames, .knownDirectives, .uniqueDirectivesPerLocation, .possibleTypeExtensions,
      .knownArgumentNames, .uniqueArgumentNames, .uniqueInputFieldNames,
      .providedRequiredArguments,
    ]
  }
}
