import DovetailMetadata
package import OrderedJSON

/// The form in which an introspection of a database is kept for a start without the database.
extension SourceFacts {
  /// The number of the form; what has another number is not read.
  package static let storedFormat = 2

  /// What cannot be known without the database.
  ///
  /// Types stand once each, since a column would often repeat a long one.
  package var storedJSON: JSONValue {
    var writer = FactsWriter()
    let tables = relational.tables.values.sorted { $0.name < $1.name }.map { writer.json(of: $0) }
    let functions = relational.functions.values.flatMap { $0 }
      .sorted { ($0.name, $0.identity) < ($1.name, $1.identity) }
      .map { writer.json(of: $0) }
    let enums = enumTables.sorted { $0.key < $1.key }.map { table, content in
      JSONValue.array([FactsWriter.json(of: table), FactsWriter.json(of: content)])
    }
    return [
      "types": .array(writer.types), "tables": .array(tables), "functions": .array(functions),
      "enums": .array(enums),
      "scalars": .array(relational.scalarTypes.sorted().map { .string($0) }),
    ]
  }

  /// Reads what was kept; what a source can do does not depend on its database.
  ///
  /// - Returns: nil if it is damaged.
  package init?(
    storedJSON json: JSONValue,
    comparisons: Set<ComparisonOperator>,
    aggregates: Set<AggregateFunction>
  ) {
    do {
      var reader = FactsReader()
      for type in try FactsReader.list(json["types"]) { try reader.addType(type) }
      var facts = RelationalFacts()
      for table in try FactsReader.list(json["tables"]) {
        let table = try reader.table(table)
        facts.tables[table.name] = table
      }
      for function in try FactsReader.list(json["functions"]) {
        let function = try reader.function(function)
        facts.functions[function.name, default: []].append(function)
      }
      for name in try FactsReader.list(json["scalars"]) {
        facts.scalarTypes.insert(try FactsReader.text(name))
      }
      var enums: [TableName: EnumTableContent] = [:]
      for entry in try FactsReader.list(json["enums"]) {
        let parts = try FactsReader.list(entry, count: 2)
        enums[try FactsReader.tableName(parts[0])] = try FactsReader.enumContent(parts[1])
      }
      self.init(
        relational: facts,
        comparisons: comparisons,
        aggregates: aggregates,
        enumTables: enums
      )
    } catch {
      return nil
    }
  }
}

/// Writes facts, and gathers the types that they mention.
private struct FactsWriter {
  private(set) var types: [JSONValue] = []
  private var indices: [ColumnType: Int] = [:]

  mutating func index(of type: ColumnType) -> JSONValue {
    if let known = indices[type] { return .int(known) }
    let element = type.elementType.map { index(of: $0) } ?? .null
    let base = type.baseType.map { index(of: $0) } ?? .null
    let json: JSONValue = [
      "sql": .string(type.sqlName), "name": .string(type.name),
      "graphql": .string(type.graphQLName), "category": .string(type.category.rawValue),
      "form": .string(type.wireForm.rawValue), "element": element, "base": base,
      "extremes": .bool(type.hasExtremes),
      "values": .array(type.enumValues.map { .string($0) }),
      "row_of": Self.json(ofText: type.rowOfTable),
    ]
    types.append(json)
    indices[type] = types.count - 1
    return .int(types.count - 1)
  }

  mutating func json(of table: TableFacts) -> JSONValue {
    let columns = table.columns.map { column in
      JSONValue.array([
        .string(column.name.value), .int(column.position), index(of: column.type),
        .bool(column.isNullable), .bool(column.hasDefault), .bool(column.isGenerated),
        Self.json(ofText: column.comment),
      ])
    }
    let foreignKeys = table.foreignKeys.map { key in
      JSONValue.array([
        .string(key.name), Self.json(of: key.referencedTable),
        .array(
          key.columns.map { .array([.string($0.own.value), .string($0.referenced.value)]) }
        ),
      ])
    }
    return [
      "name": Self.json(of: table.name), "identity": Self.json(of: table.identity),
      "kind": .string(table.kind.rawValue), "comment": Self.json(ofText: table.comment),
      "columns": .array(columns), "primary_key": table.primaryKey.map(Self.json) ?? .null,
      "unique": .array(table.uniqueConstraints.map(Self.json)),
      "foreign_keys": .array(foreignKeys),
      "writable": [
        .bool(table.isInsertable), .bool(table.isUpdatable), .bool(table.isDeletable),
      ],
    ]
  }

