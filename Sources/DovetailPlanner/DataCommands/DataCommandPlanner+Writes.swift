import DovetailCatalog
import DovetailMetadata
package import DovetailPlan
import DovetailSchema
import OrderedCollections
import OrderedJSON

extension DataCommandPlanner {
  /// `insert`: `{affected_rows, returning}`.
  package func insert() throws(PlannerError) -> Fetch {
    let target = try target()
    guard let objects = try required("objects").arrayValue else {
      throw PlannerError(
        code: .parseFailed,
        message: "parsing [] failed, expected Array",
        path: "$.objects"
      )
    }
    if let conflict = arguments["on_conflict"], !conflict.isNull { try checkShape(conflict) }
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

  /// `update`: `{affected_rows, returning}`.
  package func update() throws(PlannerError) -> Fetch {
    let target = try target()
    let filter = try required("where")
    guard let write = schema.updateView(of: target.table.name, in: target.source.name) else {
      throw refused("update", target.table)
    }
    let output = try response(target)
    var assignments = presets(write)
    for (name, make) in operators {
      guard let given = arguments["$" + name] ?? arguments["_" + name], !given.isNull else {
        continue
      }
      guard let members = given.objectValue else {
        throw PlannerError(
          code: .parseFailed,
          message: "expected Object",
          path: "$.$\(name)"
        )
      }
      for (key, value) in members {
        let column = try writable(
          key,
          write.columns,
          write.table,
          "update",
          path: "$.args.$\(name)"
        )
        let parameter = Parameter(
          .constant(value),
          type: column.type,
          path: "$.args.$\(name)" + pathComponent(key)
        )
        assignments.append(
          Assignment(column: column.name, type: column.type, value: make(parameter))
        )
      }
    }
    for key in (arguments["$default"] ?? arguments["_default"])?.arrayValue ?? [] {
      let column = try writable(
        key.stringValue ?? "",
        write.columns,
        write.table,
        "update",
        path: "$.args.$default"
      )
      assignments.append(
        Assignment(column: column.name, type: column.type, value: .useDefault)
      )
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
        try condition(filter, on: target, nil, path: "$.args.where"),
        predicate(write.filter, target),
      ]),
      check: predicate(write.check, target)
    )
    return fetch(.update(update), target, output)
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
    let output = try response(target)
    return fetch(
      .delete(
        where: .all([
          try condition(filter, on: target, nil, path: "$.args.where"),
          predicate(write.filter, target),
        ])
      ),
      target,
      output
    )
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
    WrittenTable(name: table.name, identity: table.facts.primaryKey?.columns ?? [])
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

  private func writable(
    _ name: String,
    _ columns: [Column],
    _ table: Table,
    _ verb: String,
    path: String
  ) throws(PlannerError) -> (name: ColumnName, type: ColumnType) {
    let columnName = ColumnName(name)
    if let column = columns.first(where: { $0.name == columnName }) {
      return (column.name, column.type)
    }
    guard let facts = table.facts.columns.first(where: { $0.name == columnName }) else {
      throw PlannerError(
        code: .notExists,
        message: "column \"\(name)\" does not exist",
        path: path + pathComponent(name)
      )
    }
    // Columns without a GraphQL name can be written here all the same.
    if schema.isAdmin { return (facts.name, facts.type) }
    throw PlannerError(
      code: .permissionDenied,
      message: "role \"\(schema.role)\" does not have permission to \(verb) column \"\(name)\"",
      path: path + pathComponent(name)
    )
  }

  private func row(
    _ object: JSONValue,
    _ write: InsertView,
    path: String
  ) throws(PlannerError) -> InsertedRow {
    guard let members = object.objectValue else {
      throw PlannerError(code: .parseFailed, message: "expected Object", path: path)
    }
    var row = InsertedRow(values: [], path: path)
    for assignment in presetValues(write.presets, write.table) {
      row.values.append(InsertedValue(column: assignment.column, value: assignment.value))
    }
    for (key, value) in members {
      let column = try writable(key, write.columns, write.table, "insert", path: path)
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

  private func checkShape(_ conflict: JSONValue) throws(PlannerError) {
    guard let members = conflict.objectValue else {
      throw PlannerError(code: .parseFailed, message: "expected Object", path: "$.on_conflict")
    }
    guard let action = members["action"] else {
      throw PlannerError(
        code: .parseFailed,
        message: "the key 'action' was not present",
        path: "$.on_conflict"
      )
    }
    guard action == "ignore" || action == "update" else {
      throw PlannerError(
        code: .parseFailed,
        message: "expected one of the tags 'ignore', 'update', but found tag "
          + "'\(action.stringValue ?? "")'",
        path: "$.on_conflict.action"
      )
    }
  }

  private func conflict(
    _ columns: [ColumnName],
    _ write: InsertView
  ) throws(PlannerError) -> ConflictClause? {
    guard let conflict = arguments["on_conflict"], !conflict.isNull else { return nil }
    let path = "$.args.on_conflict"
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
    guard let update = schema.updateView(of: write.table.name, in: write.source.name) else {
      throw refused("update", write.table)
    }
    for column in columns {
      _ = try writable(column.value, update.columns, write.table, "update", path: path)
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
    guard let named = conflict["constraint_on"], !named.isNull else { return nil }
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
