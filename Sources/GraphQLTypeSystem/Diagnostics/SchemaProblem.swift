package import GraphQLLanguage

/// What can be wrong with a schema as a whole (specification §3).
package enum SchemaProblem: Sendable, Hashable {
  case missingQueryRoot
  case rootNotObject(OperationKind, type: String)
  case sharedRoot(type: String, operations: [OperationKind])
  case reservedName(SchemaElement)
  /// A name that the grammar does not allow.
  case invalidName(SchemaElement)
  case noFields(type: String)
  case unknownType(name: String, at: SchemaElement)
  case notOutput(SchemaElement, type: TypeReference)
  case notInput(SchemaElement, type: TypeReference)
  case requiredDeprecated(SchemaElement)
  case implementsNonInterface(type: String, other: String)
  case implementsItself(type: String)
  case implementsTwice(type: String, interface: String)
  case missingInterface(type: String, interface: String, via: String)
  case circularInterface(type: String, interface: String)
  case missingInterfaceField(type: String, interface: String, field: String)
  case interfaceFieldType(
    type: String,
    interface: String,
    field: String,
    actual: TypeReference,
    expected: TypeReference
  )
  case missingInterfaceArgument(type: String, interface: String, field: String, argument: String)
  case interfaceArgumentType(
    type: String,
    interface: String,
    field: String,
    argument: String,
    actual: TypeReference,
    expected: TypeReference
  )
  case additionalRequiredArgument(type: String, interface: String, field: String, argument: String)
  /// A field is deprecated while that of the interface is not.
  case deprecatedImplementation(type: String, interface: String, field: String)
  case noMembers(union: String)
  case duplicateMember(union: String, member: String)
  case memberNotObject(union: String, member: String)
  case noValues(enumeration: String)
  case reservedEnumValue(enumeration: String, value: String)
  case noInputFields(type: String)
  case nullableOneOfField(type: String, field: String)
  case defaultInOneOf(type: String, field: String)
  /// Fields that lead from the input object back to itself, all non-null.
  case inputCycle(type: String, path: [String])
  /// Fields whose defaults contain one another.
  case defaultCycle(type: String, path: [String])
  case invalidDefault(SchemaElement, InputProblem)
  /// A part of an introspection result that is missing or of the wrong kind.
  case malformedIntrospection(at: String, expected: String)
  /// The default value of an introspection result that is no GraphQL literal.
  case unreadableDefault(SchemaElement, text: String)
}

/// An element of a schema, written as a schema coordinate.
package enum SchemaElement: Sendable, Hashable, CustomStringConvertible {
  case type(String)
  /// A field of any kind of type, or an enum value.
  case member(type: String, name: String)
  case argument(type: String, field: String, name: String)
  case directive(String)
  case directiveArgument(directive: String, name: String)

  /// The coordinate, such as `Type.field(argument:)`.
  package var description: String {
    switch self {
    case .type(let name): name
    case .member(let type, let name): "\(type).\(name)"
    case .argument(let type, let field, let name): "\(type).\(field)(\(name):)"
    case .directive(let name): "@\(name)"
    case .directiveArgument(let directive, let name): "@\(directive)(\(name):)"
    }
  }

  /// The last name of the coordinate.
  package var name: String {
    switch self {
    case .type(let name), .directive(let name): name
    case .member(_, let name), .argument(_, _, let name), .directiveArgument(_, let name): name
    }
  }
}
