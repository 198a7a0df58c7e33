import DovetailMetadata
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections
import OrderedJSON

/// Follows the chain of a relationship's `remote_field` and types its arguments.
struct RemoteFieldSteps {
  let view: RemoteSchemaView
  let side: RemoteJoinSide
  let lhsFields: [String]
  let keyFields: [RemoteJoinField]
  /// The part of the key whose elements are looked up one by one.
  private(set) var spread: Int?

  init(
    view: RemoteSchemaView,
    side: RemoteJoinSide,
    lhsFields: [String],
    keyFields: [RemoteJoinField]
  ) {
    self.view = view
    self.side = side
    self.lhsFields = lhsFields
    self.keyFields = keyFields
  }

  /// The steps from the query root, with their types.
  mutating func resolve(_ calls: [RemoteFieldStep]) throws(RemoteSchemaError) -> RemoteFieldPath {
    var parent = view.schema.rootTypeName(for: .query) ?? "Query"
    var steps: [ResolvedRemoteField.Step] = []
    var types: [TypeReference] = []
    var leaf: SchemaField?
    for (index, call) in calls.enumerated() {
      let field = try self.field(call.name, of: parent)
      var arguments: [RemoteArgumentTemplate.Member] = []
      let entity = index == 0 ? try RemoteEntities(view: view).type(namedBy: call) : nil
      for (name, value) in call.arguments {
        let type = try argumentType(name, of: field, on: parent)
        let template =
          if let entity, name == RemoteEntities.argument {
            try representations(value, of: entity)
          } else {
            try resolve(value, as: type)
          }
        arguments.append(.init(name: name, value: template))
      }
      steps.append(.init(parentType: parent, field: call.name, arguments: arguments))
      types.append(field.type)
      parent = entity?.name ?? field.type.namedType
      leaf = field
      if let entity { leaf?.type = .named(Name(entity.name)) }
    }
    guard let leaf else { throw failure("\"remote_field\" names no field") }
    return RemoteFieldPath(steps: steps, leaf: leaf, types: types)
  }

  /// The calls with the batch's argument in them: a list of one item, which takes the key.
  ///
  /// The definition need not spell it where there is one join field: what else could it take?
  func withBatchTemplate(
    _ definition: RemoteRelationshipDefinition.ToRemoteSchema
  ) throws(RemoteSchemaError) -> [RemoteFieldStep] {
    guard let batch = definition.batch, let argument = batch.argument.first else {
      return definition.remoteField
    }
    var calls = definition.remoteField
    var parent = view.schema.rootTypeName(for: .query) ?? "Query"
    var place: Int?
    for (index, call) in calls.enumerated() {
      let field = try self.field(call.name, of: parent)
      let hasArgument = (try? argumentType(argument, of: field, on: parent)) != nil
      if call.arguments[argument] != nil || hasArgument { place = index }
      parent = field.type.namedType
    }
    guard let place else { throw unknownArgument(argument) }
    let only = lhsFields.count == 1 ? lhsFields.first : nil
    guard
      let given = Self.batchList(
        in: .object(calls[place].arguments),
        at: batch.argument[...],
        only: only
      ), case .object(let arguments) = given
    else {
      throw failure(
        "batch argument \"\(batch.argument.joined(separator: "."))\" needs a template in "
          + "\"arguments\": a list of one item that says what it takes of each key"
      )
    }
    calls[place].arguments = arguments
    return calls
  }

  private static func batchList(
    in value: JSONValue,
    at path: ArraySlice<String>,
    only: String?
  ) -> JSONValue? {
    guard let name = path.first else {
      switch value {
      case .null: return only.map { .array([.string("$" + $0)]) }
      case .array(let items): return items.count == 1 ? value : nil
      case .string, .object: return [value]
      default: return nil
      }
    }
    var members: JSONObject
    switch value {
    case .null: members = [:]
    case .object(let given): members = given
    default: return nil
    }
    guard
      let inner = batchList(in: members[name] ?? .null, at: path.dropFirst(), only: only)
    else { return nil }
    members[name] = inner
    return .object(members)
  }

  private func field(
    _ name: String,
    of parent: String
  ) throws(RemoteSchemaError) -> SchemaField {
    guard let type = view.schema.type(named: parent), case .object(let fields, _) = type.kind,
      let field = fields[name]
    else {
      throw failure("remote field with name \"\(name)\" and type \"\(parent)\" not found")
    }
    return field
  }

  // A role's preset gives way to the relationship, so a preset argument is there after all.
  private func argumentType(
    _ name: String,
    of field: SchemaField,
    on parent: String
  ) throws(RemoteSchemaError) -> TypeReference {
    if let argument = field.arguments[name] { return argument.type }
    let place = RemoteInputPlace.argument(type: parent, field: field.name, name: name)
    guard let type = view.presetTypes[place] else { throw unknownArgument(name) }
    return type
  }

  // MARK: Templates

