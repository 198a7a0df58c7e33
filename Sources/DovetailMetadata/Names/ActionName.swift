/// The name of an action; also the name of its root field.
package struct ActionName: MetadataName {
  package let value: String

  package init(_ value: String) {
    self.value = value
  }
}
