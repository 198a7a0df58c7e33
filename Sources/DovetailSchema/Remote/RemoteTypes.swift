package import DovetailCatalog
package import DovetailMetadata
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections
import Synchronization

extension RoleSchema {
  /// What the role sees of a remote schema; nil if nothing.
  package func remoteView(of schema: RemoteSchemaName) -> RemoteSchemaView? {
    catalog.remoteSchemas[schema]?.view(
      for: role,
      enforcesPermissions: catalog.options.enforcesRemoteSchemaPermissions
    )
  }

  // MARK: Root fields

  func makeRemoteRootField(
    _ name: String,
    schema: RemoteSchemaName,
    field: String,
    kind: OperationKind
  ) -> SchemaField? {
    guard let view = remoteView(of: schema),
      var definition = view.rootFields(for: kind).first(where: { $0.originalName == field })?.field
    else { return nil }
    register(definition, of: schema)
    definition.name = name
    definition.attachment = FieldMeaning.remoteRoot(schema, field: field)
    return definition
  }

  func makeRemoteNamespaceField(
    _ name: String,
    schema: RemoteSchemaName,
    kind: OperationKind
  ) -> SchemaField? {
    guard let view = remoteView(of: schema), view.namespaceType(for: kind) != nil else {
      return nil
    }
    return SchemaField(
      name: name,
      type: .nonNull(reference(.remoteNamespace(schema, kind))),
      attachment: FieldMeaning.remoteNamespace(schema)
    )
  }

  func remoteNamespaceTypeName(_ schema: RemoteSchemaName, _ kind: OperationKind) -> String {
    remoteView(of: schema)?.namespaceType(for: kind) ?? "\(schema)_\(kind.rawValue)"
  }

  func makeRemoteNamespaceType(_ schema: RemoteSchemaName, _ kind: OperationKind) -> SchemaType? {
    guard let view = remoteView(of: schema), let name = view.namespaceType(for: kind) else {
      return nil
    }
    var fields: OrderedDictionary<String, SchemaField> = [:]
    for root in view.rootFields(for: kind) {
      fields[root.clientName] = makeRemoteRootField(
        root.clientName,
        schema: schema,
        field: root.originalName,
        kind: kind
      )
    }
    return SchemaType(name: name, kind: .object(fields: fields, interfaces: []))
  }

  // MARK: Types

  /// A type of a remote schema with the relationships that are defined on it.
  func makeRemoteType(_ name: String, in schema: RemoteSchemaName) -> SchemaType? {
    guard let view = remoteView(of: schema), let type = view.clientSchema.type(named: name) else {
      return nil
    }
    register(type, of: schema)
    guard let original = view.names.originalTypeName(name),
      let relationships = catalog.remoteTypeRelationships[schema]?[original],
      !relationships.isEmpty
    else { return type }
    var fields = type.fields
    addRemoteRelationships(relationships, to: &fields, convention: .hasuraDefault)
    let kind: SchemaType.Kind
    switch type.kind {
    case .object(_, let interfaces): kind = .object(fields: fields, interfaces: interfaces)
    case .interface(_, let interfaces): kind = .interface(fields: fields, interfaces: interfaces)
    case .scalar, .enum, .union, .inputObject: return type
    }
    return SchemaType(name: type.name, description: type.description, kind: kind)
  }

  func remotePossibleTypes(of name: String, in schema: RemoteSchemaName) -> [String] {
    remoteView(of: schema)?.clientSchema.possibleTypes(of: name) ?? []
  }

  func makeReducedInputType(_ name: String, in schema: RemoteSchemaName) -> SchemaType? {
    // Registered with its relationship, see `register(_:)` below.
    reducedInputs.withLock { $0[name] }
  }

  /// Makes the types that a field refers to known by name.
  private func register(_ field: SchemaField, of schema: RemoteSchemaName) {
    register(field.type.namedType, of: schema)
    for argument in field.arguments.values { register(argument.type.namedType, of: schema) }
  }

