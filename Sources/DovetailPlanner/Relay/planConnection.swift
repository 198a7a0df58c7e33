import DovetailCatalog
import DovetailPlan
import DovetailSchema
import GraphQLLanguage
import GraphQLTypeSystem

extension OperationPlanning {
  /// `T_connection(…) { … }` and `f_connection(…) { … }`.
  func planConnectionFetch(
    _ field: CollectedField,
    _ definition: SchemaField,
    _ view: TableView,
    relation: Relation
  ) throws(PlannerError) -> Fetch {
    let joins = JoinCollector()
    let selection = try planConnection(
      field,
      definition,
      view,
      relation: relation,
      at: [],
      joins
    )
    return Fetch(
      target: .source(view.source.name),
      request: .connection(selection),
      joins: joins.edges
    )
  }

  /// Rows page by page.
  ///
  /// The path is that of response keys from the fetch's row or document to the connection.
  func planConnection(
    _ field: CollectedField,
    _ definition: SchemaField,
    _ view: TableView,
    relation: Relation,
    at path: [String],
    _ joins: JoinCollector
  ) throws(PlannerError) -> ConnectionSelection {
    var selection = try planPage(field, definition, view, relation: relation)
    let typeName = definition.type.namedType
    for member in try subfields(of: field, typeName: typeName) {
      let value = try planConnectionMember(member, view, typeName: typeName, at: path, joins)
      selection.output.append(ConnectionField(key: member.responseKey, value: value))
    }
    return selection
  }

  private func planConnectionMember(
    _ field: CollectedField,
    _ view: TableView,
    typeName: String,
    at path: [String],
    _ joins: JoinCollector
  ) throws(PlannerError) -> ConnectionField.Value {
    guard let (definition, meaning) = try member(field, of: typeName) else {
      return .constant(typeName)
    }
    let inner = definition.type.namedType
    switch meaning {
    case .connectionEdges:
      var edges: [EdgeField] = []
      for member in try subfields(of: field, typeName: inner) {
        let value = try planEdgeMember(
          member,
          view,
          typeName: inner,
          at: path + [field.responseKey],
          joins
        )
        edges.append(EdgeField(key: member.responseKey, value: value))
      }
      return .edges(edges)
    case .connectionPageInfo:
      var facts: [PageInfoField] = []
      for member in try subfields(of: field, typeName: inner) {
        facts.append(
          PageInfoField(
            key: member.responseKey,
            value: try planPageFact(member, typeName: inner)
          )
        )
      }
      return .pageInfo(facts)
    default:
      throw unknownField(field, typeName)
    }
  }

  private func planEdgeMember(
    _ field: CollectedField,
    _ view: TableView,
    typeName: String,
    at path: [String],
    _ joins: JoinCollector
  ) throws(PlannerError) -> EdgeField.Value {
    guard let (definition, meaning) = try member(field, of: typeName) else {
      return .constant(typeName)
    }
    switch meaning {
    case .edgeCursor:
      try checkLeaf(field)
      return .cursor
    case .edgeNode:
      let rowType = definition.type.namedType
      let (output, keys) = try planOutput(
        try subfields(of: field, typeName: rowType),
        view,
        typeName: rowType,
        at: path + [field.responseKey],
        joins
      )
      return .node(output, joinKeys: keys)
    default:
      throw unknownField(field, typeName)
    }
  }

  private func planPageFact(
    _ field: CollectedField,
    typeName: String
  ) throws(PlannerError) -> PageInfoField.Value {
    guard let (_, meaning) = try member(field, of: typeName) else { return .constant(typeName) }
    guard case .pageInfo(let member) = meaning, let fact = PageFact(rawValue: member.rawValue)
    else { throw unknownField(field, typeName) }
    try checkLeaf(field)
    return .fact(fact)
  }

  /// The definition of a field without arguments, and what it stands for; nil for `__typename`.
  private func member(
    _ field: CollectedField,
    of typeName: String
  ) throws(PlannerError) -> (SchemaField, FieldMeaning)? {
    if field.name == "__typename" {
      try checkLeaf(field)
      return nil
    }
    guard let definition = schema.field(field.name, of: typeName),
      let meaning = definition.attachment as? FieldMeaning
    else {
      throw unknownField(field, typeName)
    }
    try checkNoArguments(field)
    return (definition, meaning)
  }
}
