package import OrderedCollections
package import OrderedJSON

/// A remote schema with its permissions and the relationships on its types.
package struct RemoteSchemaMetadata: MetadataValue {
  package var name: RemoteSchemaName
  package var definition: RemoteSchemaDefinition
  package var comment: String?
  package var permissions: OrderedDictionary<RoleName, RemoteSchemaPermission>
  /// By type name and relationship name.
  package var remoteRelationships:
    OrderedDictionary<String, OrderedDictionary<RelationshipName, RemoteRelationshipMetadata>>

  package init(
    name: RemoteSchemaName,
    definition: RemoteSchemaDefinition,
    comment: String? = nil
  ) {
    self.name = name
    self.definition = definition
    self.comment = comment
    permissions = [:]
    remoteRelationships = [:]
  }

  package init(_ reader: ValueReader) throws(MetadataError) {
    let object = try reader.object(of: "RemoteSchemaMetadata")
    self.init(
      name: try object.required("name"),
      definition: try object.required("definition"),
      comment: try object.optional("comment")
    )
    permissions = try object.keyed("permissions", kind: "remote schema permissions", by: \.role)
    let types: OrderedDictionary<String, TypeRelationships> = try object.keyed(
      "remote_relationships",
      kind: "remote schema relationship types",
      by: \.typeName
    )
    remoteRelationships = types.mapValues(\.relationships)
    object.reportUnknownKeys()
  }

  package var json: JSONValue {
    var writer = ObjectWriter()
    writer.write("name", name)
    writer.write("definition", definition)
    writer.write(ifPresent: "comment", comment)
    writer.write(nonEmpty: "permissions", sorted(permissions))
    let types = remoteRelationships.sorted { $0.key < $1.key }.map {
      TypeRelationships(typeName: $0.key, relationships: $0.value)
    }
    writer.write(nonEmpty: "remote_relationships", types)
    return writer.json
  }
}

/// What a role sees of a remote schema.
package struct RemoteSchemaPermission: MetadataValue {
  package var role: RoleName
  /// A schema document, a subset of the remote's, with presets.
  package var schema: String
  package var comment: String?

  package init(role: RoleName, schema: String, comment: String? = nil) {
    self.role = role
    self.schema = schema
    self.comment = comment
  }

  package init(_ reader: ValueReader) throws(MetadataError) {
    let object = try reader.object(of: "RemoteSchemaPermissionMetadata")
    self.init(
      role: try object.required("role"),
      schema: try Self.readSchema(object.requiredReader("definition")),
      comment: try object.optional("comment")
    )
    object.reportUnknownKeys()
  }

  /// Reads `{"schema": "…"}`.
  static func readSchema(_ reader: ValueReader) throws(MetadataError) -> String {
    let object = try reader.object(of: "RemoteSchemaPermissionDefinition")
    let schema = try object.required("schema", as: String.self)
    object.reportUnknownKeys()
    return schema
  }

  package var json: JSONValue {
    var writer = ObjectWriter()
    writer.write("role", role)
    writer.write("definition", ["schema": .string(schema)] as JSONValue)
    writer.write(ifPresent: "comment", comment)
    return writer.json
  }
}

/// The relationships on one type of a remote schema, as the document lists them.
private struct TypeRelationships: MetadataValue {
  var typeName: String
  var relationships: OrderedDictionary<RelationshipName, RemoteRelationshipMetadata>

  init(
    typeName: String,
    relationships: OrderedDictionary<RelationshipName, RemoteRelationshipMetadata>
  ) {
    self.typeName = typeName
    self.relationships = relationships
  }

  init(_ reader: ValueReader) throws(MetadataError) {
    let object = try reader.object(of: "RemoteSchemaTypeRelationships")
    typeName = try object.required("type_name")
    relationships = try object.keyed("relationships", kind: "remote relationships", by: \.name)
    object.reportUnknownKeys()
  }

  var json: JSONValue {
    var writer = ObjectWriter()
    writer.write("type_name", typeName)
    writer.write("relationships", sorted(relationships))
    return writer.json
  }
}
