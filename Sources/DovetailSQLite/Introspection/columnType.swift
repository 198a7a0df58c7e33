import DovetailCatalog

/// The type of a column, by its declared type and SQLite's rules of affinity.
///
/// SQLite lets every column hold everything; the declared type says what a column is meant to hold,
/// and so which operators apply and how its values are written to JSON.
func columnType(declaredAs declaration: String) -> ColumnType {
  // `VARCHAR(20)`, `NUMERIC(10, 2)`: the numbers mean nothing to SQLite.
  let name = declaration.prefix { $0 != "(" }.lowercased()
    .split(whereSeparator: \.isWhitespace).joined(separator: " ")
  if let known = knownTypes[name] { return known }
  return typeByAffinity(name)
}

/// The rules of https://www.sqlite.org/datatype3.html#determination_of_column_affinity.
private func typeByAffinity(_ name: String) -> ColumnType {
  if name.contains("int") { return .int(name) }
  if name.contains("char") || name.contains("clob") || name.contains("text") { return .text(name) }
  if name.contains("blob") { return .blob }
  if name.contains("real") || name.contains("floa") || name.contains("doub") { return .float(name) }
  if name.hasPrefix("timestamp") { return .temporal(name, "timestamptz") }
  // A type of the user's own, whose values are shown as texts.
  return ColumnType(
    sqlName: name,
    name: name,
    graphQLName: isName(name) ? name : "String",
    category: .other,
    wireForm: .text
  )
}

private let knownTypes: [String: ColumnType] = {
  var types: [String: ColumnType] = [:]
  func add(_ names: String..., type: (String) -> ColumnType) {
    for name in names { types[name] = type(name) }
  }
  add("bigint", "int8", "unsigned big int") { .bigint($0) }
  add("numeric", "num", "decimal", "dec", "number", "money", "smallmoney", "currency") {
    .numeric($0)
  }
  add("boolean", "bool", "bit") {
    ColumnType(
      sqlName: $0,
      name: $0,
      graphQLName: "Boolean",
      category: .boolean,
      wireForm: .boolean
    )
  }
  add("string") { .text($0) }
  add("date") { .temporal($0, "date") }
  add("datetime", "datetime2", "smalldatetime", "timestamp") { .temporal($0, "timestamp") }
  add("timestamp without time zone") { .temporal($0, "timestamp") }
  add("timestamptz", "datetimeoffset", "timestamp with time zone") {
    .temporal($0, "timestamptz")
  }
  add("time", "time without time zone") { .temporal($0, "time") }
  add("timetz", "time with time zone") { .temporal($0, "timetz") }
  add("interval") { .temporal($0, "interval") }
  add("json") {
    ColumnType(sqlName: $0, name: $0, graphQLName: "json", category: .json, wireForm: .json)
  }
  add("jsonb") {
    ColumnType(sqlName: $0, name: $0, graphQLName: "jsonb", category: .jsonb, wireForm: .json)
  }
  add("uuid", "guid", "uniqueidentifier") {
    ColumnType(sqlName: $0, name: $0, graphQLName: "uuid", category: .uuid, wireForm: .text)
  }
  add("bytea", "binary", "varbinary", "image") { _ in .blob }
  // Without a type, as most columns of views, or `ANY` of strict tables.
  add("", "any") { _ in
    ColumnType(
      sqlName: "any",
      name: "any",
      graphQLName: "String",
      category: .other,
      wireForm: .text
    )
  }
  return types
}()

extension ColumnType {
  fileprivate static func int(_ name: String) -> ColumnType {
    ColumnType(sqlName: name, name: name, graphQLName: "Int", category: .int, wireForm: .number)
  }

  fileprivate static func bigint(_ name: String) -> ColumnType {
    ColumnType(
      sqlName: name,
      name: name,
      graphQLName: "bigint",
      category: .bigint,
      wireForm: .number
    )
  }

  fileprivate static func float(_ name: String) -> ColumnType {
    ColumnType(
      sqlName: name,
      name: name,
      graphQLName: "Float",
      category: .float,
      wireForm: .number
    )
  }

  fileprivate static func numeric(_ name: String) -> ColumnType {
    ColumnType(
      sqlName: name,
      name: name,
      graphQLName: "numeric",
      category: .numeric,
      wireForm: .number
    )
  }

  fileprivate static func text(_ name: String) -> ColumnType {
    ColumnType(sqlName: name, name: name, graphQLName: "String", category: .text, wireForm: .text)
  }

  fileprivate static func temporal(_ name: String, _ graphQLName: String) -> ColumnType {
    ColumnType(
      sqlName: name,
      name: name,
      graphQLName: graphQLName,
      category: .temporal,
      wireForm: .text
    )
  }

  fileprivate static let blob = ColumnType(
    sqlName: "blob",
    name: "blob",
    graphQLName: "blob",
    category: .other,
    wireForm: .text
  )
}

/// Whether the text is a name of GraphQL.
private func isName(_ text: String) -> Bool {
  guard let first = text.utf8.first, first < 0x30 || first > 0x39 else { return false }
  return text.utf8.allSatisfy { byte in
    byte == UInt8(ascii: "_") || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
      || (0x61...0x7A).contains(byte)
  }
}
