import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailSchema
import OrderedCollections
import OrderedJSON

extension DataCommandPlanner {
  /// Relationships in orders longer than this are refused.
  private static let stepLimit = 32

  /// `order_by`: `"-id"`, or a list of such texts and of `{column, type, nulls}`.
  func order(
    _ value: JSONValue?,
    _ view: TableView,
    path: String
  ) throws(PlannerError) -> [OrderTerm] {
    guard let value, !value.isNull else { return [] }
    var terms: [OrderTerm] = []
    for (index, item) in (value.arrayValue ?? [value]).enumerated() {
      terms.append(try term(item, view, path: path + "[\(index)]"))
    }
    return terms
  }

  private func term(
    _ item: JSONValue,
    _ view: TableView,
    path: String
  ) throws(PlannerError) -> OrderTerm {
    var isDescending = false
    var nullsFirst: Bool?
    var steps: [String] = []
    if let text = item.stringValue {
      isDescending = text.hasPrefix("-")
      let name = text.hasPrefix("-") || text.hasPrefix("+") ? text.dropFirst() : text[...]
      steps = name.split(separator: ".").map(String.init)
    } else {
      isDescending = item["type"]?.stringValue == "desc"
      nullsFirst = item["nulls"]?.stringValue.map { $0 == "first" }
      steps =
        item["column"]?.arrayValue?.compactMap(\.stringValue)
        ?? (item["column"]?.stringValue ?? "").split(separator: ".").map(String.init)
    }
    return OrderTerm(
      key: try key(steps, view, path: path),
      isDescending: isDescending,
      nullsFirst: nullsFirst ?? isDescending
    )
  }

  /// A column, or one of a related row: `author.name`.
  private func key(
    _ steps: [String],
    _ view: TableView,
    path: String
  ) throws(PlannerError) -> OrderTerm.Key {
    guard let first = steps.first, steps.count <= Self.stepLimit else {
      throw PlannerError(code: .parseFailed, message: "expected a column", path: path)
    }
    func refusal(_ text: String) -> PlannerError {
      PlannerError(
        code: .unexpectedPayload,
        message: "\"\(first)\" is \(text)",
        path: path
      )
    }
    if view.table.computedFields[ComputedFieldName(first)] != nil {
      throw refusal("a computed field and can't be used in 'order_by'")
    }
    let relationship = view.table.relationships[RelationshipName(first)]
    let column = view.table.facts.columns.first { $0.name == ColumnName(first) }
    guard relationship != nil || column != nil else {
      throw PlannerError(
        code: .notExists,
        message: "\"\(first)\" does not exist",
        path: path
      )
    }
    guard steps.count > 1 else {
      guard relationship == nil || column != nil else {
        throw refusal("a relationship and should be expanded")
      }
      if let category = column?.type.category, category == .geometry || category == .geography {
        throw PlannerError(
          code: .unexpectedPayload,
          message: "\"\(first)\" has type 'geometry' and cannot be used in order_by",
          path: path
        )
      }
      return .value(try self.column(first, of: view, path: path))
    }
    guard let relationship else {
      throw refusal("a Postgres column and cannot be chained further")
    }
    guard relationship.kind == .object else {
      throw refusal("an array relationship and can't be used in 'order_by'")
    }
    let target = try related(by: relationship, of: view, path: path)
    return .related(
      .table(target.table.name),
      Correlation(
        relationship.pairs.map { Correlation.Pair(outer: $0.own, inner: $0.target) }
      ),
      filter: permission(target),
      key: try key(Array(steps.dropFirst()), target, path: path)
    )
  }

  /// The other end of a relationship, as the role may read it.
  func related(
    by relationship: Relationship,
    of view: TableView,
    path: String
  ) throws(PlannerError) -> TableView {
    guard let name = relationship.target.table, view.source.tables[name] != nil else {
      throw PlannerError(code: .notExists, message: "the related table does not exist", path: path)
    }
    guard let target = schema.view(of: name, in: view.source.name) else {
      throw PlannerError(
        code: .permissionDenied,
        message: "role \"\(schema.role)\" does not have permission to read relationship "
          + "\"\(relationship.name)\"; no permission on table \"\(name)\"",
        path: path
      )
    }
    return target
  }
}
