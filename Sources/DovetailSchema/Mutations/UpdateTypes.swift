import DovetailCatalog
import DovetailMetadata
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections

extension RoleSchema {
  /// The operators that apply to some column.
  func updateArguments(_ write: UpdateView) -> OrderedDictionary<String, SchemaInputValue> {
    var arguments: OrderedDictionary<String, SchemaInputValue> = [:]
    for operation in UpdateOperator.allCases {
      guard write.columns.contains(where: { operation.applies(to: $0.type) }) else { continue }
      let name = write.source.convention.operatorName(operation.rawValue)
      arguments[name] = SchemaInputValue(
        name: name,
        description: operation.argumentDescription,
        type: reference(.updateOperator(write.id, operation)),
        attachment: WriteMeaning.operation(operation)
      )
    }
    return arguments
  }

  /// `T_set_input`, `T_inc_input` and so on.
  func makeUpdateOperatorType(_ write: UpdateView, _ operation: UpdateOperator) -> SchemaType {
    var fields: OrderedDictionary<String, SchemaInputValue> = [:]
    for column in write.columns where operation.applies(to: column.type) {
      fields[column.fieldName] = SchemaInputValue(
        name: column.fieldName,
        description: column.description,
        type: operandType(operation, column, write),
        attachment: WriteMeaning.column(column)
      )
    }
    return SchemaType(
      name: typeName(.updateOperator(write.id, operation)),
      description: operation.typeDescription(write.table.naming.base),
      kind: .inputObject(fields: fields, isOneOf: false)
    )
  }

  private func operandType(
    _ operation: UpdateOperator,
    _ column: Column,
    _ write: UpdateView
  ) -> TypeReference {
    switch operation {
    case .set, .increment, .append, .prepend: valueType(column, in: write.source.name)
    case .deleteKey: .named(Name("String"))
    case .deleteElement: .named(Name("Int"))
    case .deletePath: .list(.nonNull(.named(Name("String"))))
    }
  }

  /// `T_pk_columns_input`.
  func makePrimaryKeyColumnsType(_ view: TableView) -> SchemaType {
    SchemaType(
      name: typeName(.primaryKeyColumns(view.id)),
      description: "primary key columns input for table: \(view.table.naming.base)",
      kind: .inputObject(fields: primaryKeyArguments(view), isOneOf: false)
    )
  }

  /// `T_updates`.
  func makeUpdatesType(_ write: UpdateView) -> SchemaType {
    var fields = updateArguments(write)
    fields["where"] = whereArgument(write.id, "filter the rows which have to be updated")
    return SchemaType(
      name: typeName(.updates(write.id)),
      kind: .inputObject(fields: fields, isOneOf: false)
    )
  }
}
