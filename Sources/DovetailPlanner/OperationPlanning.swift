import DovetailCatalog
import DovetailMetadata
package import DovetailPlan
package import DovetailSchema
package import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections
import OrderedJSON

/// The planning of one operation: what all its parts share.
package final class OperationPlanning {
  package let schema: RoleSchema
  package let operation: OperationDefinition
  package let variables: VariableScope
  package let collector: FieldCollector
  package let reader: InputReader
  package var checks: [ParameterCheck] = []
  /// What conditions and orders across sources read before the fetches.
  var prefetches: [Prefetch] = []
  /// The webhooks that must agree before anything is written.
  package var inputChecks: [InputCheck] = []
  /// What the insert that is being planned shows to webhooks.
  var rowsToCheck = RowsToCheck()
  /// How many actions the operation calls.
  var actionCount = 0
  /// How many bytes of introspection the operation has so far.
  var introspectionSize = 0
  /// Root fields of one remote schema are asked for together.
  var remoteGroups: [RemoteSchemaName: RemoteGroup] = [:]

  /// The fields that one upstream operation asks for.
  struct RemoteGroup {
    var number: Int
    var fields: [RemoteField]
    var variables: OrderedDictionary<String, RemoteVariable>
    var joins: [JoinEdge]
  }

  init(
    schema: RoleSchema,
    operation: OperationDefinition,
    variables: VariableScope,
    collector: FieldCollector,
    reader: InputReader
  ) {
    self.schema = schema
    self.operation = operation
    self.variables = variables
    self.collector = collector
    self.reader = reader
  }

  /// The members of `data`.
  func planRoots(_ rootName: String) throws(PlannerError) -> [RootField] {
    let fields = try collector.collect(
      [operation.selectionSet],
      on: [rootName],
      path: "$",
      depth: 0
    )
    return completeRemoteGroups(try planRoots(fields, typeName: rootName))
  }

  func planRoots(
    _ fields: [CollectedField],
    typeName: String
  ) throws(PlannerError) -> [RootField] {
    var roots: [RootField] = []
    for field in fields {
      roots.append(
        RootField(key: field.responseKey, value: try planRoot(field, typeName: typeName))
      )
    }
    return roots
  }

  private func planRoot(
    _ field: CollectedField,
    typeName: String
  ) throws(PlannerError) -> RootField.Value {
    if field.name == "__typename" {
      try checkLeaf(field)
      return .constant(JSONValue.string(typeName).serialized())
    }
    if let value = try planIntrospection(field, typeName: typeName) { return value }
    guard let definition = schema.field(field.name, of: typeName),
      let meaning = definition.attachment as? FieldMeaning
    else {
      throw unknownField(field, typeName)
    }
    switch meaning {
    case .placeholder(let text):
      try checkLeaf(field)
      return .constant(JSONValue.string(text).serialized())
    case .select(let view):
      return .fetch(try planTableFetch(field, definition, view))
    case .selectByPrimaryKey(let view):
      return .fetch(try planPrimaryKeyFetch(field, definition, view))
    case .selectAggregate(let view):
      return .fetch(try planAggregateFetch(field, definition, view))
    case .function(let function, let view):
      return .fetch(try planFunctionFetch(field, definition, function, view))
    case .functionAggregate(let function, let view):
      return .fetch(try planFunctionAggregateFetch(field, definition, function, view))
    case .connection(let view):
      return .fetch(
        try planConnectionFetch(field, definition, view, relation: .table(view.table.name))
      )
    case .functionConnection(let function, let view):
      let relation = try relation(of: function, field, definition)
      return .fetch(try planConnectionFetch(field, definition, view, relation: relation))
    case .node:
      return try planNode(field, definition)
    case .federationService:
      return try planService(field, definition)
    case .federationEntities:
      return try planEntities(field, definition)
    case .nativeQuery(let query, let view):
      return .fetch(try planNativeQueryFetch(field, definition, query, view))
    case .mutation(let mutation):
      return try planMutation(field, definition, mutation)
    case .namespace, .remoteNamespace:
      return try planNamespace(field, definition)
    case .action(let action):
      return try planAction(field, definition, action)
    case .actionResult(let action):
      return try planActionResult(field, definition, action)
    case .remoteRoot(let remoteSchema, let name):
      return try planRemoteRoot(field, definition, remoteSchema, name)
    default:
      throw PlannerError(
        code: .unexpected,
        message: "'\(field.name)' is not a root field",
        path: field.path
      )
    }
  }

  private func planNamespace(
    _ field: CollectedField,
    _ definition: SchemaField
  ) throws(PlannerError) -> RootField.Value {
    let typeName = definition.type.namedType
    _ = try reader.arguments(of: field, definition.arguments)
    let inner = try subfields(of: field, typeName: typeName)
    return .object(try planRoots(inner, typeName: typeName))
  }

  // MARK: Shared checks

  /// The fields selected inside a field, which must have a selection set.
  func subfields(
    of field: CollectedField,
    typeName: String
  ) throws(PlannerError) -> [CollectedField] {
    guard !field.selections.isEmpty else {
      throw PlannerError(
        message: "missing selection set for '\(typeName)'",
        path: field.path
      )
    }
    return try collector.collect(
      field.selections,
      on: schema.fragmentTypeNames(of: typeName),
      path: field.path,
      depth: field.depth
    )
  }

  /// Checks that a field that takes no arguments has none.
  func checkNoArguments(_ field: CollectedField) throws(PlannerError) {
    _ = try reader.arguments(of: field, [:])
  }

  /// Checks that a field of scalar type has no selection set and no arguments.
  func checkLeaf(_ field: CollectedField) throws(PlannerError) {
    if let argument = field.arguments.first, field.name == "__typename" {
      throw PlannerError(
        message: "'\(field.name)' has no argument named '\(argument.name.value)'",
        path: field.path
      )
    }
    guard field.selections.isEmpty else {
      throw PlannerError(
        message: "unexpected subselection set for non-object field",
        path: field.path
      )
    }
  }

  func unknownField(_ field: CollectedField, _ typeName: String) -> PlannerError {
    PlannerError(
      message: "field '\(field.name)' not found in type: '\(typeName)'",
      path: field.path
    )
  }
}
