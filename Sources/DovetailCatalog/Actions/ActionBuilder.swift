import DovetailMetadata
import GraphQLLanguage
import GraphQLTypeSystem
import Kriti
import OrderedCollections

/// Resolves actions and the custom types that they use.
struct ActionBuilder {
  let metadata: Metadata
  let environment: [String: String]
  private var types: CustomTypeBuilder
  private(set) var catalog = ActionCatalog()
  private(set) var inconsistencies: [Inconsistency] = []

  init(
    _ metadata: Metadata,
    scalars: Set<String>,
    takenNames: Set<String>,
    environment: [String: String]
  ) {
    self.metadata = metadata
    self.environment = environment
    types = CustomTypeBuilder(
      metadata.customTypes,
      scalars: scalars.union(databaseScalars),
      takenNames: takenNames
    )
  }

  mutating func resolve(_ resolver: inout RemoteRelationshipResolver) {
    types.build()
    let relationships = resolver.relationships(
      of: metadata.customTypes,
      in: metadata,
      &types
    )
    if let reason = types.reason {
      inconsistencies.append(
        Inconsistency(object: .customTypes, reason: reason, code: .invalidConfiguration)
      )
      types = CustomTypeBuilder(CustomTypes(), scalars: types.scalars, takenNames: [])
    } else {
      catalog.types = types.types
      catalog.relationships = relationships
      for (relationship, reason) in types.leftOut {
        inconsistencies.append(
          Inconsistency(object: relationship, reason: reason, code: .invalidConfiguration)
        )
      }
    }
    for action in metadata.actions.values {
      do throws(ResolutionError) {
        catalog.actions[action.name] = try resolve(action)
      } catch {
        inconsistencies.append(
          Inconsistency(
            .action(action.name),
            ResolutionError(
              error.code,
              "in action \"\(action.name)\"; " + error.message,
              path: error.path
            )
          )
        )
      }
    }
  }

  private func resolve(_ action: ActionMetadata) throws(ResolutionError) -> ResolvedAction {
    let definition = action.definition
    let arguments = try arguments(of: definition)
    let outputType = try reference(definition.outputType)
    let name = outputType.namedType
    guard types.isObject(name) || types.isScalar(name) else {
      throw ResolutionError(
        .notExists,
        "the type: \"\(name)\" is not an object or scalar type defined in custom types"
      )
    }
    if case .mutation(isAsynchronous: true) = definition.kind {
      try checkAsynchronous(name)
    }
    try check(definition)
    return ResolvedAction(
      name: action.name,
      definition: definition,
      comment: action.comment,
      arguments: arguments,
      outputType: outputType,
      roles: Set(action.permissions.keys)
    )
  }

  private func arguments(
    of definition: ActionDefinition
  ) throws(ResolutionError) -> OrderedDictionary<String, SchemaInputValue> {
    var arguments: OrderedDictionary<String, SchemaInputValue> = [:]
    for argument in definition.arguments {
      guard DovetailMetadata.isGraphQLName(argument.name) else {
        throw ResolutionError(
          .invalidParams,
          "the name of the argument \"\(argument.name)\" is not a valid GraphQL identifier"
        )
      }
      let type = try reference(argument.type)
      guard types.isInput(type.namedType) else {
        throw ResolutionError(
          .notExists,
          "the type: \"\(type.namedType)\" is not defined in custom types"
        )
      }
      let value = SchemaInputValue(
        name: argument.name,
        description: argument.description,
        type: type
      )
      guard arguments.updateValue(value, forKey: argument.name) == nil else {
        throw ResolutionError(
          .invalidParams,
          "the argument \"\(argument.name)\" is defined more than once"
        )
      }
    }
    return arguments
  }

  private func reference(_ text: String) throws(ResolutionError) -> TypeReference {
    do {
      return try TypeReference(parsing: text)
    } catch {
      throw ResolutionError(.parseFailed, "not a valid GraphQL type: \(text)")
    }
  }

  private func checkAsynchronous(_ outputType: String) throws(ResolutionError) {
    guard let object = metadata.customTypes.objects.first(where: { $0.name == outputType }) else {
      return
    }
    let nested = object.fields.filter { field in
      (try? TypeReference(parsing: field.type)).map { types.isObject($0.namedType) } ?? false
    }
    guard object.relationships.isEmpty || nested.isEmpty else {
      let names = nested.map { "\"\($0.name)\"" }.joined(separator: ", ")
      throw ResolutionError(
        .invalidConfiguration,
        "Async action relations cannot be used with object fields: \(names)"
      )
    }
  }

  /// Checks the address, and that the templates of transforms can be parsed.
  private func check(_ definition: ActionDefinition) throws(ResolutionError) {
    do throws(EnvironmentTemplate.Failure) {
      _ = try EnvironmentTemplate(text: definition.handler).render(environment)
    } catch {
      switch error {
      case .unset(let variable):
        throw ResolutionError(.invalidParams, "environment variable '\(variable)' not set")
      case .unclosed:
        throw ResolutionError(.invalidParams, "\"{{\" without \"}}\" in \"handler\"")
      }
    }
    do throws(KritiError) {
      try definition.requestTransform?.parseTemplates()
    } catch {
      throw ResolutionError(.invalidConfiguration, "request_transform: \(error)")
    }
    do throws(KritiError) {
      try definition.responseTransform?.parseTemplates()
    } catch {
      throw ResolutionError(.invalidConfiguration, "response_transform: \(error)")
    }
  }
}
