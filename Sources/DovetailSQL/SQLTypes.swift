import DovetailCatalog

/// Types of values that translation itself brings into a statement.
extension ColumnType {
  static let integer = ColumnType(
    sqlName: "integer",
    name: "int4",
    graphQLName: "Int",
    category: .int,
    wireForm: .number
  )
  static let bigint = ColumnType(
    sqlName: "bigint",
    name: "int8",
    graphQLName: "bigint",
    category: .bigint,
    wireForm: .number
  )
  static let double = ColumnType(
    sqlName: "double precision",
    name: "float8",
    graphQLName: "float8",
    category: .double,
    wireForm: .number
  )
  static let boolean = ColumnType(
    sqlName: "boolean",
    name: "bool",
    graphQLName: "Boolean",
    category: .boolean,
    wireForm: .boolean
  )
  static let text = ColumnType(
    sqlName: "text",
    name: "text",
    graphQLName: "String",
    category: .text,
    wireForm: .text
  )
  static let json = ColumnType(
    sqlName: "json",
    name: "json",
    graphQLName: "json",
    category: .json,
    wireForm: .json
  )

  /// A type of the given name whose values travel as text.
  static func texts(of name: String) -> ColumnType {
    ColumnType(sqlName: name, name: name, graphQLName: name, category: .other, wireForm: .text)
  }
}
