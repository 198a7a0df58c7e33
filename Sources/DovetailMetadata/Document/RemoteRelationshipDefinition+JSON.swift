import OrderedCollections
package import OrderedJSON

extension RemoteRelationshipDefinition {
  package init(_ reader: ValueReader) throws(MetadataError) {
    try self.init(reader, allowsLegacyFormat: true)
  }

  /// Reads a definition; commands on remote schema types know no old form.
  init(_ reader: ValueReader, allowsLegacyFormat: Bool) throws(MetadataError) {
    let object = try reader.object(of: "RemoteRelationshipDefinition")
    let source = object.reader("to_source")
    let schema = object.reader("to_remote_schema")
    let isLegacy = object.members["remote_schema"] != nil && allowsLegacyFormat
    switch (source, schema, isLegacy) {
    case (let source?, nil, false):
      self = .toSource(try ToSource(source))
    case (nil, let schema?, false):
      self = .toRemoteSchema(try ToRemoteSchema(schema.object(of: "ToSchemaRelationshipDef")))
    case (nil, nil, true):
      self = .toRemoteSchema(try ToRemoteSchema(legacy: object))
    default:
      throw object.error(
        allowsLegacyFormat
          ? "remote relationship definition expects exactly one of: "
            + "to_source, to_remote_schema, remote_schema"
          : "remote relationship definition (strict format) expects exactly one of: "
            + "to_source, to_remote_schema"
      )
    }
    object.reportUnknownKeys()
  }

  package var json: JSONValue {
    switch self {
    case .toSource(let definition):
      return ["to_source": definition.json]
    case .toRemoteSchema(let definition):
      return definition.isLegacyFormat
        ? definition.json : ["to_remote_schema": definition.json]
    }
  }
}

extension RemoteRelationshipDefinition.ToSource {
  init(_ reader: ValueReader) throws(MetadataError) {
    let object = try reader.object(of: "ToSourceRelationshipDef")
    let kind = try object.requiredReader("relationship_type")
    guard let relationshipKind = RelationshipKind(rawValue: try String(kind)) else {
      throw kind.error("expected one of: \"object\", \"array\"")
    }
    self.init(
      source: try object.required("source"),
      table: try TableName(object.requiredReader("table").with(kind: .unknown)),
      kind: relationshipKind,
      fieldMapping: try readFieldMapping(object.requiredReader("field_mapping")),
      onError: try readLookupFailure(object),
      strategy: try readStrategy(object),
      lookups: try object.optional("lookups")
    )
    object.reportUnknownKeys()
  }

  var json: JSONValue {
    var mapping = ObjectWriter()
    for (field, column) in fieldMapping { mapping.write(field, column) }
    var writer = ObjectWriter()
    writer.write("field_mapping", mapping.json)
    writer.write("relationship_type", kind.rawValue)
    writer.write("source", source)
    writer.write("table", table)
    writer.write(ifPresent: "on_error", onError?.rawValue)
    writer.write(ifPresent: "strategy", strategy?.rawValue)
    writer.write(ifPresent: "lookups", lookups)
    return writer.json
  }
}

extension RemoteRelationshipDefinition.ToRemoteSchema {
  init(_ object: ObjectReader) throws(MetadataError) {
    self.init(
      remoteSchema: try object.required("remote_schema"),
      lhsFields: try object.required("lhs_fields"),
      remoteField: try readRemoteField(object.requiredReader("remote_field")),
      batch: try object.optional("batch"),
      onError: try readLookupFailure(object),
      strategy: try readStrategy(object),
      lookups: try object.optional("lookups")
    )
    object.reportUnknownKeys()
  }

  /// Reads the form before sources: the members stand among those of a command.
  init(legacy object: ObjectReader) throws(MetadataError) {
    self.init(
      remoteSchema: try object.required("remote_schema"),
      lhsFields: try object.required("hasura_fields"),
      remoteField: try readRemoteField(object.requiredReader("remote_field")),
      isLegacyFormat: true
    )
  }

