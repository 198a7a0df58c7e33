package import DovetailMetadata
package import GraphQLLanguage
package import GraphQLTypeSystem
package import OrderedCollections

/// The actions that fit, with the types that they take and give.
package struct ActionCatalog: Sendable {
  package var actions: OrderedDictionary<ActionName, ResolvedAction>
  /// The custom types by name; object types without their relationships.
  package var types: OrderedDictionary<String, SchemaType>
  /// The relationships of object types, by the type's name.
  package var relationships: [String: OrderedDictionary<RelationshipName, RemoteRelationship>]

  package init(
    actions: OrderedDictionary<ActionName, ResolvedAction> = [:],
    types: OrderedDictionary<String, SchemaType> = [:],
    relationships: [String: OrderedDictionary<RelationshipName, RemoteRelationship>] = [:]
  ) {
    self.actions = actions
    self.types = types
    self.relationships = relationships
  }
}

/// An action whose types are known.
package struct ResolvedAction: Sendable {
  package var name: ActionName
  package var definition: ActionDefinition
  package var comment: String?
  package var arguments: OrderedDictionary<String, SchemaInputValue>
  package var outputType: TypeReference
  /// The roles that may call it, besides administrators.
  package var roles: Set<RoleName>

  package init(
    name: ActionName,
    definition: ActionDefinition,
    comment: String? = nil,
    arguments: OrderedDictionary<String, SchemaInputValue>,
    outputType: TypeReference,
    roles: Set<RoleName>
  ) {
    self.name = name
    self.definition = definition
    self.comment = comment
    self.arguments = arguments
    self.outputType = outputType
    self.roles = roles
  }
}
