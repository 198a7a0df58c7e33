package import DovetailMetadata
package import GraphQLLanguage
package import GraphQLTypeSystem
package import OrderedCollections

/// A relationship to a field of a remote schema, resolved and checked.
package struct ResolvedRemoteField: Sendable {
  package var remoteSchema: RemoteSchemaName
  /// The fields of the left-hand side whose values are the key's parts, in order.
  package var keyFields: [RemoteJoinField]
  /// The part of the key that is a list: each of its elements is looked up, and the field is a list
  /// of what was found, in the same order.
  package var spread: Int?
  /// From the query root to the leaf, with the service's names.
  package var path: [Step]
  /// The type of the leaf of one key, with the service's names; without what `spread` adds.
  package var originalType: TypeReference
  /// The type of the relationship's field, with the names that clients see.
  package var type: TypeReference
  /// The description of the leaf's type.
  package var description: String?
  /// The arguments that are left for clients, with the names that they see.
  package var arguments: OrderedDictionary<String, SchemaInputValue>
  /// The input types that are left where definitions fix parts of an argument, with client names.
  package var reducedInputTypes: OrderedDictionary<String, SchemaType>
  /// How keys are looked up.
  package var lookup: RemoteLookupChoice
  /// How much is asked for at once, where the definition says so.
  package var settings: RemoteLookupSettings?

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

    /// The template of an argument.
    package func template(of argument: String) -> RemoteArgumentTemplate? {
      arguments.first { $0.name == argument }?.value
    }

    /// The step with something else at a path from an argument down.
    func replacing(_ path: [String], with value: RemoteArgumentTemplate) -> Step {
      var step = self
      for index in step.arguments.indices where step.arguments[index].name == path.first {
        step.arguments[index].value = step.arguments[index].value
          .replacing(path.dropFirst(), with: value)
      }
      return step
    }
  }
}
