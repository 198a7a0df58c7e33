import DovetailCatalog
import DovetailMetadata
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections

/// The arguments of fields that give rows, by the names that the naming convention spells.
package enum RowArgument: String, Sendable, CaseIterable {
  case distinctOn = "distinct_on"
  case limit
  case offset
  case orderBy = "order_by"
  case `where`
}

extension RoleSchema {
  /// `distinct_on`, `limit`, `offset`, `order_by` and `where`.
  func rowArguments(_ view: TableView) -> OrderedDictionary<String, SchemaInputValue> {
    var arguments: OrderedDictionary<String, SchemaInputValue> = [:]
    for argument in RowArgument.allCases {
      let name = view.source.convention.fieldName(argument.rawValue)
      arguments[name] = rowArgument(argument, name: name, view)
    }
    return arguments
  }

  private func rowArgument(
    _ argument: RowArgument,
    name: String,
    _ view: TableView
  ) -> SchemaInputValue? {
    let int = TypeReference.named(Name("Int"))
    switch argument {
    case .distinctOn:
      guard hasSelectableColumns(view) else { return nil }
      return SchemaInputValue(
        name: name,
        description: "distinct select on columns",
        type: .list(.nonNull(reference(.selectColumn(view.id)))),
        attachment: argument
      )
    case .limit:
      return SchemaInputValue(
        name: name,
        description: "limit the number of rows returned",
        type: int,
        attachment: argument
      )
    case .offset:
      return SchemaInputValue(
        name: name,
        description: "skip the first n rows. Use only with order_by",
        type: int,
        attachment: argument
      )
    case .orderBy:
      return SchemaInputValue(
        name: name,
        description: "sort the rows by one or more columns",
        type: .list(.nonNull(reference(.orderBy(view.id)))),
        attachment: argument
      )
    case .where:
      return SchemaInputValue(
        name: name,
        description: "filter the rows returned",
        type: reference(.boolExp(view.id)),
        attachment: argument
      )
    }
  }

  func hasSelectableColumns(_ view: TableView) -> Bool {
    view.columns.contains { isEnumValueName($0.column.fieldName) }
  }

  func makeSelectColumnType(_ view: TableView) -> SchemaType {
    var values: OrderedDictionary<String, SchemaEnumValue> = [:]
    for visible in view.columns where isEnumValueName(visible.column.fieldName) {
      values[visible.column.fieldName] = SchemaEnumValue(
        name: visible.column.fieldName,
        description: "column name",
        attachment: visible
      )
    }
    return SchemaType(
      name: typeName(.selectColumn(view.id)),
      description: "select columns of table \"\(view.table.naming.base)\"",
      kind: .enum(values: values)
    )
  }

  func makeEnumTableType(_ id: TableID) -> SchemaType? {
    guard let table = catalog.table(id.table, in: id.source), let rows = table.enumValues else {
      return nil
    }
    var values: OrderedDictionary<String, SchemaEnumValue> = [:]
    for row in rows {
      let name = table.naming.convention.enumValueName(row.value)
      values[name] = SchemaEnumValue(
        name: name,
        description: row.description,
        attachment: row.value
      )
    }
    return SchemaType(name: typeName(.enumTable(id)), kind: .enum(values: values))
  }
}
