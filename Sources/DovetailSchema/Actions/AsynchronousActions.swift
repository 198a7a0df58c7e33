import DovetailCatalog
import DovetailMetadata
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections

extension RoleSchema {
  /// The mutation field of an asynchronous action: it gives the identity of the call at once.
  func makeAsynchronousField(_ action: ResolvedAction) -> SchemaField {
    SchemaField(
      name: action.name.value,
      description: action.comment.flatMap { $0.isEmpty ? nil : $0 },
      arguments: action.arguments,
      type: .nonNull(reference(.scalar("uuid"))),
      attachment: FieldMeaning.action(action)
    )
  }

  /// The query field that shows what became of a call.
  func makeActionResultField(_ name: ActionName) -> SchemaField? {
    guard let action = catalog.actions.actions[name], mayCall(action) else { return nil }
    return SchemaField(
      name: name.value,
      description: action.comment.flatMap { $0.isEmpty ? nil : $0 },
      arguments: [
        "id": SchemaInputValue(
          name: "id",
          description: "the unique id of an action",
          type: .nonNull(reference(.scalar("uuid")))
        )
      ],
      type: reference(.actionResult(name)),
      attachment: FieldMeaning.actionResult(action)
    )
  }

  /// `{id, created_at, errors, output}`.
  func makeActionResultType(_ name: ActionName) -> SchemaType? {
    guard let action = catalog.actions.actions[name] else { return nil }
    register(custom: action.outputType.namedType)
    var fields: OrderedDictionary<String, SchemaField> = [:]
    func add(_ name: String, _ description: String, _ type: TypeReference) {
      fields[name] = SchemaField(
        name: name,
        description: description,
        type: type,
        attachment: FieldMeaning.actionOwn
      )
    }
    add("id", "the unique id of an action", .nonNull(reference(.scalar("uuid"))))
    add(
      "created_at",
      "the time at which this action was created",
      .nonNull(reference(.scalar("timestamptz")))
    )
    add("errors", "errors related to the invocation", reference(.scalar("json")))
    add("output", "the output fields of this action", action.outputType.nullable)
    return SchemaType(
      name: name.value,
      description: "fields of action: \"\(name)\"",
      kind: .object(fields: fields, interfaces: [])
    )
  }
}
