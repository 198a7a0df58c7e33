import DovetailCatalog
import DovetailMetadata
package import DovetailPlan
import DovetailSchema
import OrderedCollections
import OrderedJSON

extension DataCommandPlanner {
  /// Relationships in relationships deeper than this are refused.
  private static let depthLimit = 32

  /// `select`: a list of rows.
  package func select() throws(PlannerError) -> Fetch {
    let target = try target()
    let view = try readable(target)
    guard let columns = arguments["columns"]?.arrayValue else {
      throw PlannerError(code: .parseFailed, message: "key \"columns\" not found")
    }
    let rows = try rows(arguments, columns, view, path: "$.args", depth: 0)
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
    _ columns: [JSONValue],
    _ view: TableView,
    path: String,
    depth: Int
  ) throws(PlannerError) -> RowSelection {
    guard depth < Self.depthLimit else {
      throw PlannerError(message: "the query is nested too deeply", path: path)
    }
    var rows = RowSelection(relation: .table(view.table.name))
    rows.filter = .all([
      try condition(query["where"], on: view, path: path + ".where"), permission(view),
    ])
    rows.permissionLimit = view.limit
    rows.limit = try window(query["limit"], "limit", path: path)
    rows.offset = try window(query["offset"], "offset", path: path)
    rows.order = try order(query["order_by"], view, path: path + ".order_by")
    for (index, column) in columns.enumerated() {
      let columnPath = path + ".columns[\(index)]"
      rows.output += try output(column, view, path: columnPath, depth: depth)
    }
    return rows
  }

  private func window(
    _ value: JSONValue?,
    _ key: String,
    path: String
  ) throws(PlannerError) -> Parameter? {
    guard let value, !value.isNull else { return nil }
    guard case .number(let number) = value, let count = number.int64 else {
      // Errors of the command's shape do not have `args` in their path.
      throw PlannerError(
        code: .parseFailed,
        message: "parsing Int failed, expected Number, but encountered \(kind(of: value))",
        path: "$" + path.dropFirst("$.args".count) + "." + key
      )
    }
    guard count >= 0 else {
      throw PlannerError(
        code: .notSupported,
        message: "unexpected negative value",
        path: path + "." + key
      )
    }
    return Parameter(
      .constant(value),
      type: .window,
      path: path + "." + key
    )
  }

  private func kind(of value: JSONValue) -> String {
    switch value {
    case .null: "Null"
    case .bool: "Boolean"
    case .number: "Number"
    case .string: "String"
    case .array: "Array"
    case .object: "Object"
    }
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

  private func output(
    _ selected: JSONValue,
    _ view: TableView,
    path: String,
    depth: Int
  ) throws(PlannerError) -> [OutputField] {
    switch selected {
    case .string("*"):
      return all(view)
    case .string(let name):
      if let computed = view.table.computedFields[ComputedFieldName(name)] {
        return [try computedField(computed, name, view, path: path)]
      }
      return [field(name, try column(name, of: view, path: path))]
    case .object(let members):
      guard let name = members["name"]?.stringValue else {
        throw PlannerError(code: .parseFailed, message: "key \"name\" not found", path: path)
      }
      let key = members["alias"]?.stringValue ?? name
      guard let relationship = view.table.relationships[RelationshipName(name)] else {
        if let computed = view.table.computedFields[ComputedFieldName(name)] {
          return [try computedField(computed, key, view, path: path)]
        }
        return [field(key, try column(name, of: view, path: path))]
      }
      return [
        OutputField(
          key: key,
          value: try related(selected, relationship, view, path: path, depth: depth)
        )
      ]
    default:
      throw PlannerError(
        code: .parseFailed,
        message: "a column is a string or an object",
        path: path
      )
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

  private func related(
    _ query: JSONValue,
    _ relationship: Relationship,
    _ view: TableView,
    path: String,
    depth: Int
  ) throws(PlannerError) -> OutputValue {
    guard let table = relationship.target.table.flatMap({ view.source.tables[$0] }) else {
      throw PlannerError(code: .notExists, message: "the related table does not exist", path: path)
    }
    let target = try readable(Target(table: table, source: view.source))
    let columns = query["columns"]?.arrayValue ?? ["*"]
    let rows = try rows(query, columns, target, path: path, depth: depth + 1)
    let correlation = Correlation(
      relationship.pairs.map { Correlation.Pair(outer: $0.own, inner: $0.target) }
    )
    switch relationship.kind {
    case .object: return .object(correlation, rows)
    case .array: return .array(correlation, rows)
    }
  }

  // MARK: Order

  private func order(
    _ value: JSONValue?,
    _ view: TableView,
    path: String
  ) throws(PlannerError) -> [OrderTerm] {
    guard let value, !value.isNull else { return [] }
    var terms: [OrderTerm] = []
    for (index, item) in (value.arrayValue ?? [value]).enumerated() {
      let itemPath = value.arrayValue == nil ? path : path + "[\(index)]"
      terms.append(try term(item, view, path: itemPath))
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
    var name = ""
    switch item {
    case .string(let text):
      isDescending = text.hasPrefix("-")
      name = text.hasPrefix("-") || text.hasPrefix("+") ? String(text.dropFirst()) : text
    case .object(let members):
      name = members["column"]?.stringValue ?? ""
      isDescending = members["type"]?.stringValue == "desc"
      nullsFirst = members["nulls"]?.stringValue.map { $0 == "first" }
    default:
      throw PlannerError(
        code: .parseFailed,
        message: "an order is a string or an object",
        path: path
      )
    }
    return OrderTerm(
      key: try key(name.split(separator: ".").map(String.init), view, path: path),
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
    guard let first = steps.first, steps.count <= Self.depthLimit else {
      throw PlannerError(code: .parseFailed, message: "expected a column", path: path)
    }
    guard steps.count > 1 else { return .value(try column(first, of: view, path: path)) }
    guard let relationship = view.table.relationships[RelationshipName(first)],
      relationship.kind == .object,
      let table = relationship.target.table.flatMap({ view.source.tables[$0] })
    else {
      throw PlannerError(
        code: .notExists,
        message: "\"\(first)\" is not an object relationship",
        path: path
      )
    }
    let target = try readable(Target(table: table, source: view.source))
    return .related(
      .table(table.name),
      Correlation(
        relationship.pairs.map { Correlation.Pair(outer: $0.own, inner: $0.target) }
      ),
      filter: permission(target),
      key: try key(Array(steps.dropFirst()), target, path: path)
    )
  }
}
