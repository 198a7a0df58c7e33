package import GraphQLLanguage

/// What can be wrong with operations, fragments and whatever they have in common with definitions.
package enum DocumentProblem: Sendable, Hashable {
  /// A definition that cannot be executed; no name means the schema definition.
  case notExecutable(definition: String?)
  case unknownOperationType(OperationKind)
  case unknownField(name: String, type: String, suggestions: FieldSuggestions)
  case nonCompositeFragment(name: String?, type: String)
  case unknownArgument(name: String, owner: ArgumentOwner, suggestions: [String])
  case unknownDirective(name: String)
  case misplacedDirective(name: String, location: DirectiveLocation)
  case unknownFragment(name: String)
  case unknownType(name: String, suggestions: [String])
  case anonymousOperationNotAlone
  case fragmentCycle(name: String, via: [String])
  case undefinedVariable(name: String, operation: String?)
  case unusedFragment(name: String)
  case unusedVariable(name: String, operation: String?)
  case conflictingFields(key: String, reason: FieldConflict)
  /// Checking whether fields can be merged would take more work than is granted.
  case overlappingFieldsTooComplex
  case impossibleFragmentSpread(name: String?, parentType: String, type: String)
  case missingArgument(name: String, type: TypeReference, owner: ArgumentOwner)
  case selectionOnLeaf(field: String, type: TypeReference)
  case missingSelection(field: String, type: TypeReference)
  case severalSubscriptionFields(operation: String?)
  case introspectionInSubscription(operation: String?)
  case conditionalSubscriptionField(operation: String?)
  case duplicateArgument(name: String)
  case duplicateDirective(name: String)
  case duplicateFragment(name: String)
  case duplicateInputField(name: String)
  case duplicateOperation(name: String)
  case duplicateVariable(name: String)
  case nonInputVariable(name: String, type: TypeReference)
  case misplacedVariable(name: String, type: TypeReference, expected: TypeReference)
  case nullableOneOfVariable(name: String, type: TypeReference, inputType: String)
  case introspectionTooDeep
  /// More problems were found than are reported.
  case tooManyProblems
}

/// What an argument belongs to.
package enum ArgumentOwner: Sendable, Hashable {
  case field(type: String, name: String)
  /// The directive's name, without the `@`.
  case directive(name: String)
}

/// What may have been meant by an unknown field.
package enum FieldSuggestions: Sendable, Hashable {
  /// Types that have the field and to which a fragment can narrow the value.
  case types([String])
  /// Similarly named fields of the type.
  case fields([String])
}

/// Why two fields with one response key cannot be merged.
package indirect enum FieldConflict: Sendable, Hashable {
  case differentFields(String, String)
  case differentArguments
  case differentTypes(TypeReference, TypeReference)
  case subfields(key: String, reason: FieldConflict)
}
