import DovetailCatalog
import DovetailPlan
import DovetailSchema
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections
import OrderedJSON

extension OperationPlanning {
  /// `_entities(representations: […]) { … }`: a join for each type that is represented, on the keys
  /// that the request itself gives; so the items keep their order, and those that the role may not
  /// see are null.
  func planEntities(
    _ field: CollectedField,
    _ definition: SchemaField
  ) throws(PlannerError) -> RootField.Value {
    let representations = try readRepresentations(of: field, definition)
    var views: [TableView] = []
    for representation in representations
    where !views.contains(where: { $0 === representation.view }) {
      views.append(representation.view)
    }
    let members = try planMembers(
      of: field,
      abstractType: definition.type.namedType,
      chosen: views
    ) { schema.entityView(named: $0) }
    let joins = JoinCollector()
    for (index, view) in views.enumerated() {
      guard let (output, inner) = members[view.id] else { continue }
      try addJoin(to: view, output, inner.edges, number: index, of: field, joins)
    }
    var document: [JSONValue] = []
    for representation in representations {
      guard let number = views.firstIndex(where: { $0 === representation.view }) else { continue }
      var object: JSONObject = [:]
      for (part, value) in representation.key.enumerated() {
        object[keyName(part, of: number)] = value
      }
      object[placeName(number)] = .null
      document.append(.object(object))
    }
    return .fetch(
      Fetch(
        target: .request,
        request: .given(GivenObjects(document: JSONValue.array(document).serialized())),
        joins: joins.edges
      )
    )
  }

  private func addJoin(
    to view: TableView,
    _ output: ([OutputField], [JoinKeyColumn]),
    _ edges: [JoinEdge],
    number: Int,
    of field: CollectedField,
    _ joins: JoinCollector
  ) throws(PlannerError) {
    let rows = RowSelection(
      relation: .table(view.table.name),
      filter: try permission(of: view),
      output: output.0,
      joinKeys: output.1
    )
    let key = identity(of: view)
    _ = joins.add(
      relationship: field.responseKey,
      path: [],
      responseKey: placeName(number),
      key: key.indices.map { keyName($0, of: number) },
      lookup: Lookup(
        target: .source(view.source.name),
        request: .rows(KeyedSelection(columns: key, result: .object(rows))),
        joins: edges
      ),
      onError: .fail
    )
  }

  private func keyName(_ part: Int, of number: Int) -> String { "$\(number)_\(part)" }

  private func placeName(_ number: Int) -> String { "$\(number)" }

  // MARK: Representations

  /// An object that stands for a row.
  private struct Representation {
    var view: TableView
    /// The values of the primary key.
    var key: [JSONValue]
  }

  private func readRepresentations(
    of field: CollectedField,
    _ definition: SchemaField
  ) throws(PlannerError) -> [Representation] {
    var result: [Representation] = []
    for argument in try reader.arguments(of: field, definition.arguments) {
      // The keys are a part of the plan.
      if case .json(_, let reference) = argument.value { variables.inspect(reference) }
      for item in try reader.list(
        argument.value,
        itemType: .nonNull(.named(Name(argument.definition.type.namedType))),
        path: argument.path
      ) {
        guard case .object(let object) = try json(of: item.value) else {
          throw reader.expected(
            "an object",
            argument.definition.type.namedType,
            item.value,
            item.path
          )
        }
        result.append(try representation(object, path: item.path))
      }
    }
    return result
  }

  private func representation(
    _ object: JSONObject,
    path: String
  ) throws(PlannerError) -> Representation {
    guard let typeName = object["__typename"]?.stringValue else {
      throw PlannerError(message: "cannot find __typename in _Any type", path: path)
    }
    guard let view = schema.entityView(named: typeName), view.offersRowsByKey else {
      throw PlannerError(message: "cannot find entity \(typeName) in _Entity type", path: path)
    }
    var key: [JSONValue] = []
    for column in view.table.primaryKey {
      guard let value = object[column.fieldName] else {
        throw PlannerError(message: "cannot find \(column.fieldName) in _Any type", path: path)
      }
      key.append(value)
    }
    return Representation(view: view, key: key)
  }

  /// The JSON of a value, in which variables may stand.
  private func json(of value: GivenValue) throws(PlannerError) -> JSONValue {
    switch value {
    case .json(let json, let reference):
      variables.inspect(reference)
      return json
    case .literal(let literal):
      return try json(of: literal)
    }
  }

  private func json(of literal: Value) throws(PlannerError) -> JSONValue {
    switch literal {
    case .variable(let name):
      guard variables.type(of: name.value) != nil else {
        throw PlannerError(message: "unbound variable \"\(name.value)\"")
      }
      variables.inspect(VariableReference(name: name.value))
      return variables.values[name.value] ?? .null
    case .list(let items, _):
      var values: [JSONValue] = []
      for item in items { values.append(try json(of: item)) }
      return .array(values)
    case .object(let fields, _):
      var object: JSONObject = [:]
      for field in fields { object[field.name.value] = try json(of: field.value) }
      return .object(object)
    case .int, .float, .string, .boolean, .null, .enum:
      return constantJSON(of: literal)
    }
  }
}
