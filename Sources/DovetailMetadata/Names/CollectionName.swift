/// The name of a query collection.
package struct CollectionName: MetadataName {
  package let value: String

  package init(_ value: String) {
    self.value = value
  }
}
