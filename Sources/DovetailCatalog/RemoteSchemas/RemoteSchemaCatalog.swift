package import DovetailMetadata
package import GraphQLTypeSystem
import OrderedJSON

/// What the catalog knows of a GraphQL service: its types, how clients see them, and what each role
/// may see.
package struct RemoteSchemaCatalog: Sendable {
  package let name: RemoteSchemaName
  /// The types with the service's names.
  package let schema: StaticTypeSchema
  package let names: RemoteNames
  /// All of it, as administrators see it.
  package let full: RemoteSchemaView
  /// What roles see where permissions are enforced.
  package private(set) var permissions: [RoleName: RemoteSchemaView] = [:]

  /// Reads, checks and customizes the answer of a service to the introspection query.
  ///
  /// - Throws: what makes the schema unusable.
  package init(
    name: RemoteSchemaName,
    introspection: [UInt8],
    customization: RemoteSchemaCustomization?
  ) throws(RemoteSchemaError) {
    let (schema, sdl) = try readRemoteIntrospection(introspection)
    try self.init(name: name, schema: schema, customization: customization, subgraphSDL: sdl)
  }

  /// Checks and customizes a schema.
  ///
  /// The SDL of a federation subgraph tells the keys of its entities, which introspection does not.
  ///
  /// - Throws: what makes the schema unusable.
  package init(
    name: RemoteSchemaName,
    schema: StaticTypeSchema,
    customization: RemoteSchemaCustomization?,
    subgraphSDL: String? = nil
  ) throws(RemoteSchemaError) {
    try RemoteSchemaStructure.check(schema)
    self.name = name
    self.schema = schema
    if let customization {
      self.names = try RemoteNames(customization, of: schema)
    } else {
      self.names = .unchanged
    }
    self.full = RemoteSchemaView(
      schema: schema,
      names: names,
      entityKeys: subgraphSDL.map { RemoteEntities.keys(inSDL: $0) } ?? [:]
    )
  }

  /// Gives a role what an SDL document allows, which must be a subset of the schema.
  ///
  /// - Throws: all reasons for which the document is no subset, as one message.
  package mutating func setPermission(
    _ sdl: String,
    for role: RoleName
  ) throws(RemoteSchemaError) {
    permissions[role] = try makePermissionView(sdl)
  }

  /// Gives a role a view made before, as inherited roles need.
  package mutating func setPermission(_ view: RemoteSchemaView, for role: RoleName) {
    permissions[role] = view
  }

  /// What a role sees; `nil` if it may see nothing.
  package func view(for role: RoleName, enforcesPermissions: Bool) -> RemoteSchemaView? {
    if role == .admin || !enforcesPermissions { return full }
    return permissions[role]
  }
}
