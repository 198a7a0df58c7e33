import DovetailCatalog
import DovetailSource

/// The types of a database, mapped to what the engine must know of them (contract 03 §4).
struct TypeCatalog {
  private struct Entry {
    var schema: String
    var name: String
    var kind: UInt8
    var element: Int
    var base: Int
    var relation: Int
    var sqlName: String
    var isArray: Bool

    var isDomain: Bool { kind == UInt8(ascii: "d") }
  }

  /// Domains over domains and arrays of them end after this many steps; PostgreSQL itself has no
  /// cycles.
  private static let depthLimit = 32

  private var entries: [Int: Entry] = [:]
  private var enumValues: [Int: [String]] = [:]
  private var jsonCasts: Set<Int> = []
  /// The types that `max` takes.
  private var extremes: Set<Int> = []
  private var resolved: [Int: ColumnType] = [:]
  /// The printed names of tables by their identity, for row types.
  private let tableNames: [Int: String]

  init(
    types: RowSet,
    enumValues labels: RowSet,
    jsonCasts casts: RowSet,
    extremes maxima: RowSet,
    tableNames: [Int: String]
  ) {
    self.tableNames = tableNames
    entries.reserveCapacity(types.rowCount)
    for row in 0..<types.rowCount {
      guard let id = types.integer(row, 0) else { continue }
      entries[id] = Entry(
        schema: types.text(row, 1) ?? "",
        name: types.text(row, 2) ?? "",
        kind: types.slice(row, 3)?.first ?? 0,
        element: types.integer(row, 5) ?? 0,
        base: types.integer(row, 6) ?? 0,
        relation: types.integer(row, 7) ?? 0,
        sqlName: types.text(row, 8) ?? "",
        isArray: types.boolean(row, 9)
      )
    }
    for row in 0..<labels.rowCount {
      guard let id = labels.integer(row, 0), let label = labels.text(row, 1) else { continue }
      enumValues[id, default: []].append(label)
    }
    for row in 0..<casts.rowCount {
      if let id = casts.integer(row, 0) { jsonCasts.insert(id) }
    }
    for row in 0..<maxima.rowCount {
      if let id = maxima.integer(row, 0) { extremes.insert(id) }
    }
  }

  /// The relation whose row type this is; nil for other types.
  func relation(ofRowType id: Int) -> Int? {
    guard let entry = entries[id], entry.relation != 0, tableNames[entry.relation] != nil else {
      return nil
    }
    return entry.relation
  }

  /// The GraphQL names of all types that are neither arrays, rows nor only for the server itself.
  mutating func scalarNames() -> Set<String> {
    var names: Set<String> = []
    for (id, entry) in entries {
      guard !entry.isArray, entry.kind != UInt8(ascii: "c"), entry.kind != UInt8(ascii: "p") else {
        continue
      }
      names.insert(type(id).graphQLName)
    }
    return names
  }

  /// The type with that identity.
  mutating func type(_ id: Int) -> ColumnType {
    if let known = resolved[id] { return known }
    let type = resolve(id, depth: 0)
    resolved[id] = type
    return type
  }

  private func resolve(_ id: Int, depth: Int) -> ColumnType {
    guard let entry = entries[id], depth < Self.depthLimit else {
      return ColumnType(
        sqlName: "text",
        name: "unknown",
        graphQLName: "unknown",
        category: .other,
        wireForm: .text
      )
    }
    if entry.isArray && entry.element != 0 {
      let element = resolve(entry.element, depth: depth + 1)
      return ColumnType(
        sqlName: element.sqlName + "[]",
        name: entry.name,
        graphQLName: element.graphQLName,
        category: .array,
        wireForm: .convertedToJSON,
        element: element,
        hasExtremes: element.isOrdered
      )
    }
    let (graphQLName, category, form) = properties(of: entry, id: id, depth: depth)
    return ColumnType(
      sqlName: entry.sqlName,
      name: entry.name,
      graphQLName: graphQLName,
      category: category,
      wireForm: form,
      base: entry.isDomain ? resolve(entry.base, depth: depth + 1) : nil,
      hasExtremes: hasExtremes(id, entry, category, depth: depth),
      enumValues: enumValues[id] ?? [],
      rowOfTable: tableNames[entry.relation]
    )
  }

