package import OrderedCollections
package import OrderedJSON

/// A tracked table or view with everything that metadata says of it.
package struct TableMetadata: MetadataValue {
  package var name: TableName { didSet { identity = Identity() } }
  package var isEnum: Bool { didSet { identity = Identity() } }
  package var configuration: TableConfiguration { didSet { identity = Identity() } }
  package var isFederationEntity: Bool { didSet { identity = Identity() } }
  package var objectRelationships: OrderedDictionary<RelationshipName, RelationshipMetadata> {
    didSet { identity = Identity() }
  }
  package var arrayRelationships: OrderedDictionary<RelationshipName, RelationshipMetadata> {
    didSet { identity = Identity() }
  }
  package var computedFields: OrderedDictionary<ComputedFieldName, ComputedFieldMetadata> {
    didSet { identity = Identity() }
  }
  package var remoteRelationships: OrderedDictionary<RelationshipName, RemoteRelationshipMetadata> {
    didSet { identity = Identity() }
  }
  package var insertPermissions: PermissionList<InsertPermissionDefinition> {
    didSet { identity = Identity() }
  }
  package var selectPermissions: PermissionList<SelectPermissionDefinition> {
    didSet { identity = Identity() }
  }
  package var updatePermissions: PermissionList<UpdatePermissionDefinition> {
    didSet { identity = Identity() }
  }
  package var deletePermissions: PermissionList<DeletePermissionDefinition> {
    didSet { identity = Identity() }
  }
  package var eventTriggers: OrderedDictionary<TriggerName, EventTriggerMetadata> {
    didSet { identity = Identity() }
  }
  /// The logical model of a connector's table; kept, not used.
  package var logicalModel: String? { didSet { identity = Identity() } }

  /// Stands for the value: a new one with every change, the same in copies.
  package private(set) var identity = Identity()

  /// Tells values apart without comparing them; equal values that were made apart have two.
  package final class Identity: Sendable {}

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
    insertPermissions = PermissionList()
    selectPermissions = PermissionList()
    updatePermissions = PermissionList()
    deletePermissions = PermissionList()
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
    var members = head
    for (key, list) in permissionLists where !list.isEmpty {
      members[key] = .array(list.sortedJSON)
    }
    members.merge(tail) { _, last in last }
    return .object(members)
  }

  /// The members before the permissions, in the order of export.
  private var head: JSONObject {
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
    return writer.members
  }

  /// The members after the permissions.
  private var tail: JSONObject {
    var writer = ObjectWriter()
    writer.write(nonEmpty: "event_triggers", sorted(eventTriggers))
    return writer.members
  }

  /// The lists of permissions by their keys, in the order of export.
  private var permissionLists: [(key: String, list: any PermissionWriting)] {
    [
      ("insert_permissions", insertPermissions), ("select_permissions", selectPermissions),
      ("update_permissions", updatePermissions), ("delete_permissions", deletePermissions),
    ]
  }
}

extension TableMetadata {
  /// The table as JSON text; permissions that are texts are copied.
  package func serialized() -> [UInt8] {
    var writer = JSONWriter()
    writeJSON(to: &writer)
    return writer.bytes
  }

  func writeJSON(to writer: inout JSONWriter) {
    var separator = UInt8(ascii: "{")
    func key(_ key: String) {
      writer.append(separator)
      separator = UInt8(ascii: ",")
      writer.appendKey(key)
    }
    for (name, value) in head {
      key(name)
      writer.append(value)
    }
    for (name, list) in permissionLists where !list.isEmpty {
      key(name)
      list.writeJSON(to: &writer)
    }
    for (name, value) in tail {
      key(name)
      writer.append(value)
    }
    writer.append(UInt8(ascii: "}"))
  }

  /// Whether all permissions are texts.
  var isCompact: Bool {
    insertPermissions.isCompact && selectPermissions.isCompact && updatePermissions.isCompact
      && deletePermissions.isCompact
  }

  /// Whether a permission may contain a name, be it as a key or as a value.
  func permissionsMayContain(_ name: String) -> Bool {
    insertPermissions.mayContain(name) || selectPermissions.mayContain(name)
      || updatePermissions.mayContain(name) || deletePermissions.mayContain(name)
  }

  /// Turns the permissions into texts; the value stays what it was, and so does its identity.
  mutating func compact(_ pool: inout PermissionTextPool) {
    let identity = identity
    insertPermissions.compact(&pool)
    selectPermissions.compact(&pool)
    updatePermissions.compact(&pool)
    deletePermissions.compact(&pool)
    self.identity = identity
  }

  package static func == (one: TableMetadata, other: TableMetadata) -> Bool {
    if one.identity === other.identity { return true }
    return one.name == other.name
      && one.isEnum == other.isEnum
      && one.configuration == other.configuration
      && one.isFederationEntity == other.isFederationEntity
      && one.objectRelationships == other.objectRelationships
      && one.arrayRelationships == other.arrayRelationships
      && one.computedFields == other.computedFields
      && one.remoteRelationships == other.remoteRelationships
      && one.insertPermissions == other.insertPermissions
      && one.selectPermissions == other.selectPermissions
      && one.updatePermissions == other.updatePermissions
      && one.deletePermissions == other.deletePermissions
      && one.eventTriggers == other.eventTriggers
      && one.logicalModel == other.logicalModel
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(configuration)
    hasher.combine(objectRelationships)
    hasher.combine(arrayRelationships)
    hasher.combine(selectPermissions)
  }
}

/// A list of permissions of whichever kind, as it is written.
protocol PermissionWriting {
  var isEmpty: Bool { get }
  var sortedJSON: [JSONValue] { get }
  func writeJSON(to writer: inout JSONWriter)
}

extension PermissionList: PermissionWriting {}

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

private func readPermissions<Definition: MetadataValue>(
  _ object: ObjectReader,
  _ kind: PermissionKind
) throws(MetadataError) -> PermissionList<Definition> {
  PermissionList(
    try object.keyed(
      "\(kind.rawValue)_permissions",
      kind: "\(kind.rawValue) permissions",
      by: \.role
    )
  )
}

/// The values in the order of their names, as export writes them.
func sorted<Key: Comparable, Value>(_ dictionary: OrderedDictionary<Key, Value>) -> [Value] {
  dictionary.sorted { $0.key < $1.key }.map(\.value)
}
