package import OrderedCollections
package import OrderedJSON

/// A root field whose result a webhook gives.
package struct ActionMetadata: MetadataValue {
  package var name: ActionName
  package var definition: ActionDefinition
  package var comment: String?
  package var permissions: OrderedDictionary<RoleName, ActionPermission>

  package init(
    name: ActionName,
    definition: ActionDefinition,
    comment: String? = nil,
    permissions: OrderedDictionary<RoleName, ActionPermission> = [:]
  ) {
    self.name = name
    self.definition = definition
    self.comment = comment
    self.permissions = permissions
  }

  package init(_ reader: ValueReader) throws(MetadataError) {
    let object = try reader.object(of: "ActionMetadata")
    self = try ActionMetadata.read(object)
    permissions = try object.keyed("permissions", kind: "action permissions", by: \.role)
    object.reportUnknownKeys()
  }

  /// Reads the members that commands have as well.
  static func read(_ object: ObjectReader) throws(MetadataError) -> ActionMetadata {
    let name = try object.requiredReader("name")
    let text = try name.nonEmptyString()
    guard isGraphQLName(text) else {
      throw name.error("\"\(text)\" is not a valid GraphQL identifier")
    }
    return ActionMetadata(
      name: ActionName(text),
      definition: try object.required("definition"),
      comment: try object.optional("comment")
    )
  }

  package var json: JSONValue {
    var writer = ObjectWriter()
    writer.write("name", name)
    writer.write("definition", definition)
    writer.write(ifPresent: "comment", comment)
    writer.write(nonEmpty: "permissions", sorted(permissions))
    return writer.json
  }
}

/// The permission of a role to call an action.
package struct ActionPermission: MetadataValue {
  package var role: RoleName
  package var comment: String?

  package init(role: RoleName, comment: String? = nil) {
    self.role = role
    self.comment = comment
  }

  package init(_ reader: ValueReader) throws(MetadataError) {
    let object = try reader.object(of: "ActionPermissionMetadata")
    self.init(role: try object.required("role"), comment: try object.optional("comment"))
    object.reportUnknownKeys()
  }

  package var json: JSONValue {
    var writer = ObjectWriter()
    writer.write("role", role)
    writer.write(ifPresent: "comment", comment)
    return writer.json
  }
}
