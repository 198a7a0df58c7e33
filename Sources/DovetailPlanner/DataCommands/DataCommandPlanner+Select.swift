import DovetailCatalog
import DovetailMetadata
package import DovetailPlan
import DovetailSchema
import OrderedCollections
import OrderedJSON

extension DataCommandPlanner {
  /// Relationships in relationships deeper than this are refused.
  private static let depthLimit = 32
  /// As many fields may be selected, those counted that wildcards stand for.
  private static let fieldLimit = 10_000

  /// `select`: a list of rows.
  package func select() throws(PlannerError) -> Fetch {
    let view = try readable(try target())
    var budget = Self.fieldLimit
    let rows = try rows(arguments, view, path: "$.args", depth: 0, &budget)
    let target = Target(table: view.table, source: view.source)
    return Fetch(target: .source(target.source.name), request: .rows(rows))
  }

  /// `count`: an object of aggregates with a member `count`.
  package func count() throws(PlannerError) -> Fetch {
    let target = try target()
    let view = try readable(
      target,
      for: "; \"count\" is only allowed if the role has \"select\" permissions on the table"
    )
    var columns: [ColumnReference] = []
    for (index, name) in (arguments["distinct"]?.arrayValue ?? []).enumerated() {
      let path = "$.args.distinct[\(index)]"
      columns.append(try column(name.stringValue ?? "", of: view, path: path))
    }
    let rows = RowSelection(
      relation: .table(view.table.name),
      filter: .all([
        try condition(arguments["where"], on: view, path: "$.args.where"), permission(view),
      ])
    )
    let count = AggregateField(
      key: "count",
      value: .count(columns, isDistinct: !columns.isEmpty)
    )
    return Fetch(
      target: .source(target.source.name),
      request: .aggregate(
        AggregateSelection(
          rows: rows,
          output: [AggregateOutputField(key: "aggregate", value: .aggregate([count]))]
        )
      )
    )
  }

  /// The condition under which the role sees a row.
  func permission(_ view: TableView) -> Predicate {
    PermissionTranslation(source: view.source, root: view.table).predicate(
      view.filter,
      on: view.table
    )
  }

  private func rows(
    _ query: JSONValue,
    _ view: TableView,
    path: String,
    depth: Int,
    _ budget: inout Int
  ) throws(PlannerError) -> RowSelection {
    guard depth < Self.depthLimit else {
      throw PlannerError(message: "the query is nested too deeply", path: path)
    }
    var rows = rows(of: view)
    rows.filter = .all([
      try condition(query["where"], on: view, path: path + ".where"), permission(view),
    ])
    rows.output = try output(
      of: query["columns"]?.arrayValue ?? [],
      view,
      path: path + ".columns",
      depth: depth,
      &budget
    )
    rows.order = try order(query["order_by"], view, path: path + ".order_by")
    rows.limit = try window(query["limit"], path: path + ".limit")
    rows.offset = try window(query["offset"], path: path + ".offset")
    return rows
  }

  /// The rows that the role sees.
  private func rows(of view: TableView) -> RowSelection {
    var rows = RowSelection(relation: .table(view.table.name))
    rows.filter = permission(view)
    rows.permissionLimit = view.limit
    return rows
  }

  private func window(_ value: JSONValue?, path: String) throws(PlannerError) -> Parameter? {
    guard let value, !value.isNull else { return nil }
    guard case .number(let number) = value, let count = number.int64, count >= 0 else {
      throw PlannerError(
        code: .notSupported,
        message: "unexpected negative value",
        path: path
      )
    }
    return Parameter(.constant(value), type: .window, path: path)
  }

  // MARK: Columns

  /// All columns that the role reads, or those that a list names.
  func output(
    of names: [JSONValue],
    _ view: TableView,
    path: String,
    appendingIndex: Bool
  ) throws(PlannerError) -> [OutputField] {
    var output: [OutputField] = []
    for (index, name) in names.enumerated() {
      guard let text = name.stringValue else {
        throw PlannerError(code: .parseFailed, message: "expected a column", path: path)
      }
      if text == "*" {
        output += all(view)
        continue
      }
      let value = try column(text, of: view, path: appendingIndex ? path + "[\(index)]" : path)
      output.append(field(text, value))
    }
    return output
  }

  private func all(_ view: TableView) -> [OutputField] {
    view.columns.map { visible in
      field(
        visible.column.name.value,
        reference(to: visible, of: view.table, in: view.source)
      )
    }
  }

  private func field(_ key: String, _ value: ColumnReference) -> OutputField {
    OutputField(
      key: key,
      value: .column(ColumnOutput(value, isStringified: isStringified(value.type)))
    )
  }

