import OrderedCollections

extension CustomTypes {
  /// A relationship of an object type, in the form that tables have.
  func relationship(
    _ name: RelationshipName,
    of typeName: String
  ) -> RemoteRelationshipMetadata? {
    guard let type = objects.first(where: { $0.name == typeName }) else { return nil }
    return type.relationships.first { $0.name == name }?.remoteForm
      ?? type.remoteRelationships.first { $0.name == name }
  }

  /// Removes a relationship of an object type.
  mutating func removeRelationship(_ name: RelationshipName, of typeName: String) {
    for index in objects.indices where objects[index].name == typeName {
      objects[index].relationships.removeAll { $0.name == name }
      objects[index].remoteRelationships.removeAll { $0.name == name }
    }
  }
}

extension CustomTypes.Relationship {
  /// The same relationship in the form that tables have.
  package var remoteForm: RemoteRelationshipMetadata {
    RemoteRelationshipMetadata(
      name: name,
      definition: .toSource(
        .init(source: source, table: remoteTable, kind: kind, fieldMapping: fieldMapping)
      )
    )
  }
}
