package import GraphQLLanguage
package import GraphQLTypeSystem
package import OrderedCollections

/// A remote schema as a role sees it.
package final class RemoteSchemaView: Sendable {
  /// The types with the service's names; what the role may not name is not in it.
  package let schema: StaticTypeSchema
  /// The same with the names that clients see, the order kept.
  package let clientSchema: StaticTypeSchema
  package let names: RemoteNames
  /// What is sent for arguments and input fields that are hidden from the role.
  package let presets: [RemoteInputPlace: RemotePreset]
  /// The types of preset arguments and input fields, which `schema` does not tell.
  package let presetTypes: [RemoteInputPlace: TypeReference]
  /// Of a federation subgraph the keys of its entities, by the service's names.
  package let entityKeys: [String: [[String]]]
  /// For each input object type in or below which something is preset, what is preset in it.
  private let presetFields: [String: [String]]
  /// The presets of arguments, by type and field.
  private let presetArguments: [FieldPlace: OrderedDictionary<String, RemotePreset>]

  private struct FieldPlace: Hashable {
    var type: String
    var field: String
  }

  init(
    schema: StaticTypeSchema,
    names: RemoteNames,
    presets: [RemoteInputPlace: RemotePreset] = [:],
    presetTypes: [RemoteInputPlace: TypeReference] = [:],
    entityKeys: [String: [[String]]] = [:]
  ) {
    self.entityKeys = entityKeys
    self.schema = schema
    self.names = names
    self.presets = presets
    self.presetTypes = presetTypes
    self.clientSchema = names.areUnchanged ? schema : names.clientSchema(of: schema)
    var fields: [String: [String]] = [:]
    var arguments: [FieldPlace: OrderedDictionary<String, RemotePreset>] = [:]
    for (place, preset) in presets {
      switch place {
      case .inputField(let type, let name):
        fields[type, default: []].append(name)
      case .argument(let type, let field, let name):
        arguments[FieldPlace(type: type, field: field), default: [:]][name] = preset
      }
    }
    self.presetFields = fields.mapValues { $0.sorted() }
    self.presetArguments = arguments.mapValues { arguments in
      var arguments = arguments
      arguments.sort { $0.key < $1.key }
      return arguments
    }
  }

  /// A field of a root type, or of the namespace that stands for it.
  package struct RootField: Sendable {
    package var clientName: String
    /// With client names in its types.
    package var field: SchemaField
    package var originalName: String
  }

  /// The root fields of a kind of operation.
  package func rootFields(for kind: OperationKind) -> [RootField] {
    guard let original = schema.rootTypeName(for: kind), let root = schema.type(named: original),
      let client = clientSchema.type(named: names.typeName(original))
    else { return [] }
    return root.fields.keys.compactMap { field in
      let clientName = names.fieldName(field, of: original)
      guard let definition = client.fields[clientName] else { return nil }
      return RootField(clientName: clientName, field: definition, originalName: field)
    }
  }

  /// The client's name of the type that the namespace field of a kind of operation has; `nil`
  /// without a namespace, or where the kind is not supported.
  package func namespaceType(for kind: OperationKind) -> String? {
    guard names.namespace != nil else { return nil }
    return schema.rootTypeName(for: kind).map { names.typeName($0) }
  }

  /// The names of the preset fields of an input object type, sorted.
  package func presetFields(of inputType: String) -> [String] { presetFields[inputType] ?? [] }

  /// The preset of an argument or input field.
  package func preset(at place: RemoteInputPlace) -> RemotePreset? { presets[place] }

  /// The presets of a field's arguments, by name and sorted.
  package func presetArguments(
    of field: String,
    on type: String
  ) -> OrderedDictionary<String, RemotePreset> {
    presetArguments[FieldPlace(type: type, field: field)] ?? [:]
  }
}