  /// What a list of columns, relationships and wildcards selects.
  ///
  /// What is named for itself is not selected once more by a wildcard.
  private func output(
    of columns: [JSONValue],
    _ view: TableView,
    path: String,
    depth: Int,
    _ budget: inout Int
  ) throws(PlannerError) -> [OutputField] {
    var keys: Set<String> = []
    for column in columns {
      if let text = column.stringValue, wildcardDepth(text) == nil { keys.insert(text) }
      if let name = column["name"]?.stringValue {
        keys.insert(column["alias"]?.stringValue ?? name)
      }
    }
    var fields: [OutputField] = []
    for (index, column) in columns.enumerated() {
      if let stars = column.stringValue.flatMap(wildcardDepth) {
        let all = try everything(view, stars: stars, path: path + "[\(index)]", &budget)
        for field in all where keys.insert(field.key).inserted { fields.append(field) }
        continue
      }
      try spend(1, of: &budget, path: path)
      fields.append(
        try output(column, view, path: path + "[\(index)]", depth: depth, &budget)
      )
    }
    return fields
  }

  /// How many stars `*`, `*.*`, `*.*.*` … have; nil for other texts.
  private func wildcardDepth(_ text: String) -> Int? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.allSatisfy { $0 == "*" } ? parts.count : nil
  }

  /// All columns that the role reads, and with several stars those of related rows.
  private func everything(
    _ view: TableView,
    stars: Int,
    path: String,
    _ budget: inout Int
  ) throws(PlannerError) -> [OutputField] {
    var fields = all(view)
    try spend(fields.count, of: &budget, path: path)
    guard stars > 1 else { return fields }
    for relationship in view.table.relationships.values {
      guard let name = relationship.target.table,
        let target = schema.view(of: name, in: view.source.name)
      else { continue }
      try spend(1, of: &budget, path: path)
      var rows = rows(of: target)
      rows.output = try everything(target, stars: stars - 1, path: path, &budget)
      fields.append(
        OutputField(key: relationship.name.value, value: related(rows, relationship))
      )
    }
    return fields
  }

  private func spend(
    _ count: Int,
    of budget: inout Int,
    path: String
  ) throws(PlannerError) {
    budget -= count
    guard budget >= 0 else {
      throw PlannerError(message: "the query selects too many fields", path: path)
    }
  }

  private func output(
    _ selected: JSONValue,
    _ view: TableView,
    path: String,
    depth: Int,
    _ budget: inout Int
  ) throws(PlannerError) -> OutputField {
    if let name = selected.stringValue {
      if let computed = view.table.computedFields[ComputedFieldName(name)] {
        return try computedField(computed, name, view, path: path)
      }
      return field(name, try column(name, of: view, path: path))
    }
    let name = selected["name"]?.stringValue ?? ""
    let key = selected["alias"]?.stringValue ?? name
    if let computed = view.table.computedFields[ComputedFieldName(name)] {
      return try computedField(computed, key, view, path: path)
    }
    guard let relationship = view.table.relationships[RelationshipName(name)] else {
      throw notRelationship(name, view, path: path + ".name")
    }
    guard selected["columns"] != nil else {
      throw PlannerError(
        code: .parseFailed,
        message: "key \"columns\" not found",
        path: "$" + path.dropFirst("$.args".count)
      )
    }
    let target = try related(by: relationship, of: view, path: path)
    let rows = try rows(selected, target, path: path, depth: depth + 1, &budget)
    let refinements = ["where", "order_by", "limit", "offset"]
    if relationship.kind == .object,
      refinements.contains(where: { !(selected[$0]?.isNull ?? true) })
    {
      throw PlannerError(
        code: .unexpectedPayload,
        message: "when selecting an 'obj_relationship' 'where', 'order_by', 'limit' and 'offset' "
          + " can't be used",
        path: path
      )
    }
    return OutputField(key: key, value: related(rows, relationship))
  }

  private func notRelationship(
    _ name: String,
    _ view: TableView,
    path: String
  ) -> PlannerError {
    guard view.table.facts.columns.contains(where: { $0.name == ColumnName(name) }) else {
      return PlannerError(
        code: .notExists,
        message: "relationship \"\(name)\" does not exist",
        path: path
      )
    }
    return PlannerError(
      code: .unexpectedPayload,
      message: "expecting a relationship; but, \"\(name)\" is a database column; "
        + "only relationships can be expanded",
      path: path
    )
  }

  private func related(_ rows: RowSelection, _ relationship: Relationship) -> OutputValue {
    let correlation = Correlation(
      relationship.pairs.map { Correlation.Pair(outer: $0.own, inner: $0.target) }
    )
    return switch relationship.kind {
    case .object: .object(correlation, rows)
    case .array: .array(correlation, rows)
    }
  }

  private func computedField(
    _ computed: ComputedField,
    _ key: String,
    _ view: TableView,
    path: String
  ) throws(PlannerError) -> OutputField {
    let isVisible = view.computedFields.map { $0[computed.name] != nil } ?? true
    guard isVisible, case .scalar(let type) = computed.result, computed.clientArguments.isEmpty
    else {
      throw PlannerError(
        code: .permissionDenied,
        message: "the computed field \"\(computed.name)\" cannot be selected",
        path: path
      )
    }
    let arguments = computed.arguments.map { argument in
      FunctionCall.Argument(
        value: argument.role == .row
          ? .row
          : .parameter(Parameter(.allSessionVariables, type: argument.type, path: path))
      )
    }
    let call = FunctionCall(function: computed.function, arguments: arguments)
    return field(
      key,
      ColumnReference(source: .function(call), type: type, isNullable: true)
    )
  }
}
