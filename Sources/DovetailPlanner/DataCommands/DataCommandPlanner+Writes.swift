import DovetailCatalog
import DovetailMetadata
package import DovetailPlan
import DovetailSchema
import OrderedCollections
import OrderedJSON

extension DataCommandPlanner {
  /// `insert`: `{affected_rows, returning}`.
  package func insert() throws(PlannerError) -> Fetch {
    let objects = try insertedObjects()
    let target = try target()
    guard let write = schema.insertView(of: target.table.name, in: target.source.name) else {
      throw refused("insert", target.table)
    }
    let output = try response(target)
    var rows: [InsertedRow] = []
    var columns: [ColumnName] = []
    for (index, object) in objects.enumerated() {
      let row = try row(object, write, path: "$.args.objects[\(index)]")
      for value in row.values
      where write.presets[value.column] == nil && !columns.contains(value.column) {
        columns.append(value.column)
      }
      rows.append(row)
    }
    let insertion = Insertion(
      table: written(target.table),
      rows: rows,
      conflict: try conflict(columns, write),
      check: predicate(write.check, target),
      path: "$.args"
    )
    return fetch(.insert(insertion), target, output)
  }

  private func insertedObjects() throws(PlannerError) -> [JSONObject] {
    let given = try required("objects")
    guard let elements = given.arrayValue else {
      throw mismatch("[]", "Array", given, "$.args")
    }
    var objects: [JSONObject] = []
    for (index, element) in elements.enumerated() {
      guard let object = element.objectValue else {
        throw mismatch("HashMap", "Object", element, "$.args[\(index)]")
      }
      objects.append(object)
    }
    guard !objects.isEmpty else {
      throw PlannerError(
        code: .unexpectedPayload,
        message: "objects should not be empty",
        path: "$.args"
      )
    }
    return objects
  }

  /// `update`: `{affected_rows, returning}`.
  package func update() throws(PlannerError) -> Fetch {
    let target = try target()
    let filter = try required("where")
    guard let write = schema.updateView(of: target.table.name, in: target.source.name) else {
      throw refused("update", target.table)
    }
    let readable = try readable(target, for: selectIsNecessary(to: "update"))
    let condition = try condition(filter, on: readable, path: "$.args.where")
    var assignments = presets(write)
    for (name, make) in operators {
      guard let key = ["$" + name, "_" + name].first(where: { arguments[$0]?.isNull == false })
      else { continue }
      let path = "$.args" + pathComponent(key)
      for (column, value) in arguments[key]?.objectValue ?? [:] {
        let (name, type) = try updatable(column, write, path: path)
        let parameter = Parameter(.constant(value), type: type, path: path)
        assignments.append(Assignment(column: name, type: type, value: make(parameter)))
      }
    }
    for key in ["$default", "_default"] {
      for column in arguments[key]?.arrayValue ?? [] {
        let path = "$.args" + pathComponent(key)
        let (name, type) = try updatable(column.stringValue ?? "", write, path: path)
        assignments.append(Assignment(column: name, type: type, value: .useDefault))
      }
    }
    guard assignments.count > write.presets.count else {
      throw PlannerError(
        code: .unexpectedPayload,
        message: "atleast one of $set, $inc, $mul has to be present",
        path: "$.args"
      )
    }
    let update = Update(
      assignments: assignments,
      filter: .all([
        condition, predicate(write.filter, target),
      ]),
      check: predicate(write.check, target)
    )
    return fetch(.update(update), target, try response(target))
  }

  private var operators: [(String, (Parameter) -> Assignment.Value)] {
    [
      ("set", { .set($0) }), ("inc", { .increment($0) }), ("mul", { .multiply($0) }),
    ]
  }

  /// `delete`: `{affected_rows, returning}`.
  package func delete() throws(PlannerError) -> Fetch {
    let target = try target()
    let filter = try required("where")
    guard let write = schema.deleteView(of: target.table.name, in: target.source.name) else {
      throw refused("delete", target.table)
    }
    let readable = try readable(target, for: selectIsNecessary(to: "delete"))
    let condition = try condition(filter, on: readable, path: "$.args.where")
    return fetch(
      .delete(where: .all([condition, predicate(write.filter, target)])),
      target,
      try response(target)
    )
  }

  private func selectIsNecessary(to verb: String) -> String {
    "; \"\(verb)\" is only allowed if the role has \"select\" permission as \"where\" can't be used "
      + "without \"select\" permission on the table"
  }

  // MARK: Webhooks

  /// The webhook that must agree to `insert`, with the rows as they were given.
  package func insertChecks() throws(PlannerError) -> [InputCheck] {
    let target = try target()
    let view = schema.insertView(of: target.table.name, in: target.source.name)
    return check(.constant(arguments["objects"] ?? .array([])), view?.validation)
  }

