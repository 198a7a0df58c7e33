/// The type of a column or argument, with all that the engine must know about it.
///
/// A source decides these properties once, when it introspects: the GraphQL name, the operators that
/// the category brings, and the way in which values are written to JSON.
package struct ColumnType: Sendable, Hashable {
  /// The type as SQL spells it, quoted where needed, fit for a cast: `integer`, `"public"."mood"`.
  package var sqlName: String
  /// The database's bare type name: `int4`, `_text`, `mood`.
  package var name: String
  /// The name of the GraphQL scalar (for an array, that of its element).
  package var graphQLName: String
  package var category: Category
  package var wireForm: WireForm
  /// The element type of an array.
  package var element: Element?
  /// The type that a domain is made of, whose JSON forms its values take.
  package var base: Element?
  /// Whether the database has a greatest and a least value of several.
  package var hasExtremes: Bool
  /// The values of a database enum type, in order; empty otherwise.
  package var enumValues: [String]
  /// The table whose row type this is, for composite types of tables, printed (`schema.name`).
  package var rowOfTable: String?

  /// What kind of thing a type is; decides which operators, aggregates and input forms apply.
  package enum Category: String, Sendable, Hashable {
    /// 32-bit integers: GraphQL `Int`.
    case int
    case smallint
    case bigint
    /// Single precision: GraphQL `Float`.
    case float
    /// Double precision.
    case double
    case numeric
    case money
    case boolean
    /// Types with the text operators (`_like`, `_regex` …).
    case text
    case uuid
    /// Dates, times, intervals.
    case temporal
    case json
    case jsonb
    case geometry
    case geography
    case raster
    case ltree
    case array
    /// A database enum type.
    case enumeration
    /// Everything else: general comparison only.
    case other
  }

  /// How the database's text of a value becomes JSON.
  package enum WireForm: String, Sendable, Hashable {
    /// A JSON number as it stands; texts such as `NaN` and `Infinity` are quoted.
    case number
    /// A JSON string of the text.
    case text
    /// `t`/`f`, `true`/`false`, `1`/`0`.
    case boolean
    /// JSON already, copied as it is.
    case json
    /// The source wraps the column (`to_json(…)`, `ST_AsGeoJSON(…)`) so that JSON arrives.
    case convertedToJSON
  }

  /// A box, since a value type cannot contain itself.
  package indirect enum Element: Sendable, Hashable {
    case type(ColumnType)
  }

  package init(
    sqlName: String,
    name: String,
    graphQLName: String,
    category: Category,
    wireForm: WireForm,
    element: ColumnType? = nil,
    base: ColumnType? = nil,
    hasExtremes: Bool = true,
    enumValues: [String] = [],
    rowOfTable: String? = nil
  ) {
    self.sqlName = sqlName
    self.name = name
    self.graphQLName = graphQLName
    self.category = category
    self.wireForm = wireForm
    self.element = element.map { .type($0) }
    self.base = base.map { .type($0) }
    self.hasExtremes = hasExtremes
    self.enumValues = enumValues
    self.rowOfTable = rowOfTable
  }

  /// The element type of an array.
  package var elementType: ColumnType? {
    if case .type(let type)? = element { type } else { nil }
  }

  /// The type that a domain is made of.
  package var baseType: ColumnType? {
    if case .type(let type)? = base { type } else { nil }
  }

  /// Whether `_inc`, `sum` and `avg` apply.
  package var isNumeric: Bool {
    switch category {
    case .int, .smallint, .bigint, .float, .double, .numeric, .money: true
    default: false
    }
  }

  /// Whether values are written as JSON strings when numeric types are to be stringified.
  package var isStringifiable: Bool {
    switch category {
    case .bigint, .double, .numeric, .money: true
    case .array: elementType?.isStringifiable ?? false
    default: false
    }
  }

  /// Whether `min` and `max` apply.
  package var isComparable: Bool {
    switch category {
    case .json, .jsonb, .geometry, .geography, .raster, .boolean: false
    default: hasExtremes
    }
  }
}
