package import OrderedCollections
package import OrderedJSON

/// A tracked table or view with everything that metadata says of it.
package struct TableMetadata: MetadataValue {
  package typealias Permissions<Definition: MetadataValue> =
    OrderedDictionary<RoleName, PermissionEntry<Definition>>

  package var name: TableName
  package var isEnum: Bool
  package var configuration: TableConfiguration
  package var isFederationEntity: Bool
  package var objectRelationships: OrderedDictionary<RelationshipName, RelationshipMetadata>
  package var arrayRelationships: OrderedDictionary<RelationshipName, RelationshipMetadata>
  package var computedFields: OrderedDictionary<ComputedFieldName, ComputedFieldMetadata>
  package var remoteRelationships: OrderedDictionary<RelationshipName, RemoteRelationshipMetadata>
  package var insertPermissions: Permissions<InsertPermissionDefinition>
  package var selectPermissions: Permissions<SelectPermissionDefinition>
  package var updatePermissions: Permissions<UpdatePermissionDefinition>
  package var deletePermissions: Permissions<DeletePermissionDefinition>
  package var eventTriggers: OrderedDictionary<TriggerName, EventTriggerMetadata>
  /// The logical model of a connector's table; kept, not used.
  package var logicalModel: String?

  package init(
    name: TableName,
    isEnum: Bool = false,
    configuration: TableConfiguration = TableConfiguration(),
    isFederationEntity: Bool = false
  ) {
    self.name = name
    self.isEnum = isEnum
    self.configuration = configuration
    self.isFederationEntity = isFederationEntity
    objectRelationships = [:]
    arrayRelationships = [:]
    computedFields = [:]
    remoteRelationships = [:]
    insertPermissions = [:]
    selectPermissions = [:]
    updatePermissions = [:]
    deletePermissions = [:]
    eventTriggers = [:]
    logicalModel = nil
  }

  package init(_ reader: ValueReader) throws(MetadataError) {
    let object = try reader.object(of: "TableMetadata")
    self.init(
      name: try object.required("table"),
      isEnum: try object.optional("is_enum", default: false),
      configuration: try object.optional("configuration", default: TableConfiguration()),
      isFederationEntity: try readFederationEntity(object)
    )
    objectRelationships = try object.keyed(
      "object_relationships",
      kind: "object relationships",
      by: \.name
    )
    let arrays: OrderedDictionary<RelationshipName, ArrayRelationship> = try object.keyed(
      "array_relationships",
      kind: "array relationships",
      by: \.relationship.name
    )
    arrayRelationships = arrays.mapValues(\.relationship)
    computedFields = try object.keyed("computed_fields", kind: "computed fields", by: \.name)
    remoteRelationships = try object.keyed(
      "remote_relationships",
      kind: "remote relationships",
      by: \.name
    )
    insertPermissions = try readPermissions(object, .insert)
    selectPermissions = try readPermissions(object, .select)
    updatePermissions = try readPermissions(object, .update)
    deletePermissions = try readPermissions(object, .delete)
    eventTriggers = try object.keyed("event_triggers", kind: "event triggers", by: \.name)
    logicalModel = try object.optional("logical_model")
    object.reportUnknownKeys()
  }

  package var json: JSONValue {
    var writer = ObjectWriter()
    writer.write("table", name)
    writer.write(ifPresent: "logical_model", logicalModel)
    writer.write("is_enum", isEnum, unless: false)
    if configuration != TableConfiguration() { writer.write("configuration", configuration) }
    if isFederationEntity { writer.write("apollo_federation_config", federationJSON) }
    writer.write(nonEmpty: "object_relationships", sorted(objectRelationships))
    writer.write(nonEmpty: "array_relationships", sorted(arrayRelationships))
    writer.write(nonEmpty: "computed_fields", sorted(computedFields))
    writer.write(nonEmpty: "remote_relationships", sorted(remoteRelationships))
    writer.write(nonEmpty: "insert_permissions", sorted(insertPermissions))
    writer.write(nonEmpty: "select_permissions", sorted(selectPermissions))
    writer.write(nonEmpty: "update_permissions", sorted(updatePermissions))
    writer.write(nonEmpty: "delete_permissions", sorted(deletePermissions))
    writer.write(nonEmpty: "event_triggers", sorted(eventTriggers))
    return writer.json
  }
}

/// An array relationship while it is read: it has fewer forms than an object relationship.
private struct ArrayRelationship: MetadataValue {
  var relationship: RelationshipMetadata

  init(_ reader: ValueReader) throws(MetadataError) {
    let object = try reader.object(of: "RelDef")
    _ = try RelationshipMetadata.Using(object.requiredReader("using"), kind: .array)
    relationship = try RelationshipMetadata(reader)
  }

  var json: JSONValue { relationship.json }
}

/// The only version of Apollo federation that a table can take part in.
private let federationJSON: JSONValue = ["enable": "v1"]

/// Reads `apollo_federation_config`, whose presence says yes.
func readFederationEntity(_ object: ObjectReader) throws(MetadataError) -> Bool {
  guard let reader = object.reader("apollo_federation_config"), !reader.value.isNull else {
    return false
  }
  let config = try reader.object(of: "ApolloFederationConfig")
  let version = try config.requiredReader("enable")
  guard version.value == "v1" else {
    throw version.error(
      "enable takes the version of apollo federation. Supported value is v1 only."
    )
  }
  config.reportUnknownKeys()
  return true
}

private func readPermissions<Definition>(
  _ object: ObjectReader,
  _ kind: PermissionKind
) throws(MetadataError) -> TableMetadata.Permissions<Definition> {
  try object.keyed(
    "\(kind.rawValue)_permissions",
    kind: "\(kind.rawValue) permissions",
    by: \.role
  )
}

/// The values in the order of their names, as export writes them.
func sorted<Key: Comparable, Value>(_ dictionary: OrderedDictionary<Key, Value>) -> [Value] {
  dictionary.sorted { $0.key < $1.key }.map(\.value)
}
