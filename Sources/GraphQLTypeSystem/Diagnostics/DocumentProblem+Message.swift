import GraphQLLanguage

extension DocumentProblem {
  /// The problem in words.
  package var message: String {
    switch self {
    case .notExecutable(let definition?): "The \"\(definition)\" definition is not executable."
    case .notExecutable(nil): "The schema definition is not executable."
    case .unknownOperationType(let kind):
      "The \(kind.rawValue) operation is not supported by the schema."
    case .unknownField(let name, let type, let suggestions):
      "Cannot query field \"\(name)\" on type \"\(type)\"." + suggestions.question
    case .nonCompositeFragment(let name?, let type):
      "Fragment \"\(name)\" cannot condition on non composite type \"\(type)\"."
    case .nonCompositeFragment(nil, let type):
      "Fragment cannot condition on non composite type \"\(type)\"."
    case .unknownArgument(let name, .field(let type, let field), let suggestions):
      "Unknown argument \"\(name)\" on field \"\(type).\(field)\"." + didYouMean(suggestions)
    case .unknownArgument(let name, .directive(let directive), let suggestions):
      "Unknown argument \"\(name)\" on directive \"@\(directive)\"." + didYouMean(suggestions)
    case .unknownDirective(let name): "Unknown directive \"@\(name)\"."
    case .misplacedDirective(let name, let location):
      "Directive \"@\(name)\" may not be used on \(location.rawValue)."
    case .unknownFragment(let name): "Unknown fragment \"\(name)\"."
    case .unknownType(let name, let suggestions):
      "Unknown type \"\(name)\"." + didYouMean(suggestions)
    case .anonymousOperationNotAlone:
      "This anonymous operation must be the only defined operation."
    case .fragmentCycle(let name, let via):
      "Cannot spread fragment \"\(name)\" within itself"
        + (via.isEmpty ? "." : " via \(via.map { "\"\($0)\"" }.joined(separator: ", ")).")
    case .undefinedVariable(let name, let operation?):
      "Variable \"$\(name)\" is not defined by operation \"\(operation)\"."
    case .undefinedVariable(let name, nil): "Variable \"$\(name)\" is not defined."
    case .unusedFragment(let name): "Fragment \"\(name)\" is never used."
    case .unusedVariable(let name, let operation?):
      "Variable \"$\(name)\" is never used in operation \"\(operation)\"."
    case .unusedVariable(let name, nil): "Variable \"$\(name)\" is never used."
    case .conflictingFields(let key, let reason):
      "Fields \"\(key)\" conflict because \(reason.message). "
        + "Use different aliases on the fields to fetch both if this was intentional."
    case .overlappingFieldsTooComplex:
      "The document selects fields in too many ways to check whether they can be merged."
    case .impossibleFragmentSpread(let name?, let parentType, let type):
      "Fragment \"\(name)\" cannot be spread here as objects of type \"\(parentType)\" "
        + "can never be of type \"\(type)\"."
    case .impossibleFragmentSpread(nil, let parentType, let type):
      "Fragment cannot be spread here as objects of type \"\(parentType)\" "
        + "can never be of type \"\(type)\"."
    case .missingArgument(let name, let type, .field(_, let field)):
      "Field \"\(field)\" argument \"\(name)\" of type \"\(type)\" is required, "
        + "but it was not provided."
    case .missingArgument(let name, let type, .directive(let directive)):
      "Directive \"@\(directive)\" argument \"\(name)\" of type \"\(type)\" is required, "
        + "but it was not provided."
    case .selectionOnLeaf(let field, let type):
      "Field \"\(field)\" must not have a selection since type \"\(type)\" has no subfields."
    case .missingSelection(let field, let type):
      "Field \"\(field)\" of type \"\(type)\" must have a selection of subfields. "
        + "Did you mean \"\(field) { ... }\"?"
    case .severalSubscriptionFields(let operation):
      "\(Self.subscription(operation)) must select only one top level field."
    case .introspectionInSubscription(let operation):
      "\(Self.subscription(operation)) must not select an introspection top level field."
    case .conditionalSubscriptionField(let operation):
      "\(Self.subscription(operation)) must not use `@skip` or `@include` directives "
        + "in the top level selection."
    case .duplicateArgument(let name): "There can be only one argument named \"\(name)\"."
    case .duplicateDirective(let name):
      "The directive \"@\(name)\" can only be used once at this location."
    case .duplicateFragment(let name): "There can be only one fragment named \"\(name)\"."
    case .duplicateInputField(let name): "There can be only one input field named \"\(name)\"."
    case .duplicateOperation(let name): "There can be only one operation named \"\(name)\"."
    case .duplicateVariable(let name): "There can be only one variable named \"$\(name)\"."
    case .nonInputVariable(let name, let type):
      "Variable \"$\(name)\" cannot be non-input type \"\(type)\"."
    case .misplacedVariable(let name, let type, let expected):
      "Variable \"$\(name)\" of type \"\(type)\" used in position expecting type \"\(expected)\"."
    case .nullableOneOfVariable(let name, let type, let inputType):
      "Variable \"$\(name)\" is of type \"\(type)\" but must be non-nullable to be used for "
        + "OneOf Input Object \"\(inputType)\"."
    case .introspectionTooDeep: "Maximum introspection depth exceeded"
    case .tooManyProblems: "Too many validation errors, error limit reached. Validation aborted."
    }
  }

  private static func subscription(_ name: String?) -> String {
    name.map { "Subscription \"\($0)\"" } ?? "Anonymous Subscription"
  }
}

extension FieldSuggestions {
  /// The suggestions as a question; empty if there are none.
  fileprivate var question: String {
    switch self {
    case .types(let names): didYouMean(names, "to use an inline fragment on ")
    case .fields(let names): didYouMean(names)
    }
  }
}

extension FieldConflict {
  /// The reason in words.
  package var message: String {
    switch self {
    case .differentFields(let first, let second):
      "\"\(first)\" and \"\(second)\" are different fields"
    case .differentArguments: "they have differing arguments"
    case .differentTypes(let first, let second):
      "they return conflicting types \"\(first)\" and \"\(second)\""
    case .subfields(let key, let reason):
      "subfields \"\(key)\" conflict because \(reason.message)"
    }
  }
}
