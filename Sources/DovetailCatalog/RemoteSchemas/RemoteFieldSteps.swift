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

  /// The steps from the query root, and the field of the last one.
  func resolve(
    _ definition: RemoteRelationshipDefinition.ToRemoteSchema
  ) throws(RemoteSchemaError) -> (steps: [ResolvedRemoteField.Step], leaf: SchemaField) {
    var parent = view.schema.rootTypeName(for: .query) ?? "Query"
    var steps: [ResolvedRemoteField.Step] = []
    var leaf: SchemaField?
    for (index, call) in definition.remoteField.enumerated() {
      guard let type = view.schema.type(named: parent), case .object(let fields, _) = type.kind,
        let field = fields[call.name]
      else {
        throw failure(
          "remote field with name \"\(call.name)\" and type \"\(parent)\" not found"
        )
      }
      var arguments: [RemoteArgumentTemplate.Member] = []
      for (name, value) in call.arguments {
        let type = try argumentType(name, of: field, on: parent)
        arguments.append(.init(name: name, value: try resolve(value, as: type)))
      }
      if index == definition.remoteField.count - 1, let batch = definition.batch,
        call.arguments[batch.argument] == nil, let only = lhsFields.first
      {
        // The batch's argument needs no template: what else could it take?
        let type = try argumentType(batch.argument, of: field, on: parent)
        arguments.append(.init(name: batch.argument, value: try key(only, as: type)))
      }
      steps.append(.init(parentType: parent, field: call.name, arguments: arguments))
      parent = field.type.namedType
      leaf = field
    }
    guard let leaf else { throw failure("\"remote_field\" names no field") }
    return (steps, leaf)
  }

  /// The type of one item of a batch's answer.
  func batchedType(
    _ batch: ResolvedRemoteField.Batch,
    of leaf: SchemaField,
    path: [ResolvedRemoteField.Step]
  ) throws(RemoteSchemaError) -> TypeReference {
    let template = path.last?.arguments.first { $0.name == batch.argument }?.value
    guard case .list(let items)? = template, items.count == 1, case .key? = items.first,
      lhsFields.count == 1
    else {
      throw failure(
        "batch argument \"\(batch.argument)\" must take a list, and there must be one join field"
      )
    }
    guard case .list(let item) = leaf.type.nullable else {
      throw failure("a batch needs a field that is a list, but \"\(leaf.name)\" is not")
    }
    if let key = batch.keyField {
      let field = view.schema.type(of: item)?.fields[key]
      guard let field, !field.arguments.values.contains(where: \.isRequired) else {
        throw failure("remote field with name \"\(key)\" and type \"\(item.namedType)\" not found")
      }
    }
    return item.nullable
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

  private func resolve(
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

  private func resolve(
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

  // A variable is not coerced to a list as a literal is, so the lists are written around it.
  private func key(
    _ name: String,
    as type: TypeReference
  ) throws(RemoteSchemaError) -> RemoteArgumentTemplate {
    guard GraphQLLanguage.isGraphQLName(name) else {
      throw failure("\"\(name)\" is not a valid GraphQL identifier")
    }
    guard let index = lhsFields.firstIndex(of: name) else {
      throw failure("variable \"\(name)\" is not found")
    }
    var position = type
    var lists = max(type.listDepth - (side.fields[name]?.listDepth ?? 0), 0)
    let wrappers = lists
    while lists > 0, case .list(let item) = position.nullable {
      position = item
      lists -= 1
    }
    var template = RemoteArgumentTemplate.key(index, type: position)
    for _ in 0..<wrappers { template = .list([template]) }
    return template
  }

  private func unknownArgument(_ name: String) -> RemoteSchemaError {
    failure("argument with name \"\(name)\" not found in remote schema")
  }

  private func failure(_ message: String) -> RemoteSchemaError {
    RemoteSchemaError(.invalidConfiguration, message)
  }
}

extension TypeReference {
  /// How many lists are around the named type.
  var listDepth: Int {
    switch self {
    case .named: 0
    case .list(let inner): 1 + inner.listDepth
    case .nonNull(let inner): inner.listDepth
    }
  }
}
