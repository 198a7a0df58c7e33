import DovetailCatalog
import DovetailMetadata
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections

extension RoleSchema {
  /// A root field that changes rows of a table, if the role has it.
  func makeMutationField(
    _ name: String,
    _ table: TableName,
    _ source: SourceName,
    _ field: TableNaming.RootField
  ) -> SchemaField? {
    switch field {
    case .insert, .insertOne:
      guard let write = insertView(of: table, in: source), isUsable(write) else { return nil }
      return makeInsertField(name, write, isSingle: field == .insertOne)
    case .update, .updateByPrimaryKey, .updateMany:
      guard let write = updateView(of: table, in: source) else { return nil }
      return makeUpdateField(name, write, field)
    case .delete, .deleteByPrimaryKey:
      guard let write = deleteView(of: table, in: source) else { return nil }
      return makeDeleteField(name, write, isSingle: field == .deleteByPrimaryKey)
    case .select, .selectByPrimaryKey, .selectAggregate, .selectStream:
      return nil
    }
  }

  private func makeField(
    _ name: String,
    _ naming: TableNaming,
    _ field: TableNaming.RootField,
    _ text: String,
    _ arguments: OrderedDictionary<String, SchemaInputValue>,
    type: TypeReference,
    _ meaning: MutationMeaning
  ) -> SchemaField {
    SchemaField(
      name: name,
      description: describe(
        naming.customRootFields[field]?.comment,
        "\(text) table: \"\(naming.base)\""
      ),
      arguments: arguments,
      type: type,
      attachment: FieldMeaning.mutation(meaning)
    )
  }

  private func makeInsertField(
    _ name: String,
    _ write: InsertView,
    isSingle: Bool
  ) -> SchemaField? {
    let naming = write.table.naming
    let input = TypeReference.nonNull(reference(.insertInput(write.id)))
    var arguments: OrderedDictionary<String, SchemaInputValue> = [:]
    if isSingle {
      arguments["object"] = SchemaInputValue(
        name: "object",
        description: "the row to be inserted",
        type: input,
        attachment: WriteMeaning.objects
      )
    } else {
      arguments["objects"] = SchemaInputValue(
        name: "objects",
        description: "the rows to be inserted",
        type: .nonNull(.list(input)),
        attachment: WriteMeaning.objects
      )
    }
    addConflictArgument(to: &arguments, write)
    guard isSingle else {
      return makeField(
        name,
        naming,
        .insert,
        "insert data into the",
        arguments,
        type: reference(.mutationResponse(write.id)),
        .insert(write)
      )
    }
    guard let view = view(write.id) else { return nil }
    return makeField(
      name,
      naming,
      .insertOne,
      "insert a single row into the",
      arguments,
      type: reference(.row(view.id)),
      .insertOne(write, view)
    )
  }

  private func makeUpdateField(
    _ name: String,
    _ write: UpdateView,
    _ field: TableNaming.RootField
  ) -> SchemaField? {
    guard !write.columns.isEmpty || !write.presets.isEmpty else { return nil }
    let naming = write.table.naming
    let response = reference(.mutationResponse(write.id))
    switch field {
    case .updateByPrimaryKey:
      guard let view = view(write.id), view.hasPrimaryKey else { return nil }
      var arguments = updateArguments(write)
      let key = write.source.convention.fieldName("pk_columns")
      arguments[key] = SchemaInputValue(
        name: key,
        type: .nonNull(reference(.primaryKeyColumns(write.id))),
        attachment: WriteMeaning.primaryKeyColumns
      )
      return makeField(
        name,
        naming,
        field,
        "update single row of the",
        arguments,
        type: reference(.row(view.id)),
        .updateByPrimaryKey(write, view)
      )
    case .updateMany:
      guard !catalog.options.hidesUpdateMany else { return nil }
      let arguments: OrderedDictionary<String, SchemaInputValue> = [
        "updates": SchemaInputValue(
          name: "updates",
          description: "updates to execute, in order",
          type: .nonNull(.list(.nonNull(reference(.updates(write.id))))),
          attachment: WriteMeaning.updates
        )
      ]
      return makeField(
        name,
        naming,
        field,
        "update multiples rows of",
        arguments,
        type: .list(response),
        .updateMany(write)
      )
    default:
      var arguments = updateArguments(write)
      arguments["where"] = whereArgument(write.id, "filter the rows which have to be updated")
      return makeField(
        name,
        naming,
        .update,
        "update data of the",
        arguments,
        type: response,
        .update(write)
      )
    }
  }

  private func makeDeleteField(
    _ name: String,
    _ write: DeleteView,
    isSingle: Bool
  ) -> SchemaField? {
    let naming = write.table.naming
    guard isSingle else {
      return makeField(
        name,
        naming,
        .delete,
        "delete data from the",
        ["where": whereArgument(write.id, "filter the rows which have to be deleted")],
        type: reference(.mutationResponse(write.id)),
        .delete(write)
      )
    }
    guard let view = view(write.id), view.hasPrimaryKey else { return nil }
    return makeField(
      name,
      naming,
      .deleteByPrimaryKey,
      "delete single row from the",
      primaryKeyArguments(view),
      type: reference(.row(view.id)),
      .deleteByPrimaryKey(write, view)
    )
  }

  /// `where: T_bool_exp!`.
  func whereArgument(_ id: TableID, _ text: String) -> SchemaInputValue {
    SchemaInputValue(
      name: "where",
      description: text,
      type: .nonNull(reference(.boolExp(id))),
      attachment: WriteMeaning.where
    )
  }

  // MARK: Response

  /// `T_mutation_response`.
  func makeMutationResponseType(_ id: TableID) -> SchemaType? {
    guard let table = catalog.table(id.table, in: id.source) else { return nil }
    let convention = table.naming.convention
    let count = convention.fieldName("affected_rows")
    var fields: OrderedDictionary<String, SchemaField> = [
      count: SchemaField(
        name: count,
        description: "number of rows affected by the mutation",
        type: .nonNull(.named(Name("Int"))),
        attachment: MutationResponseMeaning.affectedRows
      )
    ]
    if let view = view(id) {
      fields["returning"] = SchemaField(
        name: "returning",
        description: "data from the rows affected by the mutation",
        type: .nonNull(.list(.nonNull(reference(.row(id))))),
        attachment: MutationResponseMeaning.returning(view)
      )
    }
    return SchemaType(
      name: typeName(.mutationResponse(id)),
      description: "response of any mutation on the table \"\(table.naming.base)\"",
      kind: .object(fields: fields, interfaces: [])
    )
  }
}
