package import DovetailMetadata
package import GraphQLLanguage
package import GraphQLTypeSystem
package import OrderedCollections

/// A relationship to a field of a remote schema, resolved and checked.
package struct ResolvedRemoteField: Sendable {
  package var remoteSchema: RemoteSchemaName
  /// The fields of the left-hand side whose values are the key's parts, in order.
  package var keyFields: [String]
  /// From the query root to the leaf, with the service's names.
  package var path: [Step]
  /// The type of the relationship's field, with the service's names.
  package var originalType: TypeReference
  /// The type of the relationship's field, with the names that clients see.
  package var type: TypeReference
  /// The description of the leaf's type.
  package var description: String?
  /// The arguments that are left for clients, with the names that they see.
  package var arguments: OrderedDictionary<String, SchemaInputValue>
  /// The input types that are left where definitions fix parts of an argument, with client names.
  package var reducedInputTypes: OrderedDictionary<String, SchemaType>
  /// How all keys are asked for with one field; `nil` for one aliased field a key.
  package var batch: Batch?

  /// A field on the way to the leaf, or the leaf.
  package struct Step: Sendable, Hashable {
    /// The service's name of the type that has the field.
    package var parentType: String
    package var field: String
    package var arguments: [RemoteArgumentTemplate.Member]

    package init(parentType: String, field: String, arguments: [RemoteArgumentTemplate.Member]) {
      self.parentType = parentType
      self.field = field
      self.arguments = arguments
    }
  }

  /// A list argument of the leaf that takes all keys at once.
  package struct Batch: Sendable, Hashable {
    package var argument: String
    /// The field of the items that equals the key; without it items come in the order of the keys.
    package var keyField: String?

    package init(argument: String, keyField: String?) {
      self.argument = argument
      self.keyField = keyField
    }
  }

  /// The template of a leaf's argument.
  package func leafTemplate(of argument: String) -> RemoteArgumentTemplate? {
    path.last?.arguments.first { $0.name == argument }?.value
  }
}
