import DovetailMetadata
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections

extension RemoteRelationshipResolver {
  /// The relationships on types of remote schemas, by schema and original type name.
  ///
  /// A relationship on an interface is one on all types that implement it, and one on a union is one
  /// on all of its members.
  mutating func remoteTypeRelationships(
    of schemas: OrderedDictionary<RemoteSchemaName, RemoteSchemaMetadata>,
    _ inconsistencies: inout [Inconsistency]
  ) -> [RemoteSchemaName: [String: OrderedDictionary<RelationshipName, RemoteRelationship>]] {
    var resolved:
      [RemoteSchemaName: [String: OrderedDictionary<RelationshipName, RemoteRelationship>]] = [:]
    for (schemaName, metadata) in schemas {
      guard let catalog = remoteSchemas[schemaName] else { continue }
      var types: [String: OrderedDictionary<RelationshipName, RemoteRelationship>] = [:]
      var names = catalog.schema.definedTypes.values.reduce(into: [String: Set<String>]()) {
        $0[$1.name] = clientFieldNames(of: $1, in: catalog)
      }
      for (typeName, relationships) in metadata.remoteRelationships {
        for relationship in relationships.values {
          do throws(ResolutionError) {
            try add(relationship, on: typeName, of: catalog, to: &types, &names)
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
      if !types.isEmpty { resolved[schemaName] = types }
    }
    return resolved
  }

  private mutating func add(
    _ metadata: RemoteRelationshipMetadata,
    on typeName: String,
    of catalog: RemoteSchemaCatalog,
    to types: inout [String: OrderedDictionary<RelationshipName, RemoteRelationship>],
    _ names: inout [String: Set<String>]
  ) throws(ResolutionError) {
    let side = try joinSide(of: typeName, in: catalog)
    guard GraphQLLanguage.isGraphQLName(metadata.name.value) else {
      throw ResolutionError(
        .invalidConfiguration,
        "\"\(metadata.name)\" is not a valid GraphQL identifier"
      )
    }
    let relationship = try resolve(metadata, from: side)
    let owners = owners(of: typeName, in: catalog.schema)
    let fields = fieldNames(of: relationship, .hasuraDefault)
    for owner in owners {
      for field in fields where names[owner]?.contains(field) == true {
        throw ResolutionError(
          .invalidConfiguration,
          "Encountered conflicting definitions in the selection set for "
            + "'\(catalog.names.typeName(owner))' for field '\(field)' defined in [remote schema "
            + "\(catalog.name), remote relationship \(metadata.name)]. "
            + "Fields must not be defined more than once across all sources."
        )
      }
    }
    for owner in owners {
      names[owner, default: []].formUnion(fields)
      types[owner, default: [:]][metadata.name] = relationship
    }
  }

  /// The types that get the field of a relationship: objects, and interfaces that may not lack it.
  private func owners(of typeName: String, in schema: StaticTypeSchema) -> [String] {
    guard let type = schema.type(named: typeName) else { return [] }
    switch type.kind {
    case .interface:
      let below = schema.definedTypes.values.filter { other in
        switch other.kind {
        case .object(_, let interfaces), .interface(_, let interfaces):
          interfaces.contains(typeName)
        default: false
        }
      }
      return [typeName] + below.map(\.name)
    case .union(let members):
      return members
    default:
      return [typeName]
    }
  }

  private func clientFieldNames(
    of type: SchemaType,
    in catalog: RemoteSchemaCatalog
  ) -> Set<String> {
    guard type.isComposite else { return [] }
    return Set(type.fields.keys.map { catalog.names.fieldName($0, of: type.name) })
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
    var fields: OrderedDictionary<String, RemoteJoinSide.Field> = [:]
    switch type.kind {
    case .object(let definitions, _), .interface(let definitions, _):
      fields = joinFields(definitions, in: catalog)
    case .union(let members):
      let each = members.compactMap { catalog.schema.type(named: $0) }
        .map { joinFields($0.fields, in: catalog) }
      fields = (each.first ?? [:]).filter { name, field in
        each.allSatisfy { $0[name] == field }
      }
    default:
      throw ResolutionError(
        .notSupported,
        "remote relationships on a remote schema can only be defined on object types, "
          + "interfaces and unions"
      )
    }
    return RemoteJoinSide(identifier: catalog.name.value, fields: fields)
  }

  private func joinFields(
    _ definitions: OrderedDictionary<String, SchemaField>,
    in catalog: RemoteSchemaCatalog
  ) -> OrderedDictionary<String, RemoteJoinSide.Field> {
    var fields: OrderedDictionary<String, RemoteJoinSide.Field> = [:]
    for field in definitions.values where field.arguments.isEmpty {
      let name = field.type.namedType
      guard let type = catalog.schema.type(named: name), !type.isComposite else { continue }
      let isBuiltIn = BuiltInScalars.type(named: name) != nil
      var isScalar = false
      if case .scalar = type.kind { isScalar = true }
      fields[field.name] = .init(
        listDepth: field.type.listDepth,
        typeName: isBuiltIn ? name : nil,
        // What a custom scalar stands for only the service knows; it may be JSON.
        isJSON: isScalar && !isBuiltIn
      )
    }
    return fields
  }
}
