package import OrderedCollections
package import OrderedJSON

/// How the names of a remote schema are changed.
package struct RemoteSchemaCustomization: MetadataValue {
  package var rootFieldsNamespace: String?
  package var typeNames: TypeNames?
  package var fieldNames: [FieldNames]

  /// New type names: a mapping, and what stands before and after the others.
  package struct TypeNames: MetadataValue {
    package var affixes: SourceCustomization.Affixes
    package var mapping: OrderedDictionary<String, String>
  }

  /// New names for the fields of a type, which has its original name.
  package struct FieldNames: MetadataValue {
    package var parentType: String
    package var affixes: SourceCustomization.Affixes
    package var mapping: OrderedDictionary<String, String>
  }

  package init(
    rootFieldsNamespace: String? = nil,
    typeNames: TypeNames? = nil,
    fieldNames: [FieldNames] = []
  ) {
    self.rootFieldsNamespace = rootFieldsNamespace
    self.typeNames = typeNames
    self.fieldNames = fieldNames
  }

  package init(_ reader: ValueReader) throws(MetadataError) {
    let object = try reader.object(of: "RemoteSchemaCustomization")
    self.init(
      rootFieldsNamespace: try object.optional("root_fields_namespace", as: GraphQLNameText.self)?
        .text,
      typeNames: try object.optional("type_names"),
      fieldNames: try object.optional("field_names", default: [])
    )
    object.reportUnknownKeys()
  }

  package var json: JSONValue {
    var writer = ObjectWriter()
    writer.write(nonEmpty: "field_names", fieldNames)
    writer.write(ifPresent: "root_fields_namespace", rootFieldsNamespace)
    writer.write(ifPresent: "type_names", typeNames)
    return writer.json
  }
}

extension RemoteSchemaCustomization.TypeNames {
  package init(
    prefix: String? = nil,
    suffix: String? = nil,
    mapping: OrderedDictionary<String, String> = [:]
  ) {
    affixes = SourceCustomization.Affixes(prefix: prefix, suffix: suffix)
    self.mapping = mapping
  }

  package init(_ reader: ValueReader) throws(MetadataError) {
    let object = try reader.object(of: "RemoteTypeCustomization")
    self.init(
      prefix: try readAffix(object, "prefix"),
      suffix: try readAffix(object, "suffix"),
      mapping: try readNameMapping(object)
    )
    object.reportUnknownKeys()
  }

  package var json: JSONValue {
    var writer = ObjectWriter()
    writeNames(affixes, mapping, to: &writer)
    return writer.json
  }
}

extension RemoteSchemaCustomization.FieldNames {
  package init(
    parentType: String,
    prefix: String? = nil,
    suffix: String? = nil,
    mapping: OrderedDictionary<String, String> = [:]
  ) {
    self.parentType = parentType
    affixes = SourceCustomization.Affixes(prefix: prefix, suffix: suffix)
    self.mapping = mapping
  }

  package init(_ reader: ValueReader) throws(MetadataError) {
    let object = try reader.object(of: "RemoteFieldCustomization")
    self.init(
      parentType: try object.required("parent_type"),
      prefix: try readAffix(object, "prefix"),
      suffix: try readAffix(object, "suffix"),
      mapping: try readNameMapping(object)
    )
    object.reportUnknownKeys()
  }

  package var json: JSONValue {
    var writer = ObjectWriter()
    writer.write("parent_type", parentType)
    writeNames(affixes, mapping, to: &writer)
    return writer.json
  }
}

private func readNameMapping(
  _ object: ObjectReader
) throws(MetadataError) -> OrderedDictionary<String, String> {
  var mapping: OrderedDictionary<String, String> = [:]
  guard let reader = object.reader("mapping"), !reader.value.isNull else { return mapping }
  guard case .object(let members) = reader.value else {
    throw reader.mismatch(type: "HashMap", expected: "Object")
  }
  for (name, newName) in members {
    mapping[name] = try GraphQLNameText(reader.child(newName, at: name)).text
  }
  return mapping
}

/// What stands before or after names; together with them it must be a name.
private func readAffix(_ object: ObjectReader, _ key: String) throws(MetadataError) -> String? {
  guard let reader = object.reader(key), !reader.value.isNull else { return nil }
  let affix = try String(reader)
  guard affix.isEmpty || isGraphQLName(key == "suffix" ? "_" + affix : affix) else {
    throw reader.error("\"\(affix)\" is not a valid GraphQL identifier")
  }
  return affix
}

private func writeNames(
  _ affixes: SourceCustomization.Affixes,
  _ mapping: OrderedDictionary<String, String>,
  to writer: inout ObjectWriter
) {
  writer.write(ifPresent: "prefix", affixes.prefix)
  writer.write(ifPresent: "suffix", affixes.suffix)
  if !mapping.isEmpty {
    var names = ObjectWriter()
    for (name, newName) in mapping { names.write(name, newName) }
    writer.write("mapping", names.json)
  }
}
