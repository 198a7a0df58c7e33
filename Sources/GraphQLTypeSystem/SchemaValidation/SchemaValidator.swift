import GraphQLLanguage
import OrderedCollections

/// Collects the problems of a schema.
struct SchemaValidator {
  /// What is checked.
  let schema: any TypeSchema
  private(set) var problems: [SchemaProblem] = []

  /// Starts without problems.
  init(schema: any TypeSchema) {
    self.schema = schema
  }

  /// Notes a problem.
  mutating func report(_ problem: SchemaProblem) { problems.append(problem) }

  /// Checks that the types of operations are different object types.
  mutating func checkRootTypes() {
    if schema.rootTypeName(for: .query) == nil { report(.missingQueryRoot) }
    var uses: OrderedDictionary<String, [OperationKind]> = [:]
    for kind in OperationKind.allCases {
      guard let name = schema.rootTypeName(for: kind) else { continue }
      if case .object? = schema.type(named: name)?.kind {
        uses[name, default: []].append(kind)
      } else {
        report(.rootNotObject(kind, type: name))
      }
    }
    for (name, kinds) in uses where kinds.count > 1 {
      report(.sharedRoot(type: name, operations: kinds))
    }
  }

  /// Checks the arguments of directives.
  mutating func checkDirectives() {
    for directive in schema.directives {
      checkName(.directive(directive.name))
      for argument in directive.arguments.values {
        checkInput(
          argument,
          .directiveArgument(directive: directive.name, name: argument.name)
        )
      }
    }
  }

  /// Checks all types, those of the specification excepted.
  mutating func checkTypes() {
    for name in schema.typeNames {
      guard BuiltInScalars.type(named: name) == nil,
        IntrospectionTypes.type(named: name) == nil,
        let type = schema.type(named: name)
      else { continue }
      checkName(.type(name))
      switch type.kind {
      case .scalar: break
      case .object(let fields, let interfaces), .interface(let fields, let interfaces):
        checkFields(fields, of: name)
        checkInterfaces(interfaces, of: type)
      case .union(let members): checkMembers(members, of: name)
      case .enum(let values): checkValues(values, of: name)
      case .inputObject(let fields, let isOneOf):
        checkInputFields(fields, of: name, isOneOf: isOneOf)
      }
    }
    checkInputCycles()
    if checkDefaultCycles() { checkDefaults() }
  }

  private mutating func checkFields(
    _ fields: OrderedDictionary<String, SchemaField>,
    of type: String
  ) {
    if fields.isEmpty { report(.noFields(type: type)) }
    for field in fields.values {
      let element = SchemaElement.member(type: type, name: field.name)
      checkName(element)
      if let fieldType = checkKnown(field.type, element), !fieldType.isOutput {
        report(.notOutput(element, type: field.type))
      }
      for argument in field.arguments.values {
        checkInput(argument, .argument(type: type, field: field.name, name: argument.name))
      }
    }
  }

  private mutating func checkInputFields(
    _ fields: ArgumentDefinitions,
    of type: String,
    isOneOf: Bool
  ) {
    if fields.isEmpty { report(.noInputFields(type: type)) }
    for field in fields.values {
      checkInput(field, .member(type: type, name: field.name))
      guard isOneOf else { continue }
      if field.type.isNonNull { report(.nullableOneOfField(type: type, field: field.name)) }
      if field.defaultValue != nil { report(.defaultInOneOf(type: type, field: field.name)) }
    }
  }

  private mutating func checkInput(_ value: SchemaInputValue, _ element: SchemaElement) {
    checkName(element)
    if let type = checkKnown(value.type, element), !type.isInput {
      report(.notInput(element, type: value.type))
    }
    if value.isRequired, value.deprecationReason != nil { report(.requiredDeprecated(element)) }
  }

  private mutating func checkMembers(_ members: [String], of union: String) {
    if members.isEmpty { report(.noMembers(union: union)) }
    var seen: Set<String> = []
    for member in members {
      if !seen.insert(member).inserted {
        report(.duplicateMember(union: union, member: member))
        continue
      }
      switch schema.type(named: member)?.kind {
      case .object?: break
      case nil: report(.unknownType(name: member, at: .type(union)))
      default: report(.memberNotObject(union: union, member: member))
      }
    }
  }

  private mutating func checkValues(
    _ values: OrderedDictionary<String, SchemaEnumValue>,
    of enumeration: String
  ) {
    if values.isEmpty { report(.noValues(enumeration: enumeration)) }
    for name in values.keys {
      checkName(.member(type: enumeration, name: name))
      if name == "true" || name == "false" || name == "null" {
        report(.reservedEnumValue(enumeration: enumeration, value: name))
      }
    }
  }

  private mutating func checkName(_ element: SchemaElement) {
    let name = element.name
    if !isGraphQLName(name) {
      report(.invalidName(element))
    } else if name.utf8.starts(with: "__".utf8) {
      report(.reservedName(element))
    }
  }

  private mutating func checkKnown(
    _ reference: TypeReference,
    _ element: SchemaElement
  ) -> SchemaType? {
    let type = schema.type(of: reference)
    if type == nil { report(.unknownType(name: reference.namedType, at: element)) }
    return type
  }
}
