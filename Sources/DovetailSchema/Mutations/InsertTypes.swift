import DovetailCatalog
package import DovetailMetadata
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections

extension RoleSchema {
  /// Whether a client can set anything in a new row; without, there is no input type.
  func isUsable(_ write: InsertView) -> Bool {
    !write.columns.isEmpty
      || write.table.relationships.values.contains { relationship in
        guard let name = relationship.target.table,
          let target = insertView(of: name, in: write.source.name)
        else {
          return false
        }
        return !target.columns.isEmpty
      }
  }

  /// `T_insert_input`.
  func makeInsertInputType(_ write: InsertView) -> SchemaType {
    var fields: OrderedDictionary<String, SchemaInputValue> = [:]
    for column in write.columns {
      fields[column.fieldName] = SchemaInputValue(
        name: column.fieldName,
        description: column.description,
        type: valueType(column, in: write.source.name),
        attachment: WriteMeaning.column(column)
      )
    }
    for relationship in write.table.relationships.values {
      guard let table = relationship.target.table,
        let target = insertView(of: table, in: write.source.name),
        isUsable(target)
      else { continue }
      let name = relationship.name.value
      switch relationship.kind {
      case .object:
        fields[name] = SchemaInputValue(
          name: name,
          type: reference(.parentInsertInput(target.id)),
          attachment: WriteMeaning.parent(relationship, target)
        )
      case .array:
        fields[name] = SchemaInputValue(
          name: name,
          type: reference(.childrenInsertInput(target.id)),
          attachment: WriteMeaning.children(relationship, target)
        )
      }
    }
    return SchemaType(
      name: typeName(.insertInput(write.id)),
      description: "input type for inserting data into table \"\(write.table.naming.base)\"",
      kind: .inputObject(fields: fields, isOneOf: false)
    )
  }

  /// `T_obj_rel_insert_input`, `T_arr_rel_insert_input`.
  func makeNestedInsertType(_ write: InsertView, isList: Bool) -> SchemaType {
    let row = TypeReference.nonNull(reference(.insertInput(write.id)))
    var fields: OrderedDictionary<String, SchemaInputValue> = [
      "data": SchemaInputValue(
        name: "data",
        type: isList ? .nonNull(.list(row)) : row,
        attachment: WriteMeaning.data
      )
    ]
    addConflictArgument(to: &fields, write)
    let kind = isList ? "array" : "object"
    return SchemaType(
      name: typeName(
        isList ? .childrenInsertInput(write.id) : .parentInsertInput(write.id)
      ),
      description: "input type for inserting \(kind) relation for remote table "
        + "\"\(write.table.naming.base)\"",
      kind: .inputObject(fields: fields, isOneOf: false)
    )
  }

  // MARK: Conflicts

  /// Adds `on_conflict`, if there are constraints to conflict with.
  func addConflictArgument(
    to fields: inout OrderedDictionary<String, SchemaInputValue>,
    _ write: InsertView
  ) {
    guard !constraints(of: write.table).isEmpty else { return }
    let name = write.source.convention.fieldName("on_conflict")
    fields[name] = SchemaInputValue(
      name: name,
      description: "upsert condition",
      type: reference(.onConflict(write.id)),
      attachment: WriteMeaning.onConflict
    )
  }

  /// The constraints that conflicts can be about: those with a GraphQL name.
  private func constraints(of table: Table) -> [KeyConstraint] {
    var constraints = table.facts.uniqueConstraints
    if let key = table.facts.primaryKey { constraints.insert(key, at: 0) }
    return constraints.filter { isEnumValueName($0.name) }
  }

  /// `T_on_conflict`.
  func makeConflictType(_ table: Table, _ id: TableID) -> SchemaType {
    let columns = table.naming.convention.fieldName("update_columns")
    return SchemaType(
      name: typeName(.onConflict(id)),
      description: "on_conflict condition type for table \"\(table.naming.base)\"",
      kind: .inputObject(
        fields: [
          "constraint": SchemaInputValue(
            name: "constraint",
            type: .nonNull(reference(.constraint(id))),
            attachment: WriteMeaning.constraint
          ),
          columns: SchemaInputValue(
            name: columns,
            type: .nonNull(.list(.nonNull(reference(.updateColumn(id))))),
            defaultValue: .list([]),
            attachment: WriteMeaning.updateColumns
          ),
          "where": SchemaInputValue(
            name: "where",
            type: reference(.boolExp(id)),
            attachment: WriteMeaning.where
          ),
        ],
        isOneOf: false
      )
    )
  }

  /// `T_constraint`.
  func makeConstraintType(_ table: Table, _ id: TableID) -> SchemaType {
    var values: OrderedDictionary<String, SchemaEnumValue> = [:]
    for constraint in constraints(of: table) {
      let columns = constraint.columns.map { "\"\($0)\"" }.joined(separator: ", ")
      values[constraint.name] = SchemaEnumValue(
        name: constraint.name,
        description: "unique or primary key constraint on columns \(columns)",
        attachment: ConflictConstraint(name: constraint.name, columns: constraint.columns)
      )
    }
    return SchemaType(
      name: typeName(.constraint(id)),
      description: "unique or primary key constraints on table \"\(table.naming.base)\"",
      kind: .enum(values: values)
    )
  }

  /// `T_update_column`; never empty, since an enum cannot be.
  func makeUpdateColumnType(_ table: Table, _ id: TableID) -> SchemaType {
    var values: OrderedDictionary<String, SchemaEnumValue> = [:]
    for column in updateView(of: id.table, in: id.source)?.columns ?? []
    where isEnumValueName(column.fieldName) {
      values[column.fieldName] = SchemaEnumValue(
        name: column.fieldName,
        description: "column name",
        attachment: VisibleColumn(column: column, condition: nil)
      )
    }
    if values.isEmpty {
      values["_PLACEHOLDER"] = SchemaEnumValue(
        name: "_PLACEHOLDER",
        description: "placeholder (do not use)",
        attachment: nil
      )
    }
    return SchemaType(
      name: typeName(.updateColumn(id)),
      description: "update columns of table \"\(table.naming.base)\"",
      kind: .enum(values: values)
    )
  }
}

/// A constraint that `on_conflict` names.
package struct ConflictConstraint: Sendable, Hashable {
  package var name: String
  package var columns: [ColumnName]
}