  var json: JSONValue {
    var writer = ObjectWriter()
    writer.write(isLegacyFormat ? "hasura_fields" : "lhs_fields", lhsFields)
    writer.write("remote_field", remoteFieldJSON(remoteField[...]))
    writer.write("remote_schema", remoteSchema)
    writer.write(ifPresent: "batch", batch)
    writer.write(ifPresent: "on_error", onError?.rawValue)
    writer.write(ifPresent: "strategy", strategy?.rawValue)
    writer.write(ifPresent: "lookups", lookups)
    return writer.json
  }
}

private func readFieldMapping(
  _ reader: ValueReader
) throws(MetadataError) -> OrderedDictionary<String, ColumnName> {
  guard case .object(let members) = reader.value else {
    throw reader.mismatch(type: "HashMap", expected: "Object")
  }
  var mapping: OrderedDictionary<String, ColumnName> = [:]
  for (field, column) in members {
    mapping[field] = try ColumnName(reader.child(column, at: field))
  }
  return mapping
}

private func readLookupFailure(
  _ object: ObjectReader
) throws(MetadataError) -> RemoteRelationshipDefinition.LookupFailure? {
  guard let reader = object.reader("on_error"), !reader.value.isNull else { return nil }
  guard let failure = RemoteRelationshipDefinition.LookupFailure(rawValue: try String(reader))
  else {
    throw reader.error("expected one of: \"null\", \"fail\"")
  }
  return failure
}

private func readStrategy(
  _ object: ObjectReader
) throws(MetadataError) -> RemoteRelationshipDefinition.Strategy? {
  guard let reader = object.reader("strategy"), !reader.value.isNull else { return nil }
  let text = try String(reader)
  guard text != "auto" else { return nil }
  guard let strategy = RemoteRelationshipDefinition.Strategy(rawValue: text) else {
    let known = RemoteRelationshipDefinition.Strategy.allCases.map { "\"\($0.rawValue)\"" }
    throw reader.error("expected one of: \"auto\", \(known.joined(separator: ", "))")
  }
  return strategy
}

/// Reads `{"a": {"arguments": {…}, "field": {"b": …}}}` as steps, without recursion.
private func readRemoteField(_ reader: ValueReader) throws(MetadataError) -> [RemoteFieldStep] {
  var steps: [RemoteFieldStep] = []
  var next: ValueReader? = reader
  while let level = next {
    let object = try level.object(of: "RemoteFields")
    guard let name = object.members.keys.first, object.members.count == 1 else {
      throw level.error(
        object.members.isEmpty
          ? "Only one root field allowed, found none" : "Only one root field allowed"
      )
    }
    guard isGraphQLName(name) else {
      throw level.error("\"\(name)\" is not a valid GraphQL identifier")
    }
    let call = try object.requiredReader(name).object(of: "FieldCall")
    let arguments = try call.requiredReader("arguments")
    guard case .object(let templates) = arguments.value else {
      throw arguments.mismatch(type: "RemoteArguments", expected: "Object")
    }
    for (argument, template) in templates {
      try checkTemplate(arguments.child(template, at: argument))
    }
    steps.append(RemoteFieldStep(name: name, arguments: templates))
    next = call.reader("field").flatMap { $0.value.isNull ? nil : $0 }
    call.reportUnknownKeys()
  }
  return steps
}

/// Checks that each `$name` in a template is a name.
private func checkTemplate(_ reader: ValueReader) throws(MetadataError) {
  switch reader.value {
  case .string(let text) where text.hasPrefix("$"):
    guard RemoteJoinField(parsing: String(text.dropFirst())).map({ isGraphQLName($0.name) }) == true
    else {
      throw reader.error("invalid variable name \"\(text.dropFirst())\" in a remote argument")
    }
  case .array:
    for element in try reader.elements() { try checkTemplate(element) }
  case .object(let members):
    for (key, value) in members { try checkTemplate(reader.child(value, at: key)) }
  default: break
  }
}

private func remoteFieldJSON(_ steps: ArraySlice<RemoteFieldStep>) -> JSONValue {
  var json: JSONValue?
  for step in steps.reversed() {
    var call = ObjectWriter()
    call.write("arguments", JSONValue.object(step.arguments))
    call.write(ifPresent: "field", json)
    json = [step.name: call.json]
  }
  return json ?? [:]
}
