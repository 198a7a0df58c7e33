/// The name of a role.
package struct RoleName: MetadataName {
  package let value: String

  package init(_ value: String) {
    self.value = value
  }

  /// The role that may do everything and for which no permission can be defined.
  package static let admin = RoleName("admin")
}