  /// The webhook that must agree to `update`.
  package func updateChecks() throws(PlannerError) -> [InputCheck] {
    let target = try target()
    let view = schema.updateView(of: target.table.name, in: target.source.name)
    return check(.constant([given(["where", "set", "inc", "mul", "default"])]), view?.validation)
  }

  /// The webhook that must agree to `delete`.
  package func deleteChecks() throws(PlannerError) -> [InputCheck] {
    let target = try target()
    let view = schema.deleteView(of: target.table.name, in: target.source.name)
    return check(.constant([given(["where"])]), view?.validation)
  }

  private func check(_ input: Operand, _ webhook: InputValidation?) -> [InputCheck] {
    webhook.map { [InputCheck(webhook: $0, input: input)] } ?? []
  }

  /// The arguments of these names, operators with the names that GraphQL gives them.
  private func given(_ names: [String]) -> JSONValue {
    var members: JSONObject = [:]
    for name in names {
      members[name] = arguments[name]
      if let value = arguments["$" + name] ?? arguments["_" + name] { members["_" + name] = value }
    }
    return .object(members)
  }

  // MARK: Shared parts

  private func fetch(
    _ operation: Mutation.Operation,
    _ target: Target,
    _ output: [Mutation.ResponseField]
  ) -> Fetch {
    Fetch(
      target: .source(target.source.name),
      request: .mutation(
        Mutation(
          table: written(target.table),
          operation: operation,
          output: .response(output),
          path: "$.args"
        )
      )
    )
  }

  private func written(_ table: Table) -> WrittenTable {
    WrittenTable(table.facts)
  }

  private func predicate(_ filter: PermissionFilter, _ target: Target) -> Predicate {
    PermissionTranslation(source: target.source, root: target.table).predicate(
      filter,
      on: target.table
    )
  }

  private func response(_ target: Target) throws(PlannerError) -> [Mutation.ResponseField] {
    var fields = [Mutation.ResponseField(key: "affected_rows", value: .affectedRows)]
    guard let names = arguments["returning"]?.arrayValue else { return fields }
    let view = try readable(
      target,
      for: "; \"returning\" can only be used if the role has \"select\" permission on the table"
    )
    let output = try output(of: names, view, path: "$.args.returning", appendingIndex: false)
    fields.append(
      Mutation.ResponseField(key: "returning", value: .returning(output, joinKeys: []))
    )
    return fields
  }

  /// A column that the role may give in an insert.
  private func insertable(
    _ name: String,
    _ write: InsertView,
    path: String
  ) throws(PlannerError) -> (name: ColumnName, type: ColumnType) {
    let column = ColumnName(name)
    guard let facts = write.table.facts.columns.first(where: { $0.name == column }) else {
      throw noColumn(name, write.table, "relationships can't be inserted", path: path)
    }
    guard write.presets[column] == nil else {
      throw PlannerError(
        code: .notSupported,
        message: "column \"\(name)\" is not insertable for role \"\(schema.role)\", "
          + "its value is predefined in permission",
        path: path
      )
    }
    // Columns without a GraphQL name can be written here all the same.
    guard schema.isAdmin || write.columns.contains(where: { $0.name == column }) else {
      throw forbidden(name, "insert", path: path)
    }
    return (facts.name, facts.type)
  }

  /// A column that the role may set in an update.
  private func updatable(
    _ name: String,
    _ write: UpdateView,
    path: String
  ) throws(PlannerError) -> (name: ColumnName, type: ColumnType) {
    let column = ColumnName(name)
    guard write.presets[column] == nil else {
      throw PlannerError(
        code: .notSupported,
        message: "column \"\(name)\" is not updatable for role \"\(schema.role)\"; "
          + "its value is predefined in permission",
        path: path
      )
    }
    guard let facts = write.table.facts.columns.first(where: { $0.name == column }),
      schema.isAdmin || write.columns.contains(where: { $0.name == column })
    else {
      guard !schema.isAdmin else {
        throw PlannerError(
          code: .permissionDenied,
          message: "no such column exists: \"\(name)\"",
          path: path
        )
      }
      throw forbidden(name, "update", path: path)
    }
    return (facts.name, facts.type)
  }

  private func forbidden(_ name: String, _ verb: String, path: String) -> PlannerError {
    PlannerError(
      code: .permissionDenied,
      message: "role \"\(schema.role)\" does not have permission to \(verb) column \"\(name)\"",
      path: path
    )
  }

