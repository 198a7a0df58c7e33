import DovetailCatalog
package import DovetailMetadata
import DovetailPlan
package import DovetailSchema
package import OrderedJSON
import OrderedCollections

/// Plans the older language of data: `select`, `insert`, `update`, `delete` and `count` of `/v1/query`
/// and `/v2/query` (contract 02 §12).
///
/// The arguments have the shape that is checked when the command is read.
package struct DataCommandPlanner {
  package let schema: RoleSchema
  /// The arguments of the command.
  package let arguments: JSONValue

  package init(schema: RoleSchema, arguments: JSONValue) {
    self.schema = schema
    self.arguments = arguments
  }

  /// A table of a source with its source.
  struct Target {
    var table: Table
    var source: SourceCatalog
  }

  /// The source of the command.
  package var sourceName: SourceName {
    SourceName(arguments["source"]?.stringValue ?? "default")
  }

  // MARK: Arguments

  /// The member of the arguments.
  func required(_ key: String) throws(PlannerError) -> JSONValue {
    guard let value = arguments[key] else {
      throw PlannerError(code: .parseFailed, message: "key \"\(key)\" not found")
    }
    return value
  }

  /// The table that the command names.
  func target() throws(PlannerError) -> Target {
    let named = try required("table")
    guard let source = schema.catalog.sources[sourceName] else {
      throw PlannerError(
        code: .notExists,
        message: "source with name \"\(sourceName)\" does not exist",
        path: "$.args.source"
      )
    }
    let schemaName: String?
    let name: String
    switch named {
    case .string(let text):
      (schemaName, name) = (nil, text)
    case .object(let members):
      guard let text = members["name"]?.stringValue else {
        throw PlannerError(
          code: .parseFailed,
          message: "key \"name\" not found",
          path: "$.table"
        )
      }
      (schemaName, name) = (members["schema"]?.stringValue, text)
    default:
      throw mismatch("QualifiedObject", "Object", named, "$.table")
    }
    let tableName = TableName(schema: schemaName, name: name).normalized(
      for: SourceKindName(source.kind)
    )
    guard let table = source.tables[tableName] else {
      throw PlannerError(
        code: .notExists,
        message: "table \"\(tableName)\" does not exist",
        path: "$.args.table"
      )
    }
    return Target(table: table, source: source)
  }

  /// The error for a value of the wrong sort.
  func mismatch(
    _ type: String,
    _ expected: String,
    _ value: JSONValue,
    _ path: String
  ) -> PlannerError {
    let sort =
      switch value {
      case .null: "Null"
      case .bool: "Boolean"
      case .number: "Number"
      case .string: "String"
      case .array: "Array"
      case .object: "Object"
      }
    return PlannerError(
      code: .parseFailed,
      message: "parsing \(type) failed, expected \(expected), but encountered \(sort)",
      path: path
    )
  }

  // MARK: Permissions

  /// The table as the role may read it; `use` says what needs the permission, if it is not the
  /// command itself.
  func readable(_ target: Target, for use: String = "") throws(PlannerError) -> TableView {
    guard let view = schema.view(of: target.table.name, in: target.source.name) else {
      throw refused("select", target.table, use)
    }
    return view
  }

  /// The error for a command that no permission allows.
  func refused(_ verb: String, _ table: Table, _ use: String = "") -> PlannerError {
    PlannerError(
      code: .permissionDenied,
      message: "\(verb) on \"\(table.name)\" for role \"\(schema.role)\" is not allowed. " + use,
      path: "$.args"
    )
  }

  /// A reference to a column as the role sees it.
  func reference(
    to visible: VisibleColumn,
    of table: Table,
    in source: SourceCatalog
  ) -> ColumnReference {
    let column = visible.column
    guard let condition = visible.condition else {
      return ColumnReference(column.name, type: column.type, isNullable: column.isNullable)
    }
    let predicate = PermissionTranslation(source: source, root: table).predicate(
      condition,
      on: table
    )
    return ColumnReference(
      source: .redacted(column.name, unless: predicate),
      type: column.type,
      isNullable: true
    )
  }

  /// A column that the role may read.
  func column(
    _ name: String,
    of view: TableView,
    path: String
  ) throws(PlannerError) -> ColumnReference {
    let columnName = ColumnName(name)
    if let visible = view.column(columnName) {
      return reference(to: visible, of: view.table, in: view.source)
    }
    guard view.table.facts.columns.contains(where: { $0.name == columnName }) else {
      throw PlannerError(
        code: .permissionDenied,
        message: "no such column exists: \"\(name)\"",
        path: path
      )
    }
    throw PlannerError(
      code: .permissionDenied,
      message: "role \"\(schema.role)\" does not have permission to select column \"\(name)\"",
      path: path
    )
  }

  /// Whether numbers of the type are written as JSON strings.
  func isStringified(_ type: ColumnType) -> Bool {
    schema.catalog.options.stringifiesNumericTypes && type.isStringifiable
  }

  // MARK: Conditions

  /// `where`, and the role's filter on the rows.
  func condition(
    _ expression: JSONValue?,
    on view: TableView,
    path: String
  ) throws(PlannerError) -> Predicate {
    guard let expression, !expression.isNull else { return .always }
    return try condition(
      expression,
      on: Target(table: view.table, source: view.source),
      view,
      path: path
    )
  }

  /// A condition of the client; a role may only name in it what it may read.
  func condition(
    _ expression: JSONValue,
    on target: Target,
    _ view: TableView?,
    path: String
  ) throws(PlannerError) -> Predicate {
    let filter: PermissionFilter
    do {
      filter = try target.source.condition(expression, on: target.table)
    } catch {
      throw PlannerError(
        code: PlannerError.Code(rawValue: error.code) ?? .unexpectedPayload,
        message: error.message,
        path: keyPath(from: path, place(error.path, on: target))
      )
    }
    if !schema.isAdmin {
      try checkReadable(filter, on: target.table, in: target.source, path: path)
    }
    var translation = PermissionTranslation(source: target.source, root: target.table)
    translation.isClients = true
    translation.clientPath = path
    translation.clientPlace = { place($0, on: target) }
    translation.permissionOnRelated = { [schema] name in
      guard let view = schema.view(of: name, in: target.source.name) else { return .never }
      return PermissionTranslation(source: target.source, root: view.table).predicate(
        view.filter,
        on: view.table
      )
    }
    return translation.predicate(filter, on: target.table)
  }

  /// The keys that the paths of the contract have for a place in a condition: a column and what is below
  /// it, and not the connectives and relationships on the way there.
  private func place(_ keys: [String], on target: Target) -> [String] {
    var table: Table? = target.table
    var place: [String] = []
    for (index, key) in keys.enumerated() {
      switch key {
      case "$and", "_and", "$or", "_or", "$not", "_not": continue
      case "$exists", "_exists":
        place.append("_exists")
        table = nil
        continue
      case "_where" where table == nil:
        place.append(key)
        continue
      default: break
      }
      if Int(key) != nil { continue }
      guard let current = table else { return place + keys[index...] }
      let isColumn = current.facts.columns.contains { $0.name == ColumnName(key) }
      if isColumn || current.computedFields[ComputedFieldName(key)] != nil {
        return place + keys[index...]
      }
      guard let relationship = current.relationships[RelationshipName(key)],
        let next = relationship.target.table.flatMap({ target.source.tables[$0] })
      else { return place }
      table = next
    }
    return place
  }

  /// Refuses conditions on what the role may not read.
  private func checkReadable(
    _ filter: PermissionFilter,
    on table: Table,
    in source: SourceCatalog,
    path: String
  ) throws(PlannerError) {
    switch filter {
    case .and(let parts), .or(let parts):
      for part in parts { try checkReadable(part, on: table, in: source, path: path) }
    case .not(let part):
      try checkReadable(part, on: table, in: source, path: path)
    case .exists(let name, let inner):
      try checkRelated(name, inner, in: source, path: path)
    case .relationship(let relationship, let inner):
      try checkRelated(relationship, inner, in: source, path: path)
    case .computedRows(_, let name, let inner):
      try checkRelated(name, inner, in: source, path: path)
    case .aggregate(let condition):
      try checkRelated(condition.relationship, condition.filter, in: source, path: path)
    case .compare(let value, _, _), .isNull(let value, _):
      try checkReadable(value, on: table, in: source, path: path)
    case .compareColumns(let value, _, let other, ofRoot: _):
      try checkReadable(value, on: table, in: source, path: path)
      try checkReadable(.column(other), on: table, in: source, path: path)
    }
  }

  private func checkRelated(
    _ relationship: Relationship,
    _ filter: PermissionFilter,
    in source: SourceCatalog,
    path: String
  ) throws(PlannerError) {
    guard let name = relationship.target.table else {
      throw PlannerError(
        code: .notSupported,
        message:
          "the relationship \"\(relationship.name)\" does not lead to a table, and cannot be "
          + "used here",
        path: path
      )
    }
    try checkRelated(name, filter, in: source, path: path)
  }

  private func checkRelated(
    _ name: TableName,
    _ filter: PermissionFilter,
    in source: SourceCatalog,
    path: String
  ) throws(PlannerError) {
    guard let table = source.tables[name] else { return }
    _ = try readable(Target(table: table, source: source))
    try checkReadable(filter, on: table, in: source, path: path)
  }

  private func checkReadable(
    _ value: PermissionFilter.Value,
    on table: Table,
    in source: SourceCatalog,
    path: String
  ) throws(PlannerError) {
    let view = try readable(Target(table: table, source: source))
    switch value {
    case .column(let name), .cast(let name, _):
      _ = try column(name.value, of: view, path: path)
    case .computed(let field):
      guard view.computedFields == nil || view.computedFields?[field.name] != nil else {
        throw PlannerError(
          code: .permissionDenied,
          message: "role \"\(schema.role)\" does not have permission to select the computed field "
            + "\"\(field.name)\"",
          path: path
        )
      }
    }
  }
}
