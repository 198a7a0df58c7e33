import DovetailCatalog
import DovetailMetadata
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections

extension RoleSchema {
  /// A root field of a tracked function, if the role may call it and read what it gives.
  func makeFunctionField(
    _ name: String,
    _ functionName: FunctionName,
    _ source: SourceName,
    _ field: TrackedFunction.Field
  ) -> SchemaField? {
    guard let function = catalog.sources[source]?.functions[functionName], mayCall(function),
      let view = view(of: function.table, in: source)
    else { return nil }
    var arguments = functionArguments(function, source)
    arguments.merge(rowArguments(view)) { first, _ in first }
    let table = view.table.naming.base
    let row = reference(.row(view.id))
    switch field {
    case .rows:
      return SchemaField(
        name: name,
        description: describe(
          function.description,
          "execute function \"\(function.name)\" which returns \"\(table)\""
        ),
        arguments: arguments,
        type: function.isSet ? .nonNull(.list(.nonNull(row))) : row,
        attachment: FieldMeaning.function(function, view)
      )
    case .aggregate:
      guard view.allowsAggregations else { return nil }
      return SchemaField(
        name: name,
        description: describe(
          function.description,
          "execute function \"\(function.name)\" and query aggregates on result of table type "
            + "\"\(table)\""
        ),
        arguments: arguments,
        type: .nonNull(reference(.aggregate(view.id))),
        attachment: FieldMeaning.functionAggregate(function, view)
      )
    }
  }

  /// Reading functions may be called by who may read the table, unless permissions are explicit;
  /// functions that change something always need a permission (contract 05 §8).
  func mayCall(_ function: TrackedFunction) -> Bool {
    if isAdmin || function.roles.contains(role) { return true }
    if function.exposure == .query, catalog.options.infersFunctionPermissions { return true }
    return catalog.inheritedRoles[role]?.contains { function.roles.contains($0) } ?? false
  }

  /// `args`, if the function takes anything of clients.
  func functionArguments(
    _ function: TrackedFunction,
    _ source: SourceName
  ) -> OrderedDictionary<String, SchemaInputValue> {
    let given = clientArguments(of: function.arguments)
    guard !given.isEmpty else { return [:] }
    let type = reference(.functionArguments(source, function.name))
    let isRequired = given.contains { !$0.argument.hasDefault }
    return [
      "args": SchemaInputValue(
        name: "args",
        description: "input parameters for function \"\(function.name)\"",
        type: isRequired ? .nonNull(type) : type
      )
    ]
  }

  /// `f_args`: all fields may be null, since all arguments of functions may.
  func makeFunctionArgumentsType(_ source: SourceName, _ name: FunctionName) -> SchemaType? {
    guard let function = catalog.sources[source]?.functions[name] else { return nil }
    return SchemaType(
      name: typeName(.functionArguments(source, name)),
      kind: .inputObject(fields: argumentFields(function.arguments), isOneOf: false)
    )
  }

  /// The arguments that clients give, as fields of an input object.
  func argumentFields(
    _ arguments: [FunctionArgument]
  ) -> OrderedDictionary<String, SchemaInputValue> {
    var fields: OrderedDictionary<String, SchemaInputValue> = [:]
    for (name, argument) in clientArguments(of: arguments) {
      fields[name] = SchemaInputValue(
        name: name,
        type: valueType(argument.type),
        attachment: argument
      )
    }
    return fields
  }

  func functionTypeName(_ source: SourceName, _ name: FunctionName, _ words: [String]) -> String {
    catalog.sources[source]?.functions[name]?.naming.typeName(words)
      ?? ([name.name] + words).joined(separator: "_")
  }
}