  /// The error for a name that is not that of a column.
  private func noColumn(
    _ name: String,
    _ table: Table,
    _ hint: String,
    path: String
  ) -> PlannerError {
    let kind: String
    if table.relationships[RelationshipName(name)] != nil {
      kind = "relationship"
    } else if table.computedFields[ComputedFieldName(name)] != nil {
      kind = "computed field"
    } else {
      return PlannerError(
        code: .notExists,
        message: "column \"\(name)\" does not exist",
        path: path
      )
    }
    return PlannerError(
      code: .unexpectedPayload,
      message: "expecting a database column; but, \"\(name)\" is a \(kind); \(hint)",
      path: path
    )
  }

  private func row(
    _ members: JSONObject,
    _ write: InsertView,
    path: String
  ) throws(PlannerError) -> InsertedRow {
    var row = InsertedRow(values: [], path: path)
    for assignment in presetValues(write.presets, write.table) {
      row.values.append(InsertedValue(column: assignment.column, value: assignment.value))
    }
    for (key, value) in members {
      let column = try insertable(key, write, path: path)
      row.values.append(
        InsertedValue(
          column: column.name,
          value: Parameter(
            .constant(value),
            type: column.type,
            path: path + pathComponent(key)
          )
        )
      )
    }
    return row
  }

  private func presetValues(
    _ presets: OrderedDictionary<ColumnName, PermissionOperand>,
    _ table: Table
  ) -> [(column: ColumnName, value: Parameter)] {
    presets.map { column, preset in
      let type =
        table.facts.columns.first { $0.name == column }?.type ?? .castTarget(.text)
      let operand: Operand =
        switch preset {
        case .session(let name): .session(name)
        case .literal(let value): .constant(value)
        case .list, .object, .given: .constant(.null)
        }
      return (column, Parameter(operand, type: type, path: "$.args"))
    }
  }

  private func presets(_ write: UpdateView) -> [Assignment] {
    presetValues(write.presets, write.table).map {
      Assignment(column: $0.column, type: $0.value.type, value: .set($0.value))
    }
  }

  // MARK: Conflicts

  private func conflict(
    _ columns: [ColumnName],
    _ write: InsertView
  ) throws(PlannerError) -> ConflictClause? {
    guard let conflict = arguments["on_conflict"], !conflict.isNull else { return nil }
    let path = "$.args.on_conflict"
    guard let update = schema.updateView(of: write.table.name, in: write.source.name) else {
      throw PlannerError(
        code: .permissionDenied,
        message:
          "upsert is not allowed for role \"\(schema.role)\" since update permissions are not "
          + "defined",
        path: path
      )
    }
    let target = try conflictTarget(conflict, write.table, path: path)
    guard conflict["action"] == "update" else {
      return ConflictClause(target: target ?? .any)
    }
    guard let target else {
      throw PlannerError(
        code: .unexpectedPayload,
        message: "Expecting 'constraint' or 'constraint_on' when the 'action' is 'update'",
        path: path
      )
    }
    for column in columns where !schema.isAdmin {
      guard update.columns.contains(where: { $0.name == column }) else {
        throw PlannerError(
          code: .validationFailed,
          message: "column \"\(column)\" is not updatable",
          path: path
        )
      }
    }
    let updated = Target(table: update.table, source: update.source)
    return ConflictClause(
      target: target,
      update: ConflictUpdate(
        columns: columns,
        presets: presets(update),
        filter: predicate(update.filter, updated),
        check: predicate(update.check, updated)
      )
    )
  }

  private func conflictTarget(
    _ conflict: JSONValue,
    _ table: Table,
    path: String
  ) throws(PlannerError) -> ConflictClause.Target? {
    let named = conflict["constraint_on"].flatMap { $0.isNull ? nil : $0 }
    guard named == nil || conflict["constraint"]?.isNull ?? true else {
      throw PlannerError(
        code: .unexpectedPayload,
        message: "'constraint' and 'constraint_on' cannot be set at a time",
        path: path
      )
    }
    if let name = conflict["constraint"]?.stringValue {
      var constraints = table.facts.uniqueConstraints
      if let key = table.facts.primaryKey { constraints.append(key) }
      guard let constraint = constraints.first(where: { $0.name == name }) else {
        throw PlannerError(
          code: .unexpected,
          message: "constraint \"\(name)\" for table \"\(table.name)\" does not exist",
          path: path + ".constraint"
        )
      }
      return .constraint(name, columns: constraint.columns)
    }
    guard let named else { return nil }
    var columns: [ColumnName] = []
    for (index, name) in (named.arrayValue ?? [named]).enumerated() {
      let column = ColumnName(name.stringValue ?? "")
      guard table.facts.columns.contains(where: { $0.name == column }) else {
        throw PlannerError(
          code: .notExists,
          message: "column \"\(column)\" does not exist",
          path: path + ".constraint_on[\(index)]"
        )
      }
      columns.append(column)
    }
    return .columns(columns)
  }
}
