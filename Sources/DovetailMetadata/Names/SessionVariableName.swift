/// The name of a session variable, in lower case: `x-hasura-user-id`.
package struct SessionVariableName: MetadataName {
  package let value: String

  package init(_ value: String) {
    self.value = value.lowercased()
  }

  /// Whether a string of a permission stands for a session variable and not for itself.
  package static func isName(_ text: String) -> Bool {
    text.count > prefix.count && text.lowercased().hasPrefix(prefix)
  }

  private static let prefix = "x-hasura-"
}
