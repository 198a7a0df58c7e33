import GraphQLLanguage

extension SchemaProblem {
  /// The problem in words.
  package var message: String {
    switch self {
    case .missingQueryRoot: "Query root type must be provided."
    case .rootNotObject(.query, let type):
      "Query root type must be Object type, it cannot be \(type)."
    case .rootNotObject(let kind, let type):
      "\(kind.title) root type must be Object type if provided, it cannot be \(type)."
    case .sharedRoot(let type, let operations):
      "All root types must be different, \"\(type)\" type is used as "
        + "\(operations.map(\.rawValue).joined(separator: " and ")) root types."
    case .reservedName(let element):
      "Name \"\(element.name)\" must not begin with \"__\", "
        + "which is reserved by GraphQL introspection."
    case .invalidName(let element):
      "Names must only contain [_a-zA-Z0-9] and not start with a digit, "
        + "but \"\(element.name)\" does not."
    case .noFields(let type): "Type \(type) must define one or more fields."
    case .unknownType(let name, let element):
      "Unknown type \"\(name)\" in the definition of \(element)."
    case .notOutput(let element, let type):
      "The type of \(element) must be Output Type but got: \(type)."
    case .notInput(let element, let type):
      "The type of \(element) must be Input Type but got: \(type)."
    case .requiredDeprecated(.member(let type, let name)):
      "Required input field \(type).\(name) cannot be deprecated."
    case .requiredDeprecated(let element):
      "Required argument \(element) cannot be deprecated."
    case .noMembers(let union): "Union type \(union) must define one or more member types."
    case .duplicateMember(let union, let member):
      "Union type \(union) can only include type \(member) once."
    case .memberNotObject(let union, let member):
      "Union type \(union) can only include Object types, it cannot include \(member)."
    case .noValues(let enumeration):
      "Enum type \(enumeration) must define one or more values."
    case .reservedEnumValue(_, let value): "Enum values cannot be named: \(value)"
    case .malformedIntrospection(let place, let expected):
      "Introspection result is missing \(expected) at \(place)."
    case .unreadableDefault(let element, let text):
      "The default value of \(element) is no GraphQL value: \(text)"
    case .implementsNonInterface(let type, let other):
      "Type \(type) must only implement Interface types, it cannot implement \(other)."
    case .implementsItself(let type):
      "Type \(type) cannot implement itself because it would create a circular reference."
    case .implementsTwice(let type, let interface):
      "Type \(type) can only implement \(interface) once."
    case .missingInterface(let type, let interface, let via):
      "Type \(type) must implement \(interface) because it is implemented by \(via)."
    case .circularInterface(let type, let interface):
      "Type \(type) cannot implement \(interface) because it would create a circular reference."
    case .missingInterfaceField(let type, let interface, let field):
      "Interface field \(interface).\(field) expected but \(type) does not provide it."
    case .interfaceFieldType(let type, let interface, let field, let actual, let expected):
      "Interface field \(interface).\(field) expects type \(expected) "
        + "but \(type).\(field) is type \(actual)."
    case .missingInterfaceArgument(let type, let interface, let field, let argument):
      "Interface field argument \(interface).\(field)(\(argument):) expected "
        + "but \(type).\(field) does not provide it."
    case .interfaceArgumentType(
      let type,
      let interface,
      let field,
      let argument,
      let actual,
      let expected
    ):
      "Interface field argument \(interface).\(field)(\(argument):) expects type \(expected) "
        + "but \(type).\(field)(\(argument):) is type \(actual)."
    case .additionalRequiredArgument(let type, let interface, let field, let argument):
      "Object field \(type).\(field) includes required argument \(argument) "
        + "that is missing from the Interface field \(interface).\(field)."
    case .deprecatedImplementation(let type, let interface, let field):
      "Interface field \(interface).\(field) is not deprecated, "
        + "so implementation field \(type).\(field) must not be deprecated."
    case .noInputFields(let type):
      "Input Object type \(type) must define one or more fields."
    case .nullableOneOfField(let type, let field):
      "OneOf input field \(type).\(field) must be nullable."
    case .defaultInOneOf(let type, let field):
      "OneOf input field \(type).\(field) cannot have a default value."
    case .inputCycle(let type, let path):
      "Cannot reference Input Object \"\(type)\" within itself through a series of "
        + "non-null fields: \"\(path.joined(separator: "."))\"."
    case .defaultCycle(let type, let path):
      "Cannot reference the default value of \"\(type).\(path.first ?? "")\" within itself"
        + (path.count < 2 ? "." : " through the fields \"\(path.joined(separator: "."))\".")
    case .invalidDefault(let element, let problem):
      "\(element) has invalid default value: \(problem.message)"
    }
  }
}

extension OperationKind {
  /// The kind with an upper-case initial.
  fileprivate var title: String {
    switch self {
    case .query: "Query"
    case .mutation: "Mutation"
    case .subscription: "Subscription"
    }
  }
}
