/// What applying a command depends on besides the metadata.
package struct EditContext: Sendable {
  /// What the databases say.
  package var facts: UpstreamFacts
  /// Whether permissions on remote schemas are in use (a server option).
  package var enablesRemoteSchemaPermissions: Bool
  /// The kind of source that the command's name says.
  var commandKind: SourceKindName?

  package init(
    facts: UpstreamFacts = .none,
    enablesRemoteSchemaPermissions: Bool = false
  ) {
    self.facts = facts
    self.enablesRemoteSchemaPermissions = enablesRemoteSchemaPermissions
  }
}
