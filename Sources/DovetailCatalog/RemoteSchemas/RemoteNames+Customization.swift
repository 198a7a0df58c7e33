package import DovetailMetadata
import GraphQLLanguage
package import GraphQLTypeSystem
import OrderedCollections

extension RemoteNames {
  /// The names that a customization gives to the types and fields of a schema.
  ///
  /// - Throws: where names clash, or differ between an interface and its implementations.
  package init(
    _ customization: RemoteSchemaCustomization,
    of schema: StaticTypeSchema
  ) throws(RemoteSchemaError) {
    let namespace = customization.rootFieldsNamespace
    let types = Self.typeNames(customization, of: schema)
    try Self.checkTypesDistinct(types, of: schema)

    var fields: [String: [String: String]] = [:]
    for rules in customization.fieldNames {
      let parent = rules.parentType
      for (name, _) in rules.mapping where name.utf8.starts(with: "__".utf8) {
        throw RemoteSchemaError(
          .invalidParams,
          "attempt to customize reserved field name \"\(name)\""
        )
      }
      guard let type = schema.definedTypes[parent] else { continue }
      for field in type.fields.keys {
        let client =
          rules.mapping[field] ?? (rules.affixes.prefix ?? "") + field
          + (rules.affixes.suffix ?? "")
        if client != field { fields[parent, default: [:]][field] = client }
      }
    }
    self.init(namespace: namespace, types: types, fields: fields)
    for type in schema.definedTypes.values { try checkFieldsDistinct(of: type) }
    for type in schema.definedTypes.values { try checkInterfaces(of: type, in: schema) }
  }

  private static func typeNames(
    _ customization: RemoteSchemaCustomization,
    of schema: StaticTypeSchema
  ) -> [String: String] {
    let roots = Set(OperationKind.allCases.compactMap { schema.rootTypeName(for: $0) })
    let rules = customization.typeNames
    var names: [String: String] = [:]
    for name in Array(schema.definedTypes.keys) + BuiltInScalars.all.map(\.name) {
      let client: String
      if let mapped = rules?.mapping[name] {
        client = mapped
      } else if name.utf8.starts(with: "__".utf8) || BuiltInScalars.type(named: name) != nil {
        client = name
      } else if roots.contains(name) {
        client = (customization.rootFieldsNamespace ?? "") + name
      } else {
        client = (rules?.affixes.prefix ?? "") + name + (rules?.affixes.suffix ?? "")
      }
      if client != name { names[name] = client }
    }
    return names
  }

  private static func checkTypesDistinct(
    _ names: [String: String],
    of schema: StaticTypeSchema
  ) throws(RemoteSchemaError) {
    let all = Array(schema.definedTypes.keys) + BuiltInScalars.all.map(\.name)
    let repeated = repeatedNames(all.map { names[$0] ?? $0 })
    guard repeated.isEmpty else {
      throw RemoteSchemaError(
        .remoteSchemaError,
        "Type name mappings are not distinct; the following types appear more than once: "
          + quotedList(repeated)
      )
    }
  }

  private func checkFieldsDistinct(of type: SchemaType) throws(RemoteSchemaError) {
    let repeated = repeatedNames(type.fields.keys.map { fieldName($0, of: type.name) })
    guard repeated.isEmpty else {
      let kind = type.isAbstract ? "interface" : "object"
      throw RemoteSchemaError(
        .remoteSchemaError,
        "Field name mappings for \(kind) type \"\(type.name)\" are not distinct; the following "
          + "fields appear more than once: \(quotedList(repeated))"
      )
    }
  }

  private func checkInterfaces(
    of type: SchemaType,
    in schema: StaticTypeSchema
  ) throws(RemoteSchemaError) {
    guard case .object(_, let interfaces) = type.kind else { return }
    for interface in interfaces {
      for field in schema.definedTypes[interface]?.fields.keys ?? [] {
        let expected = fieldName(field, of: interface)
        let actual = fieldName(field, of: type.name)
        guard expected != actual else { continue }
        throw RemoteSchemaError(
          .remoteSchemaError,
          "Remote schema customization inconsistency: field name mapping for field \"\(field)\" "
            + "of interface \"\(interface)\" is inconsistent with mapping for type "
            + "\"\(type.name)\". Interface field name maps to \"\(expected)\". "
            + "Type field name maps to \"\(actual)\"."
        )
      }
    }
  }
}
