import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections

/// The checks that a remote schema must pass before operations may be sent with it.
struct RemoteSchemaStructure {
  private let schema: StaticTypeSchema

  /// Checks a schema.
  ///
  /// - Throws: the first violation, in the contract's words.
  static func check(_ schema: StaticTypeSchema) throws(RemoteSchemaError) {
    let checks = RemoteSchemaStructure(schema: schema)
    try checks.checkRoots()
    for type in schema.definedTypes.values {
      try checks.checkNames(of: type)
      switch type.kind {
      case .scalar, .enum:
        break
      case .object(let fields, let interfaces):
        try checks.checkReferences(fields)
        try checks.checkInterfaces(interfaces, of: type)
      case .interface(let fields, _):
        if fields.isEmpty {
          throw failure("List of fields cannot be empty for interface '\(type.name)'")
        }
        try checks.checkReferences(fields)
      case .union(let members):
        try checks.checkMembers(members, of: type)
      case .inputObject(let fields, _):
        try checks.checkInputs(fields)
      }
    }
  }

  private init(schema: StaticTypeSchema) {
    self.schema = schema
  }

  // Names are sent as they are, so none may be more than a name.
  private func checkNames(of type: SchemaType) throws(RemoteSchemaError) {
    try Self.checkName(type.name)
    for field in type.fields.values {
      try Self.checkName(field.name)
      for argument in field.arguments.keys { try Self.checkName(argument) }
    }
    for field in type.inputFields.keys { try Self.checkName(field) }
    if case .enum(let values) = type.kind {
      for value in values.keys { try Self.checkName(value) }
    }
  }

  private static func checkName(_ name: String) throws(RemoteSchemaError) {
    guard isGraphQLName(name) else {
      throw failure("\"\(name)\" is not a valid GraphQL name")
    }
  }

  private func checkRoots() throws(RemoteSchemaError) {
    for kind in OperationKind.allCases {
      guard let name = schema.rootTypeName(for: kind) else {
        if kind == .query { throw Self.failure("Could not find type with name \"Query\"") }
        continue
      }
      let root = try type(named: name)
      guard case .object = root.kind else {
        throw RemoteSchemaError(.unexpected, "\"\(name)\" has to be an object type")
      }
    }
  }

  private func checkReferences(
    _ fields: OrderedDictionary<String, SchemaField>
  ) throws(RemoteSchemaError) {
    for field in fields.values {
      guard try type(named: field.type.namedType).isOutput else {
        throw Self.failure("expected output type, but got input type")
      }
      try checkInputs(field.arguments)
    }
  }

  private func checkInputs(
    _ values: OrderedDictionary<String, SchemaInputValue>
  ) throws(RemoteSchemaError) {
    for value in values.values {
      guard try type(named: value.type.namedType).isInput else {
        throw Self.failure("expected input type, but got output type")
      }
    }
  }

  private func checkMembers(
    _ members: [String],
    of union: SchemaType
  ) throws(RemoteSchemaError) {
    if members.isEmpty {
      throw Self.failure("List of member types cannot be empty for union type '\(union.name)'")
    }
    for member in members {
      guard let type = schema.type(named: member) else {
        throw Self.failure(
          "Could not find type '\(member)', which is defined as a member type of "
            + "Union '\(union.name)'"
        )
      }
      guard case .object = type.kind else {
        throw Self.failure(
          "Union type '\(union.name)' can only include object types. It cannot include '\(member)'"
        )
      }
    }
  }

  private func checkInterfaces(
    _ interfaces: [String],
    of object: SchemaType
  ) throws(RemoteSchemaError) {
    for name in interfaces {
      guard let type = schema.type(named: name), case .interface = type.kind else {
        throw Self.failure(
          "Could not find interface '\(name)' implemented by Object type '\(object.name)'"
        )
      }
      for field in type.fields.values { try check(field, of: name, on: object) }
    }
  }

  private func check(
    _ field: SchemaField,
    of interface: String,
    on object: SchemaType
  ) throws(RemoteSchemaError) {
    let ours = "'\(object.name)'.\"\(field.name)\""
    let theirs = "'\(interface)'.\"\(field.name)\""
    guard let own = object.fields[field.name] else {
      throw Self.failure(
        "Interface field \(theirs) expected, but '\(object.name)' does not provide it"
      )
    }
    guard schema.isSubtype(own.type, of: field.type) else {
      throw Self.failure(
        "The type of Object field \(ours) (\(own.type)) is not the same type/sub type of "
          + "Interface field \(theirs) (\(field.type))"
      )
    }
    for argument in field.arguments.values {
      guard let given = own.arguments[argument.name] else {
        throw Self.failure(
          "Interface field argument \(theirs)(\"\(argument.name)\":) required, but Object field "
            + "\(ours) does not provide it"
        )
      }
      guard given.type == argument.type else {
        throw Self.failure(
          "Interface field argument \(theirs)(\"\(argument.name)\":) expects type "
            + "\(argument.type), but \(ours)(\"\(argument.name)\":) has type \(given.type)"
        )
      }
    }
    for extra in own.arguments.values
    where field.arguments[extra.name] == nil && extra.type.isNonNull {
      throw Self.failure(
        "Object field argument \(ours)(\"\(extra.name)\":) is of required type \(extra.type), but "
          + "is not provided by Interface field \(theirs)"
      )
    }
  }

  private func type(named name: String) throws(RemoteSchemaError) -> SchemaType {
    guard let type = schema.type(named: name) else {
      throw Self.failure("Could not find type with name \"\(name)\"")
    }
    return type
  }

  private static func failure(_ message: String) -> RemoteSchemaError {
    RemoteSchemaError(.remoteSchemaError, message)
  }
}