  mutating func json(of function: FunctionFacts) -> JSONValue {
    let arguments = function.arguments.map { argument in
      JSONValue.array([
        .string(argument.name), index(of: argument.type), .bool(argument.hasDefault),
      ])
    }
    let returns: JSONValue =
      switch function.returns {
      case .scalar(let type, let isSet): ["type": index(of: type), "is_set": .bool(isSet)]
      case .rows(let table, let isSet): ["table": Self.json(of: table), "is_set": .bool(isSet)]
      }
    return [
      "name": .array([Self.json(ofText: function.name.schema), .string(function.name.name)]),
      "identity": Self.json(of: function.identity), "comment": Self.json(ofText: function.comment),
      "arguments": .array(arguments), "returns": returns,
      "volatility": .string(function.volatility.rawValue), "variadic": .bool(function.isVariadic),
    ]
  }

  static func json(of name: TableName) -> JSONValue {
    .array([json(ofText: name.schema), .string(name.name)])
  }

  static func json(of content: SourceFacts.EnumTableContent) -> JSONValue {
    switch content {
    case .unusable(let reason): .string(reason)
    case .values(let values):
      .array(values.map { .array([.string($0.value), json(ofText: $0.description)]) })
    }
  }

  private static func json(of key: KeyConstraint) -> JSONValue {
    .array([.string(key.name), .array(key.columns.map { .string($0.value) })])
  }

  private static func json(of identity: Int64) -> JSONValue { .int(Int(identity)) }

  private static func json(ofText text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
}

/// Reads what `FactsWriter` wrote.
private struct FactsReader {
  struct Damaged: Error {}

  private var types: [ColumnType] = []

  mutating func addType(_ json: JSONValue) throws(Damaged) {
    guard let category = ColumnType.Category(rawValue: try Self.text(json["category"])),
      let form = ColumnType.WireForm(rawValue: try Self.text(json["form"]))
    else { throw Damaged() }
    var values: [String] = []
    for value in try Self.list(json["values"]) { values.append(try Self.text(value)) }
    var element: ColumnType?
    if let index = json["element"], !index.isNull { element = try type(index) }
    var base: ColumnType?
    if let index = json["base"], !index.isNull { base = try type(index) }
    types.append(
      ColumnType(
        sqlName: try Self.text(json["sql"]),
        name: try Self.text(json["name"]),
        graphQLName: try Self.text(json["graphql"]),
        category: category,
        wireForm: form,
        element: element,
        base: base,
        hasExtremes: try Self.flag(json["extremes"] ?? .null),
        enumValues: values,
        rowOfTable: json["row_of"]?.stringValue
      )
    )
  }

  private func type(_ json: JSONValue) throws(Damaged) -> ColumnType {
    let index = try Self.integer(json)
    guard types.indices.contains(index) else { throw Damaged() }
    return types[index]
  }

  func table(_ json: JSONValue) throws(Damaged) -> TableFacts {
    guard let kind = TableFacts.Kind(rawValue: try Self.text(json["kind"])) else {
      throw Damaged()
    }
    var columns: [ColumnFacts] = []
    for column in try Self.list(json["columns"]) {
      let parts = try Self.list(column, count: 7)
      columns.append(
        ColumnFacts(
          name: ColumnName(try Self.text(parts[0])),
          position: try Self.integer(parts[1]),
          type: try type(parts[2]),
          isNullable: try Self.flag(parts[3]),
          hasDefault: try Self.flag(parts[4]),
          isGenerated: try Self.flag(parts[5]),
          comment: parts[6].stringValue
        )
      )
    }
    var unique: [KeyConstraint] = []
    for key in try Self.list(json["unique"]) { unique.append(try Self.key(key)) }
    var foreignKeys: [ForeignKeyFacts] = []
    for key in try Self.list(json["foreign_keys"]) { foreignKeys.append(try Self.foreignKey(key)) }
    var primaryKey: KeyConstraint?
    if let key = json["primary_key"], !key.isNull { primaryKey = try Self.key(key) }
    let writable = try Self.list(json["writable"], count: 3)
    return TableFacts(
      name: try Self.tableName(json["name"]),
      identity: Int64(try Self.integer(json["identity"])),
      kind: kind,
      comment: json["comment"]?.stringValue,
      columns: columns,
      primaryKey: primaryKey,
      uniqueConstraints: unique,
      foreignKeys: foreignKeys,
      isInsertable: try Self.flag(writable[0]),
      isUpdatable: try Self.flag(writable[1]),
      isDeletable: try Self.flag(writable[2])
    )
  }

