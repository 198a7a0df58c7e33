package import DovetailCatalog
package import DovetailPlan
package import DovetailSource
package import OrderedJSON
package import SQLText

/// What differs between SQL databases: text and values, no I/O.
///
/// `Translation` decides what a statement says; a dialect says how.
package protocol SQLDialect: Sendable {
  /// Which operators and aggregates the dialect has.
  var capabilities: SourceCapabilities { get }
  /// How the placeholders of values are spelled.
  var placeholders: PlaceholderStyle { get }
  /// Whether `SELECT DISTINCT ON` exists; otherwise a window function stands for it.
  var hasDistinctOn: Bool { get }

  // Values

  /// A value as the database takes it; nil is a variable without a value.
  ///
  /// - Throws: `parse-failed`, at the binding's path, for JSON of a kind that the type doesn't have.
  func encode(
    _ value: JSONValue?,
    as binding: SQLBinding
  ) throws(SourceError) -> ParameterValue

  /// The placeholder of the binding, typed.
  func parameter(_ binding: SQLBinding) -> SQL
  /// The value converted to the type.
  func cast(_ value: SQL, to type: ColumnType) -> SQL
  /// A part of a JSON value.
  func jsonPart(of value: SQL, at path: [String]) -> SQL
  /// A call of a database function in an expression or in `FROM`.
  func call(_ function: SQL, arguments: [CallArgument]) throws(SourceError) -> SQL

  // Rows that no table holds

  /// The query of a native query, in parentheses, as it stands after `FROM`.
  func query(_ text: SQL, columns: [RowColumn]) -> SQL
  /// The objects in a value as rows, in parentheses, as they stand after `FROM`.
  func nestedRows(of value: SQL, isList: Bool, columns: [RowColumn]) -> SQL

  // Conditions

  /// The comparison of a value with a parameter, which travels in the form that the operator wants.
  func comparison(
    of left: SQL,
    _ comparison: ComparisonOperator,
    with parameter: Parameter
  ) throws(SourceError) -> SQL
  /// The comparison of two values of the statement.
  func comparison(
    of left: SQL,
    _ comparison: ComparisonOperator,
    withValue right: SQL
  ) throws(SourceError) -> SQL

  // Clauses

  /// ` LIMIT … OFFSET …`, or nothing.
  func window(_ window: RowWindow) -> SQL

  // Results

  /// A column of the statement's own rows.
  func wireColumn(_ value: SQL, type: ColumnType, isStringified: Bool) -> WireColumn
  /// A value inside JSON that the database builds.
  func jsonValue(_ value: SQL, type: ColumnType, isStringified: Bool) -> JSONTree.Leaf
  /// JSON of constants and values.
  func json(_ tree: JSONTree) -> SQL
  /// The JSON of a value as a text.
  func jsonText(_ value: JSONTree.Leaf) -> SQL
  /// A text's base64 form, in one line.
  func base64(_ text: SQL) -> SQL
  /// A `SELECT` of one JSON list of all rows; never null.
  func selectList(of rows: RowQuery, alias: String) -> SQL
  /// A `SELECT` of one JSON object a row.
  func selectObject(of rows: RowQuery, alias: String) -> SQL
  /// The JSON list of whole rows of the alias, whose columns are named as the members; nil if the
  /// dialect has no such thing, or can't name columns so.
  func listAggregate(ofRows alias: String, members: [JSONMember]) -> SQL?
  /// The JSON list of an object for each row.
  func listAggregate(of object: JSONTree) -> SQL
  /// An aggregate of the rows of the surrounding `SELECT`.
  func aggregate(_ call: AggregateCall) throws(SourceError) -> SQL
  /// Whether the aggregate needs the mean of its column beside each row.
  func needsMean(_ function: AggregateFunction) -> Bool

  // Mutations

  /// Whether a statement can modify rows and read what it wrote (`WITH … AS (INSERT …)`).
  var modifiesInExpressions: Bool { get }
  /// How many values a statement takes at most.
  var valueLimit: Int { get }
  /// Whether `DEFAULT` may stand for a value.
  var hasDefaultKeyword: Bool { get }
  /// Which constraint or columns `ON CONFLICT` is about, with a space before it.
  func conflictTarget(_ target: ConflictClause.Target) -> SQL
  /// A column's new value.
  func assignedValue(
    _ assignment: Assignment,
    of column: SQL
  ) throws(SourceError) -> SQL
  /// Joins the rows that several steps wrote, in the form in which they travel.
  func joinRows(_ rows: [[UInt8]]) -> [UInt8]

  // Lookups

  /// The rows of keys (`FROM …`) that travel as one JSON list of lists, and how their number and
  /// parts are read.
  func keyRows(_ keys: SQLBinding, types: [ColumnType]) -> KeyRows
}

/// An argument of a function call, already SQL.
package struct CallArgument: Sendable {
  package var name: String?
  package var value: SQL
}

/// How many rows of an ordered set are kept.
package struct RowWindow: Sendable {
  package var limit: Count?
  package var permissionLimit: Int?
  package var offset: Count?

  /// A number that is known, or that each request supplies.
  package enum Count: Sendable {
    case constant(Int64)
    case parameter(SQLBinding)
  }
}

/// A column of a statement's own rows.
package struct WireColumn: Sendable {
  package var sql: SQL
  package var form: ColumnType.WireForm
  /// Whether numbers are written as JSON strings.
  package var isQuoted: Bool
}

/// A call of an aggregate function.
package struct AggregateCall: Sendable {
  package var function: AggregateFunction
  package var arguments: [SQL]
  package var types: [ColumnType]
  package var isDistinct: Bool
  /// The mean of the only argument, where the dialect needs it.
  package var mean: SQL?
}

/// The keys of a lookup as rows.
package struct KeyRows: Sendable {
  /// What stands after `FROM`.
  package var from: SQL
  /// The zero-based number of the key.
  package var number: SQL
  /// The key's parts, with the types of the columns that they are compared with.
  package var parts: [SQL]
}
