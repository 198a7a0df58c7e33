import DovetailCatalog
package import DovetailPlan
package import DovetailSchema
package import GraphQLLanguage
package import GraphQLTypeSystem
package import OrderedCollections
import OrderedJSON

/// Reads arguments against their types, with the contract's errors (04 §11).
///
/// Structure is read here and now, so that a plan can depend on it; scalars become operands that
/// each request fills in.
package struct InputReader {
  let schema: RoleSchema
  let variables: VariableScope
  let limits: OperationLimits

  package init(schema: RoleSchema, variables: VariableScope, limits: OperationLimits) {
    self.schema = schema
    self.variables = variables
    self.limits = limits
  }

  /// A member of an input object (or an argument) that was given.
  package struct Member: Sendable {
    package var definition: SchemaInputValue
    package var value: GivenValue
    package var path: String
  }

  // MARK: Arguments

  /// The arguments of a field that were given, in the order of the document.
  ///
  /// - Throws: for unknown arguments, and for required ones that are missing.
  package func arguments(
    of field: CollectedField,
    _ definitions: OrderedDictionary<String, SchemaInputValue>
  ) throws(PlannerError) -> [Member] {
    var members: [Member] = []
    for argument in field.arguments {
      let name = argument.name.value
      guard let definition = definitions[name] else {
        throw PlannerError(
          message: "'\(field.name)' has no argument named '\(name)'",
          path: field.path
        )
      }
      let path = field.path + ".args" + pathComponent(name)
      try append(argument.value, as: definition, path: path, to: &members)
    }
    for definition in definitions.values where definition.isRequired {
      guard members.contains(where: { $0.definition.name == definition.name }) else {
        throw PlannerError(
          message: "missing required field '\(definition.name)'",
          path: field.path + ".args"
        )
      }
    }
    return members
  }

  // MARK: Input objects

  /// The members of an input object, in the order in which they were given.
  package func object(
    _ value: GivenValue,
    typeName: String,
    path: String
  ) throws(PlannerError) -> [Member] {
    guard let type = schema.type(named: typeName), case .inputObject(let fields, _) = type.kind
    else {
      throw PlannerError(
        code: .unexpected,
        message: "'\(typeName)' is not an input object type",
        path: path
      )
    }
    var members: [Member] = []
    switch value {
    case .literal(.object(let given, _)):
      for field in given {
        let definition = try definition(field.name.value, fields, typeName, path)
        let fieldPath = path + pathComponent(field.name.value)
        try append(field.value, as: definition, path: fieldPath, to: &members)
      }
    case .json(.object(let given), let reference):
      for (name, inner) in given {
        guard fields[name] != nil || isGraphQLName(name) else {
          throw PlannerError(
            message: "variable value contains object with key \"\(name)\", "
              + "which is not a legal GraphQL name"
          )
        }
        let definition = try definition(name, fields, typeName, path)
        let member = Member(
          definition: definition,
          value: .json(inner, reference.appending(.key(name))),
          path: path + pathComponent(name)
        )
        try checkNull(member)
        members.append(member)
      }
    default:
      throw expected("an object", typeName, value, path)
    }
    for definition in fields.values where definition.isRequired {
      guard members.contains(where: { $0.definition.name == definition.name }) else {
        throw PlannerError(message: "missing required field '\(definition.name)'", path: path)
      }
    }
    return members
  }

  /// Adds what a literal gives, which may be a variable.
  private func append(
    _ literal: Value,
    as definition: SchemaInputValue,
    path: String,
    to members: inout [Member]
  ) throws(PlannerError) {
    let value = try variables.resolve(
      literal,
      expected: definition.type,
      hasDefault: definition.defaultValue != nil,
      path: path
    )
    if schema.catalog.options.leavesOutUnboundVariables, variables.isUnbound(literal) { return }
    let member = Member(definition: definition, value: value, path: path)
    try checkNull(member)
    members.append(member)
  }

  /// Refuses null where the type has none.
  private func checkNull(_ member: Member) throws(PlannerError) {
    guard member.definition.type.isNonNull, member.value.isNull else { return }
    throw nullError(for: member.definition.type, path: member.path)
  }

  /// The error for null where something else is expected.
  package func nullError(for type: TypeReference, path: String) -> PlannerError {
    if case .list = type.nullable {
      return PlannerError(message: "expected a list, but found null", path: path)
    }
    let name = type.namedType
    let message =
      switch schema.type(named: name)?.kind {
      case .inputObject: "expected an object for type '\(name)', but found null"
      case .enum: "expected an enum value for type '\(name)', but found null"
      default: "unexpected null value for type '\(name)'"
      }
    return PlannerError(message: message, path: path)
  }

  private func definition(
    _ name: String,
    _ fields: OrderedDictionary<String, SchemaInputValue>,
    _ typeName: String,
    _ path: String
  ) throws(PlannerError) -> SchemaInputValue {
    guard let definition = fields[name] else {
      throw PlannerError(
        message: "field '\(name)' not found in type: '\(typeName)'",
        path: path + pathComponent(name)
      )
    }
    return definition
  }

  // MARK: Lists, enums, scalars

  /// The items of a list with their paths; a single value is a list of one.
  package func list(
    _ value: GivenValue,
    itemType: TypeReference,
    path: String
  ) throws(PlannerError) -> [(value: GivenValue, path: String)] {
    switch value {
    case .literal(.list(let items, _)):
      var read: [(GivenValue, String)] = []
      for (index, item) in items.enumerated() {
        let itemPath = path + "[\(index)]"
        let given = try variables.resolve(
          item,
          expected: itemType,
          hasDefault: false,
          path: itemPath
        )
        read.append((try nonNull(given, itemType, itemPath), itemPath))
      }
      return read
    case .json(.array(let items), let reference):
      // The shape of variables does not show how many scalars a list has.
      if !items.contains(where: \.isStructured) { variables.inspect(reference) }
      var read: [(GivenValue, String)] = []
      for (index, item) in items.enumerated() {
        let itemPath = path + "[\(index)]"
        let given = GivenValue.json(item, reference.appending(.index(index)))
        read.append((try nonNull(given, itemType, itemPath), itemPath))
      }
      return read
    case .literal(.null), .json(.null, _):
      throw PlannerError(message: "expected a list, but found null", path: path)
    default:
      return [(value, path)]
    }
  }

  private func nonNull(
    _ value: GivenValue,
    _ type: TypeReference,
    _ path: String
  ) throws(PlannerError) -> GivenValue {
    if type.isNonNull, value.isNull {
      throw PlannerError(
        message: "unexpected null value for type '\(type.namedType)'",
        path: path
      )
    }
    return value
  }

  /// The value of an enum.
  package func enumValue(
    _ value: GivenValue,
    typeName: String,
    path: String
  ) throws(PlannerError) -> SchemaEnumValue {
    guard let type = schema.type(named: typeName), case .enum(let values) = type.kind else {
      throw PlannerError(
        code: .unexpected,
        message: "'\(typeName)' is not an enum type",
        path: path
      )
    }
    let name: String
    switch value {
    case .literal(.enum(let given)):
      name = given.value
    case .json(.string(let given), let reference):
      variables.inspect(reference)
      name = given
    default:
      throw expected("an enum value", typeName, value, path)
    }
    guard let known = values[name] else {
      let list = values.keys.sorted().map { "'\($0)'" }.joined(separator: ", ")
      throw PlannerError(
        message: "expected one of the values [\(list)] for type '\(typeName)', but found '\(name)'",
        path: path
      )
    }
    return known
  }

  /// A boolean on which the plan depends.
  package func boolean(_ value: GivenValue, path: String) throws(PlannerError) -> Bool {
    switch value {
    case .literal(.boolean(let bool, _)):
      return bool
    case .json(.bool(let bool), let reference):
      variables.inspect(reference)
      return bool
    default:
      throw expected("a boolean", "Boolean", value, path)
    }
  }

  /// A text on which the plan depends.
  package func string(
    _ value: GivenValue,
    typeName: String = "String",
    path: String
  ) throws(PlannerError) -> String {
    switch value {
    case .literal(.string(let string)):
      return string.value
    case .json(.string(let string), let reference):
      variables.inspect(reference)
      return string
    default:
      throw expected("a string", typeName, value, path)
    }
  }

  /// A value that each request supplies, whatever its kind.
  package func operand(_ value: GivenValue, path: String) throws(PlannerError) -> Operand {
    switch value {
    case .json(_, let reference):
      return .variable(reference)
    case .literal(let literal):
      return try operand(literal, path: path, depth: 0)
    }
  }

  private func operand(
    _ literal: Value,
    path: String,
    depth: Int
  ) throws(PlannerError) -> Operand {
    guard depth < limits.inputDepth else {
      throw PlannerError(
        message: "the value is nested more than \(limits.inputDepth) levels deep",
        path: path
      )
    }
    switch literal {
    case .variable(let name):
      // Inside a value whose type is a scalar, any declared type may stand.
      guard let type = variables.type(of: name.value) else {
        throw PlannerError(message: "unbound variable \"\(name.value)\"")
      }
      let given = try variables.resolve(literal, expected: type, hasDefault: true, path: path)
      return try operand(given, path: path)
    case .list(let items, _):
      var operands: [Operand] = []
      for (index, item) in items.enumerated() {
        operands.append(try operand(item, path: path + "[\(index)]", depth: depth + 1))
      }
      return constant(list: operands)
    case .object(let fields, _):
      var members: [Operand.Member] = []
      for field in fields {
        let name = field.name.value
        members.append(
          Operand.Member(
            name: name,
            value: try operand(field.value, path: path + pathComponent(name), depth: depth + 1)
          )
        )
      }
      return constant(object: members)
    case .int, .float, .string, .boolean, .null, .enum:
      return .constant(constantJSON(of: literal))
    }
  }

  private func constant(list operands: [Operand]) -> Operand {
    var values: [JSONValue] = []
    for operand in operands {
      guard case .constant(let value) = operand else { return .list(operands) }
      values.append(value)
    }
    return .constant(.array(values))
  }

  private func constant(object members: [Operand.Member]) -> Operand {
    var object: JSONObject = [:]
    for member in members {
      guard case .constant(let value) = member.value else { return .object(members) }
      object[member.name] = value
    }
    return .constant(.object(object))
  }

  /// The error for a value of the wrong kind.
  package func expected(
    _ kind: String,
    _ typeName: String,
    _ value: GivenValue,
    _ path: String
  ) -> PlannerError {
    PlannerError(
      message: "expected \(kind) for type '\(typeName)', but found \(value.kindText)",
      path: path
    )
  }
}

extension GivenValue {
  /// Whether the value is null: given as such, or a variable without one.
  package var isNull: Bool {
    switch self {
    case .literal(let value): value.isNull
    case .json(let value, _): value.isNull
    }
  }
}

extension JSONValue {
  /// Whether a list of such values shows in the shape of variables item by item.
  fileprivate var isStructured: Bool {
    switch self {
    case .null, .array, .object: true
    case .bool, .number, .string: false
    }
  }
}

extension VariableReference {
  func appending(_ step: Step) -> VariableReference {
    VariableReference(name: name, path: path + [step])
  }
}
