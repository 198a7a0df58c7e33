package import DovetailCatalog
package import GraphQLLanguage

/// A type of a GraphQL service that values of variables are checked against.
///
/// Scalars are left to the service. But what a role may not name it may not send either, and what
/// its permission presets must be put into the values that clients send as variables.
package struct RemoteInputType: Sendable, Hashable {
  /// The service's name.
  package var name: String
  /// The name that clients know, for errors.
  package var clientName: String
  package var kind: Kind

  /// What values are allowed.
  package enum Kind: Sendable, Hashable {
    /// An object of the members.
    case object([Member])
    /// One of the names.
    case names([String])
  }

  /// A member of an input object.
  package struct Member: Sendable, Hashable {
    package var name: String
    /// With the service's names.
    package var type: TypeReference
    /// What is sent in the place of what the client says; such a member is hidden from the client.
    package var preset: RemotePreset?

    package init(name: String, type: TypeReference, preset: RemotePreset? = nil) {
      self.name = name
      self.type = type
      self.preset = preset
    }
  }

  package init(name: String, clientName: String, kind: Kind) {
    self.name = name
    self.clientName = clientName
    self.kind = kind
  }
}