  private mutating func resolve(
    _ value: JSONValue,
    as type: TypeReference
  ) throws(RemoteSchemaError) -> RemoteArgumentTemplate {
    switch value {
    case .null:
      throw failure("null is not allowed here")
    case .bool(let flag):
      return try literal(.boolean(flag), named: "Boolean", as: type)
    case .number(let number):
      return number.int64 != nil
        ? try literal(.int(number.text), named: "Int", as: type)
        : try literal(.float(number.text), named: "Float", as: type)
    case .string(let text):
      guard text.utf8.first == UInt8(ascii: "$") else {
        return try literal(.string(StringValue(text)), named: "String", as: type)
      }
      return try key(String(text.dropFirst()), as: type)
    case .array(let items):
      guard case .list(let item) = type.nullable else {
        throw failure("type \"\(type.namedType)\"is not a list type")
      }
      guard items.count < 2 else {
        throw failure("multiple elements in list value is not supported")
      }
      guard let only = items.first else { return .literal(.list([])) }
      return .list([try resolve(only, as: item)])
    case .object(let members):
      return try resolve(members, as: type.namedType)
    }
  }

  private mutating func resolve(
    _ members: JSONObject,
    as type: String
  ) throws(RemoteSchemaError) -> RemoteArgumentTemplate {
    guard let inputType = view.schema.type(named: type),
      case .inputObject(let fields, _) = inputType.kind
    else { throw failure("expected type \"\(type)\" but got an object") }
    var resolved: [RemoteArgumentTemplate.Member] = []
    for (name, value) in members {
      let place = RemoteInputPlace.inputField(type: type, name: name)
      guard let fieldType = fields[name]?.type ?? view.presetTypes[place] else {
        throw unknownArgument(name)
      }
      resolved.append(.init(name: name, value: try resolve(value, as: fieldType)))
    }
    return .object(resolved)
  }

  /// The representations of entities: a list of one object, typed by the fields of the entity.
  private mutating func representations(
    _ value: JSONValue,
    of entity: SchemaType
  ) throws(RemoteSchemaError) -> RemoteArgumentTemplate {
    guard case .array(let items) = value, let only = items.first?.objectValue else {
      throw failure("\"representations\" must be a list of one object with a \"__typename\"")
    }
    return .list([try representation(only, of: entity)])
  }

  private mutating func representation(
    _ members: JSONObject,
    of type: SchemaType
  ) throws(RemoteSchemaError) -> RemoteArgumentTemplate {
    var resolved: [RemoteArgumentTemplate.Member] = []
    for (name, value) in members {
      if name == "__typename", let text = value.stringValue {
        resolved.append(.init(name: name, value: .literal(.string(StringValue(text)))))
        continue
      }
      guard let field = type.fields[name] else {
        throw failure("remote field with name \"\(name)\" and type \"\(type.name)\" not found")
      }
      if case .object(let inner) = value, let innerType = view.schema.type(of: field.type),
        innerType.isComposite
      {
        resolved.append(.init(name: name, value: try representation(inner, of: innerType)))
      } else {
        resolved.append(.init(name: name, value: try resolve(value, as: field.type)))
      }
    }
    return .object(resolved)
  }

  /// A single value may stand for a list of one, so only the innermost names count.
  private func literal(
    _ value: Value,
    named name: String,
    as type: TypeReference
  ) throws(RemoteSchemaError) -> RemoteArgumentTemplate {
    let expected = type.namedType
    if expected == "ID" {
      guard name == "Int" || name == "String" else {
        throw failure(
          "Only ID, Int, uuid or String scalar types can be joined to the ID type, but received "
            + "\"\(name)\""
        )
      }
    } else if expected != name {
      throw failure("expected type \"\(expected)\" but got \"\(name)\"")
    }
    return .literal(value)
  }

  // A variable is not coerced to a list as a literal is, so the lists are written around it. Where
  // the field has more lists than the argument, its elements are looked up one by one.
  private mutating func key(
    _ name: String,
    as type: TypeReference
  ) throws(RemoteSchemaError) -> RemoteArgumentTemplate {
    let parsed = RemoteJoinField(parsing: name)
    guard let parsed, GraphQLLanguage.isGraphQLName(parsed.name) else {
      throw failure("\"\(name)\" is not a valid GraphQL identifier")
    }
    guard let index = lhsFields.firstIndex(where: { $0 == name || $0 == name + "[]" }),
      let values = try side.joinField(lhsFields[index])?.values
    else {
      throw failure("variable \"\(name)\" is not found")
    }
    if let reason = RemoteKeyConversion(view: view).refusal(of: values.typeName, as: type) {
      throw failure(reason)
    }
    let difference = type.listDepth - values.listDepth
    if difference < 0 {
      guard difference == -1, spread == nil || spread == index else {
        throw failure(
          "variable \"\(name)\" holds lists; of the join fields one may be a list of keys, whose "
            + "elements are looked up one by one"
        )
      }
      spread = index
      return .key(index, type: type)
    }
    guard spread != index else {
      throw failure("variable \"\(name)\" cannot be a list and an element of it at once")
    }
    var position = type
    for _ in 0..<difference {
      if case .list(let item) = position.nullable { position = item }
    }
    var template = RemoteArgumentTemplate.key(index, type: position)
    for _ in 0..<difference { template = .list([template]) }
    return template
  }

  private func unknownArgument(_ name: String) -> RemoteSchemaError {
    failure("argument with name \"\(name)\" not found in remote schema")
  }

  private func failure(_ message: String) -> RemoteSchemaError {
    RemoteSchemaError(.invalidConfiguration, message)
  }
}
