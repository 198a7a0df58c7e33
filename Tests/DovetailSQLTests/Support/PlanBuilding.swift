import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import OrderedJSON

/// Types as a source would report them.
enum Types {
  static let int = type("integer", "int4", .int, .number)
  static let bigint = type("bigint", "int8", .bigint, .number)
  static let double = type("double precision", "float8", .double, .number)
  static let numeric = type("numeric", "numeric", .numeric, .number)
  static let bool = type("boolean", "bool", .boolean, .boolean)
  static let text = type("text", "text", .text, .text)
  static let uuid = type("uuid", "uuid", .uuid, .text)
  static let jsonb = type("jsonb", "jsonb", .jsonb, .json)
  static let timestamp = type(
    "timestamp without time zone",
    "timestamp",
    .temporal,
    .convertedToJSON
  )

  static func type(
    _ sqlName: String,
    _ name: String,
    _ category: ColumnType.Category,
    _ form: ColumnType.WireForm
  ) -> ColumnType {
    ColumnType(sqlName: sqlName, name: name, graphQLName: name, category: category, wireForm: form)
  }

  static func array(of element: ColumnType) -> ColumnType {
    ColumnType(
      sqlName: "\(element.sqlName)[]",
      name: "_\(element.name)",
      graphQLName: element.graphQLName,
      category: .array,
      wireForm: .convertedToJSON,
      element: element
    )
  }
}

/// Columns of the fixture tables.
enum Columns {
  static let id = ColumnReference("id", type: Types.int, isNullable: false)
  static let name = ColumnReference("name", type: Types.text, isNullable: false)
  static let age = ColumnReference("age", type: Types.int, isNullable: true)
  static let active = ColumnReference("active", type: Types.bool, isNullable: true)
  static let score = ColumnReference("score", type: Types.double, isNullable: true)
  static let balance = ColumnReference("balance", type: Types.numeric, isNullable: true)
  static let seen = ColumnReference("seen", type: Types.bigint, isNullable: true)
  static let info = ColumnReference("info", type: Types.jsonb, isNullable: true)
  static let born = ColumnReference("born", type: Types.timestamp, isNullable: true)
  static let title = ColumnReference("title", type: Types.text, isNullable: false)
  static let authorID = ColumnReference("author_id", type: Types.int, isNullable: true)
  static let rating = ColumnReference("rating", type: Types.int, isNullable: true)
  static let stars = ColumnReference("stars", type: Types.int, isNullable: false)
  static let body = ColumnReference("body", type: Types.text, isNullable: true)
}

/// The relationships between the fixture tables.
enum Relationships {
  static let articles = Correlation([.init(outer: "id", inner: "author_id")])
  static let author = Correlation([.init(outer: "author_id", inner: "id")])
  static let reviews = Correlation([.init(outer: "id", inner: "article_id")])
}

extension ColumnReference {
  /// The column as an output field, under its own name.
  var field: OutputField { field(as: columnName) }

  func field(as key: String, isStringified: Bool = false) -> OutputField {
    OutputField(key: key, value: .column(ColumnOutput(self, isStringified: isStringified)))
  }

  /// The same column of the relation on which the whole predicate stands.
  var atRoot: ColumnReference {
    var copy = self
    copy.scope = .root
    return copy
  }

  var columnName: String {
    if case .column(let name) = source { name.value } else { "computed" }
  }

  /// A comparison with a constant.
  func compare(_ comparison: ComparisonOperator, _ value: JSONValue) -> Predicate {
    .compare(self, comparison, Parameter(.constant(value), type: type, path: "$.where"))
  }

  func ascending(nullsFirst: Bool = false) -> OrderTerm {
    OrderTerm(key: .value(self), isDescending: false, nullsFirst: nullsFirst)
  }

  func descending(nullsFirst: Bool = true) -> OrderTerm {
    OrderTerm(key: .value(self), isDescending: true, nullsFirst: nullsFirst)
  }
}

/// A constant count, for `limit` and `offset`.
func count(_ value: Int) -> Parameter {
  Parameter(.constant(.int(value)), type: Types.int, path: "$.args")
}

/// A count that a variable gives.
func count(variable name: String) -> Parameter {
  Parameter(.variable(VariableReference(name: name)), type: Types.int, path: "$.args")
}

/// The names of the authors that the condition holds for, in the order of their ids.
func authorNames(where filter: Predicate) -> Fetch.Request {
  .rows(
    RowSelection(
      relation: .table("author"),
      filter: filter,
      order: [Columns.id.ascending()],
      output: [Columns.name.field]
    )
  )
}
