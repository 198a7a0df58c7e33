import DovetailCatalog
import DovetailMetadata
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections

/// What a subgraph of Apollo Federation has beside its own schema (contract 07 §11).
enum FederationName {
  static let service = "_service"
  static let entities = "_entities"
  static let serviceType = "_Service"
  static let entityType = "_Entity"
  static let representation = "_Any"

  /// The names of the types.
  static let types: Set<String> = [serviceType, entityType, representation]
}

extension RoleSchema {
  private var isSubgraph: Bool { style == .standard && catalog.options.isFederationSubgraph }

  /// `_service`: the schema as text.
  func makeServiceField() -> SchemaField? {
    guard isSubgraph else { return nil }
    return SchemaField(
      name: FederationName.service,
      type: .nonNull(reference(.federationService)),
      attachment: FieldMeaning.federationService
    )
  }

  /// `_entities`: rows by their keys; nil if the role sees no entity.
  func makeEntitiesField() -> SchemaField? {
    guard isSubgraph, !entityViews.isEmpty else { return nil }
    return SchemaField(
      name: FederationName.entities,
      description: "query _Entity union",
      arguments: [
        "representations": SchemaInputValue(
          name: "representations",
          type: .nonNull(.list(.nonNull(reference(.scalar(FederationName.representation)))))
        )
      ],
      // A list, which the reference's schema does not say either.
      type: reference(.federationEntity),
      attachment: FieldMeaning.federationEntities
    )
  }

  func makeServiceType() -> SchemaType {
    SchemaType(
      name: FederationName.serviceType,
      kind: .object(
        fields: [
          "sdl": SchemaField(
            name: "sdl",
            description: "SDL representation of schema",
            type: .nonNull(.named(Name("String"))),
            attachment: FieldMeaning.federationSDL
          )
        ],
        interfaces: []
      )
    )
  }

  func makeEntityType() -> SchemaType? {
    let members = entityTypeNames
    guard !members.isEmpty else { return nil }
    return SchemaType(
      name: FederationName.entityType,
      description: "A union of all types that use the @key directive",
      kind: .union(members: members)
    )
  }

  /// The names of the types in `_Entity`, sorted.
  var entityTypeNames: [String] {
    entityViews.map { reference(.row($0.id)).namedType }.sorted()
  }

  /// The entities whose key the role sees.
  var entityViews: [TableView] {
    catalog.sources.values.flatMap { source in
      source.tables.values.filter(\.isFederationEntity).compactMap { table in
        view(of: table.name, in: source.name)
      }
    }.filter(\.hasPrimaryKey)
  }

  /// The entity of that name, if the role sees its key.
  package func entityView(named typeName: String) -> TableView? {
    guard isSubgraph else { return nil }
    if let known = rowView(ofKnownType: typeName) {
      return known.table.isFederationEntity && known.hasPrimaryKey ? known : nil
    }
    return entityViews.first { $0.table.naming.rowType == typeName }
  }
}
