import GraphQLLanguage

extension DefinitionProblem {
  /// The problem in words.
  package var message: String {
    switch self {
    case .severalSchemaDefinitions: "Must provide only one schema definition."
    case .schemaDefinitionInExtension:
      "Cannot define a new schema within a schema extension."
    case .duplicateOperationType(let kind):
      "There can be only one \(kind.rawValue) type in schema."
    case .operationTypeExists(let kind):
      "Type for \(kind.rawValue) already defined in the schema. It cannot be redefined."
    case .duplicateType(let name): "There can be only one type named \"\(name)\"."
    case .typeExists(let name):
      "Type \"\(name)\" already exists in the schema. "
        + "It cannot also be defined in this type definition."
    case .duplicateDirectiveDefinition(let name):
      "There can be only one directive named \"@\(name)\"."
    case .directiveExists(let name):
      "Directive \"@\(name)\" already exists in the schema. It cannot be redefined."
    case .duplicateEnumValue(let type, let value):
      "Enum value \"\(type).\(value)\" can only be defined once."
    case .enumValueExists(let type, let value):
      "Enum value \"\(type).\(value)\" already exists in the schema. "
        + "It cannot also be defined in this type extension."
    case .duplicateField(let type, let field):
      "Field \"\(type).\(field)\" can only be defined once."
    case .fieldExists(let type, let field):
      "Field \"\(type).\(field)\" already exists in the schema. "
        + "It cannot also be defined in this type extension."
    case .duplicateArgumentDefinition(.field(let type, let field), let argument):
      "Argument \"\(type).\(field)(\(argument):)\" can only be defined once."
    case .duplicateArgumentDefinition(.directive(let directive), let argument):
      "Argument \"@\(directive)(\(argument):)\" can only be defined once."
    case .extensionOfOtherKind(let type, let kind):
      "Cannot extend non-\(kind) type \"\(type)\"."
    case .extensionOfUnknownType(let name, let suggestions):
      "Cannot extend type \"\(name)\" because it is not defined." + didYouMean(suggestions)
    }
  }
}
