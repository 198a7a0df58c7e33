import DovetailMetadata
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections

extension RemoteRelationshipResolver {
  /// The relationships of the object types of actions; what is wrong with them goes to the builder.
  ///
  /// A source that metadata has, but that has not been introspected, costs only its relationships.
  mutating func relationships(
    of types: CustomTypes,
    in metadata: Metadata,
    _ builder: inout CustomTypeBuilder
  ) -> [String: OrderedDictionary<RelationshipName, RemoteRelationship>] {
    var resolved: [String: OrderedDictionary<RelationshipName, RemoteRelationship>] = [:]
    for type in types.objects {
      var fields: OrderedDictionary<String, RemoteJoinSide.Field> = [:]
      for (name, field) in builder.types[type.name]?.fields ?? [:]
      where !builder.isObject(field.type.namedType) {
        let type = field.type.namedType
        fields[name] = .init(
          listDepth: field.type.listDepth,
          isJSON: BuiltInScalars.type(named: type) == nil && builder.isScalar(type)
        )
      }
      let side = RemoteJoinSide(identifier: type.name, fields: fields)
      for relationship in type.relationships {
        if sources[relationship.source] == nil, metadata.sources[relationship.source] != nil {
          builder.leaveOut(
            .customTypeRelationship(type: type.name, relationship.name),
            "the source \"\(relationship.source)\" is inconsistent"
          )
          continue
        }
        if let problem = problem(of: relationship, in: type, side) {
          builder.report(problem)
          continue
        }
        add(
          relationship.remoteForm,
          of: type,
          side,
          to: &resolved,
          &builder
        )
      }
      for relationship in type.remoteRelationships {
        if let target = missingTarget(of: relationship.definition, in: metadata) {
          builder.leaveOut(
            .customTypeRelationship(type: type.name, relationship.name),
            "the \(target) is inconsistent"
          )
          continue
        }
        add(relationship, of: type, side, to: &resolved, &builder)
      }
    }
    return resolved
  }

  /// The source or remote schema of a relationship that metadata has, but that does not answer.
  private func missingTarget(
    of definition: RemoteRelationshipDefinition,
    in metadata: Metadata
  ) -> String? {
    switch definition {
    case .toSource(let target):
      let isMissing = sources[target.source] == nil && metadata.sources[target.source] != nil
      return isMissing ? "source \"\(target.source)\"" : nil
    case .toRemoteSchema(let target):
      let name = target.remoteSchema
      let isMissing = remoteSchemas[name] == nil && metadata.remoteSchemas[name] != nil
      return isMissing ? "remote schema \"\(name)\"" : nil
    }
  }

  private mutating func add(
    _ relationship: RemoteRelationshipMetadata,
    of type: CustomTypes.Object,
    _ side: RemoteJoinSide,
    to resolved: inout [String: OrderedDictionary<RelationshipName, RemoteRelationship>],
    _ builder: inout CustomTypeBuilder
  ) {
    do throws(ResolutionError) {
      resolved[type.name, default: [:]][relationship.name] = try resolve(relationship, from: side)
    } catch {
      builder.report(
        "relationship \"\(relationship.name)\" in object type \"\(type.name)\": \(error.message)"
      )
    }
  }

  /// What is wrong with a relationship to a table, in the contract's words.
  private func problem(
    of relationship: CustomTypes.Relationship,
    in type: CustomTypes.Object,
    _ side: RemoteJoinSide
  ) -> String? {
    let place = "for relationship \"\(relationship.name)\" in object type \"\(type.name)\""
    guard let source = sources[relationship.source] else {
      return "the source \"\(relationship.source)\" \(place) does not exist"
    }
    let name = relationship.remoteTable.normalized(for: source.source.kind)
    guard let table = source.tables[name] else {
      return "the remote table \"\(name)\" \(place) does not exist"
    }
    for (field, column) in relationship.fieldMapping {
      let found: (field: RemoteJoinField, values: RemoteJoinSide.Field)?
      do {
        found = try side.joinField(field)
      } catch {
        return "\(place): \(error.message)"
      }
      guard let known = found?.values else {
        let isObject = type.fields.contains { $0.name == field }
        return isObject
          ? "the type of the field \"\(field)\" \(place) is not a scalar or enum type"
          : "the field \"\(field)\" \(place) does not exist"
      }
      guard known.listDepth == 0 else {
        return "the type of the field \"\(field)\" \(place) is a list type"
      }
      guard table.facts.columns.contains(where: { $0.name == column }) else {
        return "the column \"\(column)\" of remote table \"\(name)\" for relationship "
          + "\"\(relationship.name)\" of object type \"\(type.name)\" does not exist"
      }
    }
    return nil
  }
}
