/// The name of a relationship, local or remote; also the name of its GraphQL field.
package struct RelationshipName: MetadataName {
  package let value: String

  package init(_ value: String) {
    self.value = value
  }
}