  func function(_ json: JSONValue) throws(Damaged) -> FunctionFacts {
    guard let volatility = FunctionFacts.Volatility(rawValue: try Self.text(json["volatility"]))
    else { throw Damaged() }
    let name = try Self.tableName(json["name"])
    var arguments: [FunctionFacts.Argument] = []
    for argument in try Self.list(json["arguments"]) {
      let parts = try Self.list(argument, count: 3)
      arguments.append(
        FunctionFacts.Argument(
          name: try Self.text(parts[0]),
          type: try type(parts[1]),
          hasDefault: try Self.flag(parts[2])
        )
      )
    }
    let isSet = try Self.flag(json["returns"]?["is_set"])
    let returns: FunctionFacts.Returns
    if let table = json["returns"]?["table"] {
      returns = .rows(of: try Self.tableName(table), isSet: isSet)
    } else {
      returns = .scalar(try type(json["returns"]?["type"] ?? .null), isSet: isSet)
    }
    return FunctionFacts(
      name: FunctionName(schema: name.schema, name: name.name),
      identity: Int64(try Self.integer(json["identity"])),
      comment: json["comment"]?.stringValue,
      arguments: arguments,
      returns: returns,
      volatility: volatility,
      isVariadic: try Self.flag(json["variadic"])
    )
  }

  // MARK: Parts

  static func list(_ json: JSONValue?, count: Int? = nil) throws(Damaged) -> [JSONValue] {
    guard let list = json?.arrayValue, count == nil || list.count == count else { throw Damaged() }
    return list
  }

  static func tableName(_ json: JSONValue?) throws(Damaged) -> TableName {
    let parts = try list(json, count: 2)
    return TableName(schema: parts[0].stringValue, name: try text(parts[1]))
  }

  static func enumContent(_ json: JSONValue) throws(Damaged) -> SourceFacts.EnumTableContent {
    if let reason = json.stringValue { return .unusable(reason: reason) }
    var values: [EnumTableValue] = []
    for value in try list(json) {
      let parts = try list(value, count: 2)
      values.append(
        EnumTableValue(value: try text(parts[0]), description: parts[1].stringValue)
      )
    }
    return .values(values)
  }

  private static func key(_ json: JSONValue) throws(Damaged) -> KeyConstraint {
    let parts = try list(json, count: 2)
    var columns: [ColumnName] = []
    for column in try list(parts[1]) { columns.append(ColumnName(try text(column))) }
    return KeyConstraint(name: try text(parts[0]), columns: columns)
  }

  private static func foreignKey(_ json: JSONValue) throws(Damaged) -> ForeignKeyFacts {
    let parts = try list(json, count: 3)
    var columns: [ForeignKeyFacts.Pair] = []
    for pair in try list(parts[2]) {
      let names = try list(pair, count: 2)
      columns.append(
        ForeignKeyFacts.Pair(
          own: ColumnName(try text(names[0])),
          referenced: ColumnName(try text(names[1]))
        )
      )
    }
    return ForeignKeyFacts(
      name: try text(parts[0]),
      referencedTable: try tableName(parts[1]),
      columns: columns
    )
  }

  static func text(_ json: JSONValue?) throws(Damaged) -> String {
    guard let text = json?.stringValue else { throw Damaged() }
    return text
  }

  private static func integer(_ json: JSONValue?) throws(Damaged) -> Int {
    guard let number = json?.intValue else { throw Damaged() }
    return number
  }

  private static func flag(_ json: JSONValue?) throws(Damaged) -> Bool {
    guard let flag = json?.boolValue else { throw Damaged() }
    return flag
  }
}