  private func register(_ type: SchemaType, of schema: RemoteSchemaName) {
    switch type.kind {
    case .scalar, .enum:
      break
    case .object(let fields, let interfaces):
      for field in fields.values { register(field, of: schema) }
      for interface in interfaces { register(interface, of: schema) }
    case .interface(let fields, let interfaces):
      for field in fields.values { register(field, of: schema) }
      for interface in interfaces { register(interface, of: schema) }
      for possible in remotePossibleTypes(of: type.name, in: schema) {
        register(possible, of: schema)
      }
    case .union(let members):
      for member in members { register(member, of: schema) }
    case .inputObject(let fields, _):
      for field in fields.values { register(field.type.namedType, of: schema) }
    }
  }

  private func register(_ typeName: String, of schema: RemoteSchemaName) {
    guard BuiltInScalars.type(named: typeName) == nil else { return }
    _ = reference(.remote(schema, typeName))
  }

  // MARK: Relationships

  /// Adds the fields of remote relationships whose other end the role may see.
  func addRemoteRelationships(
    _ relationships: OrderedDictionary<RelationshipName, RemoteRelationship>,
    to fields: inout OrderedDictionary<String, SchemaField>,
    convention: NamingConvention
  ) {
    for relationship in relationships.values {
      switch relationship.target {
      case .table(let target):
        addTable(target, relationship, to: &fields, convention)
      case .remoteField(let resolved):
        // The schema for Relay has no remote schemas (contract 06 §9.3).
        guard style == .standard else { continue }
        addRemoteField(resolved, relationship, to: &fields)
      }
    }
  }

  private func addTable(
    _ target: RemoteRelationship.TableTarget,
    _ relationship: RemoteRelationship,
    to fields: inout OrderedDictionary<String, SchemaField>,
    _ convention: NamingConvention
  ) {
    guard let view = view(of: target.table, in: target.source) else { return }
    let name = relationship.name.value
    let row = reference(.row(view.id))
    switch target.kind {
    case .object:
      fields[name] = SchemaField(
        name: name,
        description: "An object relationship",
        // A list of keys gives a list of rows, an element for each key.
        type: target.spread == nil ? row : .list(row),
        attachment: FieldMeaning.remoteTable(relationship, target, view)
      )
    case .array:
      fields[name] = SchemaField(
        name: name,
        description: "An array relationship",
        arguments: rowArguments(view),
        type: .list(.nonNull(row)),
        attachment: FieldMeaning.remoteTable(relationship, target, view)
      )
      guard view.allowsAggregations else { return }
      let aggregate = aggregateFieldName(name, convention)
      fields[aggregate] = SchemaField(
        name: aggregate,
        description: "An aggregate relationship",
        arguments: rowArguments(view),
        type: reference(.aggregate(view.id)),
        attachment: FieldMeaning.remoteTableAggregate(relationship, target, view)
      )
    }
  }

  private func addRemoteField(
    _ known: ResolvedRemoteField,
    _ relationship: RemoteRelationship,
    to fields: inout OrderedDictionary<String, SchemaField>
  ) {
    guard let resolved = fieldForRole(known, relationship) else { return }
    for input in resolved.reducedInputTypes.values {
      reducedInputs.withLock { $0[input.name] = input }
      _ = reference(.reducedInput(resolved.remoteSchema, input.name))
      register(input, of: resolved.remoteSchema)
      for name in resolved.reducedInputTypes.keys {
        _ = reference(.reducedInput(resolved.remoteSchema, name))
      }
    }
    register(resolved.type.namedType, of: resolved.remoteSchema)
    for argument in resolved.arguments.values
    where resolved.reducedInputTypes[argument.type.namedType] == nil {
      register(argument.type.namedType, of: resolved.remoteSchema)
    }
    let name = relationship.name.value
    fields[name] = SchemaField(
      name: name,
      description: resolved.description,
      arguments: resolved.arguments,
      // A failed lookup or a null key gives null, so the field must admit it.
      type: resolved.type.nullable,
      attachment: FieldMeaning.remoteField(relationship, resolved)
    )
  }

  /// The field as the role sees it: checked again against what the role sees of the schema.
  private func fieldForRole(
    _ known: ResolvedRemoteField,
    _ relationship: RemoteRelationship
  ) -> ResolvedRemoteField? {
    guard let view = remoteView(of: known.remoteSchema) else { return nil }
    if view === catalog.remoteSchemas[known.remoteSchema]?.full { return known }
    guard let origin = relationship.remoteOrigin else { return nil }
    return try? resolveRemoteField(
      origin.definition,
      of: relationship.name,
      from: origin.side,
      as: view
    )
  }
}
