/// The name of a computed field of a table; also the name of its GraphQL field.
package struct ComputedFieldName: MetadataName {
  package let value: String

  package init(_ value: String) {
    self.value = value
  }
}
