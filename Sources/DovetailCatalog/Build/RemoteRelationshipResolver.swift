import DovetailMetadata
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections

/// Resolves relationships whose other end is in another source or a remote schema.
struct RemoteRelationshipResolver {
  let sources: OrderedDictionary<SourceName, SourceBuilder>
  let remoteSchemas: OrderedDictionary<RemoteSchemaName, RemoteSchemaCatalog>

  /// The remote relationships of the tables of a source.
  func relationships(
    of source: SourceBuilder,
    _ inconsistencies: inout [Inconsistency]
  ) -> [TableName: OrderedDictionary<RelationshipName, RemoteRelationship>] {
    var resolved: [TableName: OrderedDictionary<RelationshipName, RemoteRelationship>] = [:]
    for (name, table) in source.tables {
      let side = joinSide(of: table)
      for metadata in table.metadata.remoteRelationships.values {
        do {
          try source.checkFieldName(metadata.name.value, in: table)
          resolved[name, default: [:]][metadata.name] = try resolve(metadata, from: side)
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

  /// The relationships on types of remote schemas.
  func remoteTypeRelationships(
    of schemas: OrderedDictionary<RemoteSchemaName, RemoteSchemaMetadata>,
    _ inconsistencies: inout [Inconsistency]
  ) -> [RemoteSchemaName: [String: OrderedDictionary<RelationshipName, RemoteRelationship>]] {
    var resolved:
      [RemoteSchemaName: [String: OrderedDictionary<RelationshipName, RemoteRelationship>]] = [:]
    for (schemaName, metadata) in schemas {
      guard let catalog = remoteSchemas[schemaName] else { continue }
      for (typeName, relationships) in metadata.remoteRelationships {
        for relationship in relationships.values {
          do {
            let side = try joinSide(of: typeName, in: catalog)
            resolved[schemaName, default: [:]][typeName, default: [:]][relationship.name] =
              try resolve(relationship, from: side)
          } catch {
            inconsistencies.append(
              Inconsistency(
                .remoteSchemaRemoteRelationship(
                  schemaName,
                  type: typeName,
                  relationship.name
                ),
                ResolutionError(
                  error.code,
                  "in remote relationship \"\(relationship.name)\": " + error.message
                )
              )
            )
          }
        }
      }
    }
    return resolved
  }

  private func joinSide(of table: TableResolution) -> RemoteJoinSide {
    var fields: OrderedDictionary<String, RemoteJoinSide.Field> = [:]
    for column in table.facts.columns {
      fields[column.name.value] = .init(listDepth: column.type.category == .array ? 1 : 0)
    }
    for field in table.computedFields.values where field.clientArguments.isEmpty {
      if case .scalar = field.result { fields[field.name.value] = .init() }
    }
    return RemoteJoinSide(identifier: table.facts.name.description, fields: fields)
  }

  private func joinSide(
    of typeName: String,
    in catalog: RemoteSchemaCatalog
  ) throws(ResolutionError) -> RemoteJoinSide {
    guard let type = catalog.schema.type(named: typeName) else {
      throw ResolutionError(
        .notExists,
        "no type named \"\(typeName)\" defined in remote schema \"\(catalog.name)\""
      )
    }
    guard case .object(let definitions, _) = type.kind else {
      throw ResolutionError(
        .notSupported,
        "remote relationships on a remote schema can only be defined on object types"
      )
    }
    var fields: OrderedDictionary<String, RemoteJoinSide.Field> = [:]
    for field in definitions.values where field.arguments.isEmpty {
      var depth = 0
      var reference = field.type.nullable
      while case .list(let inner) = reference {
        depth += 1
        reference = inner.nullable
      }
      guard catalog.schema.type(named: reference.namedType)?.isComposite == false else { continue }
      fields[field.name] = .init(listDepth: depth)
    }
    return RemoteJoinSide(identifier: catalog.name.value, fields: fields)
  }

  /// A relationship that stands on a side.
  func resolve(
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

  private func onError(
    _ failure: RemoteRelationshipDefinition.LookupFailure?
  ) -> RemoteRelationship.OnError? {
    switch failure {
    case .null: .null
    case .fail: .fail
    case nil: nil
    }
  }

  private func resolve(
    _ definition: RemoteRelationshipDefinition.ToSource,
    from side: RemoteJoinSide
  ) throws(ResolutionError) -> RemoteRelationship.TableTarget {
    guard let source = sources[definition.source] else {
      throw ResolutionError(.notFound, "source not found: \"\(definition.source)\"")
    }
    let name = definition.table.normalized(for: source.source.kind)
    guard let table = source.tables[name] else {
      throw ResolutionError(
        .notExists,
        "table \"\(name)\" does not exist in source: \(definition.source)"
      )
    }
    var pairs: [RemoteRelationship.TableTarget.Pair] = []
    for (field, column) in definition.fieldMapping {
      guard side.fields[field] != nil else {
        throw ResolutionError(
          .notExists,
          "field \"\(field)\" is not provided by \(side.identifier)"
        )
      }
      try source.checkColumn(column, of: table.facts)
      guard table.columns[column]?.enumTable == nil else {
        throw ResolutionError(
          .notSupported,
          "relationships to enum fields are not supported yet"
        )
      }
      pairs.append(.init(field: field, column: column))
    }
    return RemoteRelationship.TableTarget(
      source: definition.source,
      table: name,
      kind: definition.kind == .object ? .object : .array,
      pairs: pairs
    )
  }
}