  /// Whether `max` takes values of the type, or of one to which they are converted for it.
  private func hasExtremes(
    _ id: Int,
    _ entry: Entry,
    _ category: ColumnType.Category,
    depth: Int
  ) -> Bool {
    if entry.isDomain {
      // The one `max` of all enums does not take domains over them.
      let base = resolve(entry.base, depth: depth + 1)
      return base.isComparable && base.innermost.category != .enumeration
    }
    // Enums have one `max` for all, `varchar` has that of `text`; of `uuid`, the dialect makes one.
    guard category == .other || category == .ltree else { return true }
    return extremes.contains(id)
      || entry.schema == "pg_catalog" && Self.convertedForExtremes.contains(entry.name)
  }

  /// Types whose values are converted to `inet` and `text` for `max`.
  private static let convertedForExtremes: Set<String> = ["cidr", "name"]

  private func properties(
    of entry: Entry,
    id: Int,
    depth: Int
  ) -> (graphQLName: String, ColumnType.Category, ColumnType.WireForm) {
    if entry.isDomain {
      // `to_json` looks through domains, all else treats them as types of their own.
      return (entry.name, .other, resolve(entry.base, depth: depth + 1).wireForm)
    }
    switch entry.kind {
    case UInt8(ascii: "c"):
      // An object type may have the table's name, so the scalar gets another one.
      return (entry.name + "_scalar", .other, .convertedToJSON)
    case UInt8(ascii: "e"):
      return (entry.name, .enumeration, .text)
    default:
      if entry.schema == "pg_catalog" {
        return Self.builtIn[entry.name] ?? (entry.name, .other, .text)
      }
      if let known = Self.extensions[entry.name] { return known }
      return (entry.name, .other, jsonCasts.contains(id) ? .convertedToJSON : .text)
    }
  }

  private typealias Properties = (
    graphQLName: String, category: ColumnType.Category, wireForm: ColumnType.WireForm
  )

  /// The types that differ from the rule: a scalar of the type's own name, written as text.
  ///
  /// `text` stands for types whose text is what `to_json` makes of them, as long as `DateStyle` is
  /// ISO; of timestamps it makes something else.
  private static let builtIn: [String: Properties] = [
    "int4": ("Int", .int, .number),
    "int2": ("smallint", .smallint, .number),
    "int8": ("bigint", .bigint, .number),
    "float4": ("Float", .float, .number),
    "float8": ("float8", .double, .number),
    "numeric": ("numeric", .numeric, .number),
    "money": ("money", .money, .text),
    "bool": ("Boolean", .boolean, .boolean),
    "text": ("String", .text, .text),
    "varchar": ("String", .text, .text),
    "bpchar": ("bpchar", .text, .text),
    "char": ("bpchar", .text, .text),
    "uuid": ("uuid", .uuid, .text),
    "date": ("date", .temporal, .text),
    "time": ("time", .temporal, .text),
    "timetz": ("timetz", .temporal, .text),
    "interval": ("interval", .temporal, .text),
    "timestamp": ("timestamp", .temporal, .convertedToJSON),
    "timestamptz": ("timestamptz", .temporal, .convertedToJSON),
    "json": ("json", .json, .json),
    "jsonb": ("jsonb", .jsonb, .json),
    "record": ("record", .other, .convertedToJSON),
  ]

  private static let extensions: [String: Properties] = [
    "citext": ("citext", .text, .text),
    "ltree": ("ltree", .ltree, .text),
    "geometry": ("geometry", .geometry, .convertedToJSON),
    "geography": ("geography", .geography, .convertedToJSON),
    "raster": ("raster", .raster, .text),
  ]
}

extension ColumnType {
  /// The type itself, or what a domain is made of in the end.
  fileprivate var innermost: ColumnType { baseType?.innermost ?? self }

  /// Whether arrays of the type can be compared.
  fileprivate var isOrdered: Bool {
    switch category {
    case .json, .geometry, .geography, .raster: false
    case .other: hasExtremes
    default: true
    }
  }
}
