package import OrderedJSON

/// A query collection whose operations are allowed, for all roles or for some.
package struct AllowlistEntry: MetadataValue {
  package var collection: CollectionName
  package var scope: Scope

  /// Whom an entry concerns.
  package enum Scope: MetadataValue {
    case global
    case roles([RoleName])

    package init(_ reader: ValueReader) throws(MetadataError) {
      let object = try reader.object(of: "AllowlistScope")
      let isGlobal = try object.required("global", as: Bool.self)
      let roles = try object.optional("roles", as: [RoleName].self)
      object.reportUnknownKeys()
      switch (isGlobal, roles) {
      case (true, nil): self = .global
      case (true, .some):
        throw object.error("roles are not allowed when global is true")
      case (false, let roles?):
        guard !roles.isEmpty else { throw object.error("roles cannot be empty") }
        guard Set(roles).count == roles.count else {
          throw object.error("duplicate roles are not allowed")
        }
        self = .roles(roles)
      case (false, nil):
        throw object.error("roles must be given when global is false")
      }
    }

    package var json: JSONValue {
      switch self {
      case .global: ["global": true]
      case .roles(let roles): ["global": false, "roles": roles.json]
      }
    }
  }

  package init(collection: CollectionName, scope: Scope = .global) {
    self.collection = collection
    self.scope = scope
  }

  package init(_ reader: ValueReader) throws(MetadataError) {
    let object = try reader.object(of: "AllowlistEntry")
    self.init(
      collection: try object.required("collection"),
      scope: try object.optional("scope", default: .global)
    )
    object.reportUnknownKeys()
  }

  package var json: JSONValue {
    ["collection": collection.json, "scope": scope.json]
  }
}
