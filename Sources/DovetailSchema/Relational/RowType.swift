import DovetailCatalog
import DovetailMetadata
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections

extension RoleSchema {
  /// `T`: columns, relationships, computed fields and remote relationships of a row.
  func makeRowType(_ view: TableView) -> SchemaType {
    var fields: OrderedDictionary<String, SchemaField> = [:]
    for visible in view.columns {
      fields[visible.column.fieldName] = columnField(visible, view)
    }
    addRelationships(to: &fields, view)
    addComputedFields(to: &fields, view)
    addRemoteRelationships(
      view.table.remoteRelationships,
      to: &fields,
      convention: view.source.convention
    )
    let isNode = style == .relay && view.table.hasGlobalID
    if isNode {
      fields["id"] = makeGlobalIDField(of: view)
      _ = reference(.node)
    }
    return SchemaType(
      name: typeName(.row(view.id)),
      description: describe(
        view.table.description,
        "columns and relationships of \"\(view.table.naming.base)\""
      ),
      kind: .object(fields: fields, interfaces: isNode ? [typeName(.node)] : [])
    )
  }

  private func columnField(_ visible: VisibleColumn, _ view: TableView) -> SchemaField {
    let column = visible.column
    let type = valueType(column, in: view.source.name)
    var arguments: OrderedDictionary<String, SchemaInputValue> = [:]
    if column.type.category == .json || column.type.category == .jsonb {
      arguments["path"] = SchemaInputValue(
        name: "path",
        description: "JSON select path",
        type: .named(Name("String"))
      )
    }
    return SchemaField(
      name: column.fieldName,
      description: column.description,
      arguments: arguments,
      type: visible.isNullable ? type : .nonNull(type),
      attachment: FieldMeaning.column(visible)
    )
  }

  private func addRelationships(
    to fields: inout OrderedDictionary<String, SchemaField>,
    _ view: TableView
  ) {
    for relationship in view.relationships {
      guard let target = self.view(of: relationship.target, in: view.source) else { continue }
      let name = relationship.name.value
      let row = reference(.row(target.id))
      switch relationship.kind {
      case .object:
        fields[name] = SchemaField(
          name: name,
          description: describe(relationship.description, "An object relationship"),
          arguments: queryArguments(relationship.target, view.source),
          type: relationship.isNullable ? row : .nonNull(row),
          attachment: FieldMeaning.relationship(relationship, target)
        )
      case .array:
        fields[name] = SchemaField(
          name: name,
          description: describe(relationship.description, "An array relationship"),
          arguments: queryArguments(relationship.target, view.source)
            .merging(rowArguments(target)) { first, _ in first },
          type: .nonNull(.list(.nonNull(row))),
          attachment: FieldMeaning.relationship(relationship, target)
        )
        addAggregate(of: relationship, target, to: &fields, view)
        addConnection(of: relationship, target, to: &fields, view.source.convention)
      }
    }
  }

  private func addAggregate(
    of relationship: Relationship,
    _ target: TableView,
    to fields: inout OrderedDictionary<String, SchemaField>,
    _ view: TableView
  ) {
    guard target.allowsAggregations else { return }
    let name = aggregateFieldName(relationship.name.value, view.source.convention)
    fields[name] = SchemaField(
      name: name,
      description: "An aggregate relationship",
      arguments: rowArguments(target),
      type: .nonNull(reference(.aggregate(target.id))),
      attachment: FieldMeaning.relationshipAggregate(relationship, target)
    )
  }

  /// `articles_aggregate`, `articlesAggregate`.
  func aggregateFieldName(_ base: String, _ convention: NamingConvention) -> String {
    switch convention {
    case .hasuraDefault: base + "_aggregate"
    case .graphqlDefault: base + "Aggregate"
    }
  }

  /// The computed fields that the role sees, with the condition under which each shows.
  func visibleComputedFields(
    _ view: TableView
  ) -> [(field: ComputedField, condition: PermissionFilter?)] {
    view.table.computedFields.values.compactMap { field in
      guard case .scalar = field.result else { return nil }
      guard let visible = view.computedFields else { return (field, nil) }
      guard let condition = visible[field.name] else { return nil }
      return (field, condition)
    }
  }

  /// The computed fields that give rows which the role may read, and that need nothing of clients,
  /// so that conditions and orders can use them like relationships: to many rows if it is a set.
  func plainComputedRows(
    _ view: TableView
  ) -> [(field: ComputedField, target: TableView, isSet: Bool)] {
    view.table.computedFields.values.compactMap { field in
      guard case .rows(let table, let isSet) = field.result, field.clientArguments.isEmpty,
        let target = self.view(of: table, in: view.source.name)
      else { return nil }
      return (field, target, isSet)
    }
  }

  private func addComputedFields(
    to fields: inout OrderedDictionary<String, SchemaField>,
    _ view: TableView
  ) {
    for (field, condition) in visibleComputedFields(view) {
      guard case .scalar(let type) = field.result else { continue }
      let name = field.name.value
      var arguments = computedArguments(field, view)
      if type.category == .json || type.category == .jsonb {
        arguments["path"] = SchemaInputValue(
          name: "path",
          description: "JSON select path",
          type: .named(Name("String"))
        )
      }
      fields[name] = SchemaField(
        name: name,
        description: describe(
          field.description,
          "A computed field, executes function "
            + "\"\(field.function)\""
        ),
        arguments: arguments,
        type: valueType(type),
        attachment: FieldMeaning.computedScalar(field, condition: condition)
      )
    }
    for field in view.table.computedFields.values {
      guard case .rows(let target, let isSet) = field.result,
        let rows = self.view(of: target, in: view.source.name)
      else { continue }
      let name = field.name.value
      let row = reference(.row(rows.id))
      var arguments = computedArguments(field, view)
      if isSet { arguments.merge(rowArguments(rows)) { first, _ in first } }
      fields[name] = SchemaField(
        name: name,
        description: describe(
          field.description,
          "A computed field, executes function "
            + "\"\(field.function)\""
        ),
        arguments: arguments,
        type: isSet ? .list(.nonNull(row)) : row,
        attachment: FieldMeaning.computedRows(field, rows)
      )
    }
  }

  /// `args`, if a computed field takes anything of clients.
  func computedArguments(
    _ field: ComputedField,
    _ view: TableView
  ) -> OrderedDictionary<String, SchemaInputValue> {
    guard !field.clientArguments.isEmpty else { return [:] }
    let type = reference(.computedArguments(view.id, field.name))
    let isRequired = field.clientArguments.contains { !$0.hasDefault }
    return [
      "args": SchemaInputValue(
        name: "args",
        description: "input parameters for computed field \"\(field.name)\" defined on table "
          + "\"\(view.table.naming.base)\"",
        type: isRequired ? .nonNull(type) : type
      )
    ]
  }

  func makeComputedArgumentsType(_ view: TableView, _ field: ComputedField) -> SchemaType {
    SchemaType(
      name: typeName(.computedArguments(view.id, field.name)),
      kind: .inputObject(fields: argumentFields(field.arguments), isOneOf: false)
    )
  }
}
