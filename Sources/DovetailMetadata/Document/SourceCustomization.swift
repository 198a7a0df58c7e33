package import OrderedJSON

/// How a source changes the names of its fields and types.
package struct SourceCustomization: MetadataValue {
  package var rootFields: RootFields
  package var typeNames: Affixes
  /// `hasura-default` or `graphql-default`; nil for the server's default.
  package var namingConvention: String?

  /// What stands before and after a name.
  package struct Affixes: Sendable, Hashable {
    package var prefix: String?
    package var suffix: String?

    package init(prefix: String? = nil, suffix: String? = nil) {
      self.prefix = prefix
      self.suffix = suffix
    }
  }

  /// How root fields are named and whether they stand below a field of their own.
  package struct RootFields: Sendable, Hashable {
    package var namespace: String?
    package var affixes: Affixes

    package init(namespace: String? = nil, affixes: Affixes = Affixes()) {
      self.namespace = namespace
      self.affixes = affixes
    }
  }

  package init(
    rootFields: RootFields = RootFields(),
    typeNames: Affixes = Affixes(),
    namingConvention: String? = nil
  ) {
    self.rootFields = rootFields
    self.typeNames = typeNames
    self.namingConvention = namingConvention
  }

  /// A source that changes nothing.
  package static let none = SourceCustomization()

  package init(_ reader: ValueReader) throws(MetadataError) {
    self.init()
    let object = try reader.object(of: "SourceCustomization")
    if let fields = object.reader("root_fields"), !fields.value.isNull {
      let members = try fields.object(of: "RootFieldsCustomization")
      rootFields.namespace = try members.optional("namespace")
      rootFields.affixes = try readAffixes(members)
    }
    if let types = object.reader("type_names"), !types.value.isNull {
      typeNames = try readAffixes(types.object(of: "SourceTypeCustomization"))
    }
    if let convention = object.reader("naming_convention"), !convention.value.isNull {
      let name = try String(convention)
      guard name == "hasura-default" || name == "graphql-default" else {
        throw convention.error(
          "naming convention should be either \"hasura-default\" or \"graphql-default\", "
            + "but received \"\(name)\""
        )
      }
      namingConvention = name
    }
    object.reportUnknownKeys()
  }

  package var json: JSONValue {
    var root = ObjectWriter()
    root.write(ifPresent: "namespace", rootFields.namespace)
    write(rootFields.affixes, to: &root)
    var types = ObjectWriter()
    write(typeNames, to: &types)
    var writer = ObjectWriter()
    writer.write(ifPresent: "naming_convention", namingConvention)
    if rootFields != RootFields() { writer.write("root_fields", root.json) }
    if typeNames != Affixes() { writer.write("type_names", types.json) }
    return writer.json
  }

  private func write(_ affixes: Affixes, to writer: inout ObjectWriter) {
    writer.write(ifPresent: "prefix", affixes.prefix)
    writer.write(ifPresent: "suffix", affixes.suffix)
  }
}

private func readAffixes(
  _ object: ObjectReader
) throws(MetadataError) -> SourceCustomization.Affixes {
  let affixes = SourceCustomization.Affixes(
    prefix: try object.optional("prefix"),
    suffix: try object.optional("suffix")
  )
  object.reportUnknownKeys()
  return affixes
}
