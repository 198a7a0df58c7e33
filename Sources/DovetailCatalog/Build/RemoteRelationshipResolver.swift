import DovetailMetadata
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections

/// Resolves relationships whose other end is in another source or a remote schema.
struct RemoteRelationshipResolver {
  let sources: OrderedDictionary<SourceName, SourceBuilder>
  let remoteSchemas: OrderedDictionary<RemoteSchemaName, RemoteSchemaCatalog>
  /// The input types that definitions have reduced, by name, and what made each.
  private var reducedTypes: [String: (type: SchemaType, relationship: String)] = [:]

  init(
    sources: OrderedDictionary<SourceName, SourceBuilder>,
    remoteSchemas: OrderedDictionary<RemoteSchemaName, RemoteSchemaCatalog>
  ) {
    self.sources = sources
    self.remoteSchemas = remoteSchemas
  }

  /// The remote relationships of the tables of a source.
  mutating func relationships(
    of source: SourceBuilder,
    _ inconsistencies: inout [Inconsistency]
  ) -> [TableName: OrderedDictionary<RelationshipName, RemoteRelationship>] {
    var resolved: [TableName: OrderedDictionary<RelationshipName, RemoteRelationship>] = [:]
    for (name, table) in source.tables where !table.metadata.remoteRelationships.isEmpty {
      let side = joinSide(of: table)
      var names = table.fieldNames
      for metadata in table.metadata.remoteRelationships.values {
        do throws(ResolutionError) {
          try source.checkFieldName(metadata.name.value, in: table)
          let relationship = try resolve(metadata, from: side)
          for field in fieldNames(of: relationship, source.convention) {
            guard names.insert(field).inserted else {
              throw ResolutionError(
                .invalidConfiguration,
                "conflicting definitions for field \"\(field)\""
              )
            }
          }
          resolved[name, default: [:]][metadata.name] = relationship
        } catch {
          inconsistencies.append(
            Inconsistency(
              .remoteRelationship(source.source.name, name, metadata.name),
              ResolutionError(
                error.code,
                "in table \"\(name)\": in remote relationship \"\(metadata.name)\": "
                  + error.message
              )
            )
          )
        }
      }
    }
    return resolved
  }

  // MARK: Sides

  private func joinSide(of table: TableResolution) -> RemoteJoinSide {
    var fields: OrderedDictionary<String, RemoteJoinSide.Field> = [:]
    for column in table.facts.columns {
      fields[column.name.value] = joinField(column.type)
    }
    for field in table.computedFields.values where field.clientArguments.isEmpty {
      if case .scalar(let type) = field.result { fields[field.name.value] = joinField(type) }
    }
    return RemoteJoinSide(identifier: table.facts.name.description, fields: fields)
  }

  private func joinField(_ type: ColumnType) -> RemoteJoinSide.Field {
    switch type.category {
    case .json, .jsonb: .init(isJSON: true)
    case .array: .init(listDepth: 1, typeName: type.graphQLName)
    // What sources of other kinds call a type is not known here, nor what values of it look like.
    case .enumeration, .other, .money, .geometry, .geography, .raster, .ltree: .init()
    default: .init(typeName: type.graphQLName)
    }
  }

  // MARK: Definitions

  /// The fields that a relationship becomes.
  func fieldNames(
    of relationship: RemoteRelationship,
    _ convention: NamingConvention
  ) -> [String] {
    let name = relationship.name.value
    guard case .table(let target) = relationship.target, target.kind == .array else {
      return [name]
    }
    switch convention {
    case .hasuraDefault: return [name, name + "_aggregate"]
    case .graphqlDefault: return [name, name + "Aggregate"]
    }
  }

  /// A relationship that stands on a side.
  mutating func resolve(
    _ metadata: RemoteRelationshipMetadata,
    from side: RemoteJoinSide
  ) throws(ResolutionError) -> RemoteRelationship {
    switch metadata.definition {
    case .toSource(let definition):
      return RemoteRelationship(
        name: metadata.name,
        target: .table(try resolve(definition, from: side)),
        onError: onError(definition.onError)
      )
    case .toRemoteSchema(let definition):
      guard let schema = remoteSchemas[definition.remoteSchema] else {
        throw ResolutionError(
          .invalidConfiguration,
          "remote schema with name \"\(definition.remoteSchema)\" not found"
        )
      }
      do {
        let field = try resolveRemoteField(
          definition,
          of: metadata.name,
          from: side,
          as: schema.full
        )
        try checkNames(of: field, of: metadata.name, from: side, in: schema)
        return RemoteRelationship(
          name: metadata.name,
          target: .remoteField(field),
          onError: onError(definition.onError),
          remoteOrigin: .init(definition: definition, side: side)
        )
      } catch {
        throw ResolutionError(.invalidConfiguration, error.message)
      }
    }
  }

  // Names of reduced input types are put together without a separator, so that those of two
  // relationships may be equal (`ab` + `c`, `a` + `bc`). Then they must mean the same.
  private mutating func checkNames(
    of field: ResolvedRemoteField,
    of name: RelationshipName,
    from side: RemoteJoinSide,
    in schema: RemoteSchemaCatalog
  ) throws(RemoteSchemaError) {
    let relationship = "\(name) on \(side.identifier)"
    for type in field.reducedInputTypes.values {
      let isTaken = schema.full.clientSchema.type(named: type.name) != nil
      if let known = reducedTypes[type.name], !typeDefinitionsEqual(known.type, type) {
        throw RemoteSchemaError(
          .invalidConfiguration,
          "Found conflicting definitions for GraphQL type '\(type.name)', which the relationship "
            + "\(known.relationship) generates, too"
        )
      }
      guard !isTaken else {
        throw RemoteSchemaError(
          .invalidConfiguration,
          "Found conflicting definitions for GraphQL type '\(type.name)', which the remote schema "
            + "defines, too"
        )
      }
      reducedTypes[type.name] = (type, relationship)
    }
  }

  private func onError(
    _ failure: RemoteRelationshipDefinition.LookupFailure?
  ) -> RemoteRelationship.OnError? {
    switch failure {
    case .null: .null
    case .fail: .fail
    case nil: nil
    }
  }
}
