import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailSchema
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections
import OrderedJSON

extension OperationPlanning {
  /// A root field that is an action.
  func planAction(
    _ field: CollectedField,
    _ definition: SchemaField,
    _ action: ResolvedAction
  ) throws(PlannerError) -> RootField.Value {
    let isAsynchronous = action.definition.kind == .mutation(isAsynchronous: true)
    return try planActionStep(
      field,
      definition,
      action,
      isAsynchronous ? .enqueue : .call,
      giving: isAsynchronous ? definition.type : action.outputType
    )
  }

  /// A root field that shows what became of a call.
  func planActionResult(
    _ field: CollectedField,
    _ definition: SchemaField,
    _ action: ResolvedAction
  ) throws(PlannerError) -> RootField.Value {
    try planActionStep(field, definition, action, .result, giving: definition.type)
  }

  private func planActionStep(
    _ field: CollectedField,
    _ definition: SchemaField,
    _ action: ResolvedAction,
    _ step: ActionCall.Step,
    giving type: TypeReference
  ) throws(PlannerError) -> RootField.Value {
    let input = try planInput(try reader.arguments(of: field, definition.arguments))
    let joins = JoinCollector()
    let call = ActionCall(
      name: action.name,
      definition: action.definition,
      step: step,
      input: input,
      key: field.responseKey,
      outputType: type,
      output: try planActionOutput(field, type, at: [field.responseKey], joins)
    )
    actionCount += 1
    return .part(
      ofFetch: RemoteFetchReference(
        // Groups of remote schemas count up from 0.
        group: -actionCount,
        fetch: Fetch(target: .action(action.name), request: .action(call), joins: joins.edges),
        member: field.responseKey
      )
    )
  }

  // MARK: Output

  /// What is selected of an object; nil for scalars.
  private func planActionOutput(
    _ field: CollectedField,
    _ type: TypeReference,
    at path: [String],
    _ joins: JoinCollector
  ) throws(PlannerError) -> ActionObject? {
    let typeName = type.namedType
    guard let object = schema.type(named: typeName), object.isComposite else {
      try checkLeaf(field)
      return nil
    }
    var result = ActionObject(
      typeName: typeName,
      requiredFields: object.fields.values.compactMap { field in
        guard case .actionOwn? = field.attachment as? FieldMeaning, field.type.isNonNull else {
          return nil
        }
        return field.name
      },
      members: [],
      joinKeys: []
    )
    for inner in try subfields(of: field, typeName: typeName) {
      result.members.append(
        ActionObject.Member(
          key: inner.responseKey,
          value: try planActionMember(inner, object, at: path, &result.joinKeys, joins)
        )
      )
    }
    return result
  }

  private func planActionMember(
    _ field: CollectedField,
    _ object: SchemaType,
    at path: [String],
    _ keys: inout [ActionObject.JoinKey],
    _ joins: JoinCollector
  ) throws(PlannerError) -> ActionObject.Value {
    if field.name == "__typename" {
      try checkLeaf(field)
      return .typename(object.name)
    }
    guard let definition = object.fields[field.name] else {
      throw unknownField(field, object.name)
    }
    let relationship: RemoteRelationship
    let keyFields: [RemoteJoinField]
    let lookup: Lookup
    switch definition.attachment as? FieldMeaning {
    case .remoteTable(let known, let target, let view):
      (relationship, keyFields) = (known, target.pairs.map(\.field))
      lookup = try planTableLookup(field, definition, target, view, isAggregate: false)
    case .remoteTableAggregate(let known, let target, let view):
      (relationship, keyFields) = (known, target.pairs.map(\.field))
      lookup = try planTableLookup(field, definition, target, view, isAggregate: true)
    case .remoteField(let known, let resolved):
      (relationship, keyFields) = (known, resolved.keyFields)
      lookup = try planRemoteLookup(field, definition, resolved)
    default:
      _ = try reader.arguments(of: field, definition.arguments)
      let inner = try planActionOutput(
        field,
        definition.type,
        at: path + [field.responseKey],
        joins
      )
      return .field(field.name, type: definition.type, inner)
    }
    let edge = joins.add(
      relationship: relationship.name.value,
      path: path,
      responseKey: field.responseKey,
      key: keyFields.map { joinKey($0.name, &keys) },
      keyPaths: keyFields.map(\.path),
      lookup: lookup,
      onError: joinFailure(relationship)
    )
    return .join(edge)
  }

  /// The name under which a field is read as part of a key; no response key can be the same.
  private func joinKey(_ field: String, _ keys: inout [ActionObject.JoinKey]) -> String {
    if let known = keys.first(where: { $0.field == field }) { return known.name }
    let name = "$\(keys.count)"
    keys.append(ActionObject.JoinKey(name: name, field: field))
    return name
  }
}
