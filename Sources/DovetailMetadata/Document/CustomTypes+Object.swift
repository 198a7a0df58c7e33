package import OrderedCollections
package import OrderedJSON

extension CustomTypes {
  /// An object type, which may be related to tables.
  package struct Object: MetadataValue {
    package var name: String
    package var description: String?
    package var fields: [Field]
    package var relationships: [Relationship]
    /// Relationships in the form that tables and remote schemas have, to sources and remote schemas.
    package var remoteRelationships: [RemoteRelationshipMetadata]

    package init(
      name: String,
      description: String? = nil,
      fields: [Field],
      relationships: [Relationship] = [],
      remoteRelationships: [RemoteRelationshipMetadata] = []
    ) {
      self.name = name
      self.description = description
      self.fields = fields
      self.relationships = relationships
      self.remoteRelationships = remoteRelationships
    }

    package init(_ reader: ValueReader) throws(MetadataError) {
      let object = try reader.object(of: "ObjectTypeDefinition")
      self.init(
        name: try object.required("name"),
        description: try object.optional("description"),
        fields: try object.required("fields")
      )
      if let given = object.reader("relationships"), !given.value.isNull {
        for element in try given.elements() {
          if element.value["definition"] == nil {
            relationships.append(try Relationship(element))
          } else {
            remoteRelationships.append(try RemoteRelationshipMetadata(element))
          }
        }
      }
      guard !fields.isEmpty else {
        throw object.error("parsing NonEmpty failed, unexpected empty list")
      }
      object.reportUnknownKeys()
    }

    package var json: JSONValue {
      var writer = ObjectWriter()
      writer.write("name", name)
      writer.write(ifPresent: "description", description)
      writer.write("fields", fields)
      let all = relationships.map(\.json) + remoteRelationships.map(\.json)
      writer.write(nonEmpty: "relationships", all)
      return writer.json
    }
  }

  /// A relationship from an object type to a table.
  package struct Relationship: MetadataValue {
    package var name: RelationshipName
    package var kind: RelationshipKind
    package var source: SourceName
    package var remoteTable: TableName
    /// Field of the object → column of the table.
    package var fieldMapping: OrderedDictionary<String, ColumnName>

    package init(
      name: RelationshipName,
      kind: RelationshipKind,
      source: SourceName = .default,
      remoteTable: TableName,
      fieldMapping: OrderedDictionary<String, ColumnName>
    ) {
      self.name = name
      self.kind = kind
      self.source = source
      self.remoteTable = remoteTable
      self.fieldMapping = fieldMapping
    }

    package init(_ reader: ValueReader) throws(MetadataError) {
      let object = try reader.object(of: "TypeRelationship")
      let type = try object.requiredReader("type")
      guard let kind = RelationshipKind(rawValue: try String(type)) else {
        throw type.error("expected one of: \"object\", \"array\"")
      }
      let mapping = try object.requiredReader("field_mapping")
      guard case .object(let members) = mapping.value else {
        throw mapping.mismatch(type: "HashMap", expected: "Object")
      }
      self.init(
        name: try object.required("name"),
        kind: kind,
        source: try object.optional("source", default: .default),
        remoteTable: try TableName(object.requiredReader("remote_table").with(kind: .unknown)),
        fieldMapping: [:]
      )
      for (field, column) in members {
        fieldMapping[field] = try ColumnName(mapping.child(column, at: field))
      }
      object.reportUnknownKeys()
    }

    package var json: JSONValue {
      var mapping = ObjectWriter()
      for (field, column) in fieldMapping { mapping.write(field, column) }
      var writer = ObjectWriter()
      writer.write("field_mapping", mapping.json)
      writer.write("name", name)
      writer.write("remote_table", remoteTable)
      writer.write("source", source)
      writer.write("type", kind.rawValue)
      return writer.json
    }
  }
}
