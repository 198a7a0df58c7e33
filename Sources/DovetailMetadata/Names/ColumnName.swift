/// The name of a column as the database has it.
package struct ColumnName: MetadataName {
  package let value: String

  package init(_ value: String) {
    self.value = value
  }
}
