/// The name of a remote schema.
package struct RemoteSchemaName: MetadataName {
  package let value: String

  package init(_ value: String) {
    self.value = value
  }
}
