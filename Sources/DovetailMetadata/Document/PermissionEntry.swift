package import OrderedJSON

/// A permission of a role on a table or logical model.
package struct PermissionEntry<Definition: MetadataValue>: MetadataValue {
  package var role: RoleName
  package var definition: Definition
  package var comment: String?

  package init(role: RoleName, definition: Definition, comment: String? = nil) {
    self.role = role
    self.definition = definition
    self.comment = comment
  }

  package init(_ reader: ValueReader) throws(MetadataError) {
    let object = try reader.object(of: "PermDef")
    self.init(
      role: try object.required("role"),
      definition: try object.required("permission"),
      comment: try object.optional("comment")
    )
    object.reportUnknownKeys()
  }

  package var json: JSONValue {
    var writer = ObjectWriter()
    writer.write("role", role)
    writer.write("permission", definition)
    writer.write(ifPresent: "comment", comment)
    return writer.json
  }
}

/// What a permission allows.
package enum PermissionKind: String, Sendable, Hashable, CaseIterable {
  case insert
  case select
  case update
  case delete

  /// `select_permission`, as commands, messages and inconsistent objects call it.
  package var typeName: String { "\(rawValue)_permission" }
}
