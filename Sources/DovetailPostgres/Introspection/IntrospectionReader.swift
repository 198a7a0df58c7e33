import DovetailCatalog
import DovetailMetadata
import DovetailSource

/// Puts the results of `IntrospectionQueries` together.
struct IntrospectionReader {
  private var types: TypeCatalog
  private let relations: RowSet
  private let columns: RowSet
  private let constraints: RowSet
  private let functions: RowSet
  private var tableNames: [Int: TableName] = [:]
  /// The names of a table's columns by number.
  private var columnNames: [Int: [Int: ColumnName]] = [:]

  /// - Throws: If the number of results is not that of the queries.
  init(_ results: [RowSet]) throws(SourceError) {
    guard results.count == IntrospectionQueries.all.count else {
      throw SourceError.unexpectedReply
    }
    relations = results[4]
    columns = results[5]
    constraints = results[6]
    functions = results[7]
    var printedNames: [Int: String] = [:]
    for row in 0..<relations.rowCount {
      guard let id = relations.integer(row, 0), let schema = relations.text(row, 1),
        let name = relations.text(row, 2)
      else { continue }
      tableNames[id] = TableName(schema: schema, name: name)
      printedNames[id] = "\(schema).\(name)"
    }
    types = TypeCatalog(
      types: results[0],
      enumValues: results[1],
      jsonCasts: results[2],
      extremes: results[3],
      tableNames: printedNames
    )
  }

  /// The facts.
  mutating func read() -> RelationalFacts {
    let columnsOfTable = readColumns()
    let keysOfTable = readConstraints()
    var tables: [TableName: TableFacts] = [:]
    tables.reserveCapacity(relations.rowCount)
    for row in 0..<relations.rowCount {
      guard let id = relations.integer(row, 0), let name = tableNames[id],
        let kind = TableFacts.Kind(code: relations.slice(row, 3)?.first)
      else { continue }
      let keys = keysOfTable[id]
      let updatable = kind == .materializedView ? 0 : relations.integer(row, 4) ?? 0
      tables[name] = TableFacts(
        name: name,
        identity: Int64(id),
        kind: kind,
        comment: relations.text(row, 5),
        columns: columnsOfTable[id] ?? [],
        primaryKey: keys?.primary,
        uniqueConstraints: keys?.unique ?? [],
        foreignKeys: keys?.foreign ?? [],
        // The bits of INSERT, UPDATE and DELETE in the server's `CmdType`.
        isInsertable: updatable & 8 != 0,
        isUpdatable: updatable & 4 != 0,
        isDeletable: updatable & 16 != 0
      )
    }
    return RelationalFacts(
      tables: tables,
      functions: readFunctions(),
      scalarTypes: types.scalarNames()
    )
  }

  private mutating func readColumns() -> [Int: [ColumnFacts]] {
    var all: [Int: [ColumnFacts]] = [:]
    all.reserveCapacity(relations.rowCount)
    var row = 0
    // The rows of a table follow each other.
    while row < columns.rowCount {
      let table = columns.integer(row, 0) ?? 0
      var ofTable: [ColumnFacts] = []
      var names: [Int: ColumnName] = [:]
      while row < columns.rowCount, columns.integer(row, 0) == table {
        let position = columns.integer(row, 1) ?? 0
        let name = ColumnName(columns.text(row, 2) ?? "")
        names[position] = name
        ofTable.append(
          ColumnFacts(
            name: name,
            position: position,
            type: types.type(columns.integer(row, 3) ?? 0),
            isNullable: columns.boolean(row, 4),
            hasDefault: columns.boolean(row, 5),
            isGenerated: columns.boolean(row, 6),
            comment: columns.text(row, 7)
          )
        )
        row += 1
      }
      columnNames[table] = names
      all[table] = ofTable
    }
    return all
  }

  private struct Keys {
    var primary: KeyConstraint?
    var unique: [KeyConstraint] = []
    var foreign: [ForeignKeyFacts] = []
  }

  private func readConstraints() -> [Int: Keys] {
    var tableOfConstraint: [Int: Int] = [:]
    for row in 0..<constraints.rowCount {
      tableOfConstraint[constraints.integer(row, 0) ?? 0] = constraints.integer(row, 4) ?? 0
    }
    var all: [Int: Keys] = [:]
    for row in 0..<constraints.rowCount {
      guard let table = constraints.integer(row, 4), let name = constraints.text(row, 2),
        let own = columnList(row, 6, of: table)
      else { continue }
      switch constraints.slice(row, 3)?.first {
      case UInt8(ascii: "p"):
        all[table, default: Keys()].primary = KeyConstraint(name: name, columns: own)
      case UInt8(ascii: "u"):
        all[table, default: Keys()].unique.append(KeyConstraint(name: name, columns: own))
      case UInt8(ascii: "f"):
        // A foreign key to a partitioned table has copies to each partition.
        let parent = constraints.integer(row, 1) ?? 0
        if parent != 0 && tableOfConstraint[parent] == table { continue }
        guard let other = constraints.integer(row, 5), let otherName = tableNames[other],
          let referenced = columnList(row, 7, of: other), referenced.count == own.count
        else { continue }
        all[table, default: Keys()].foreign.append(
          ForeignKeyFacts(
            name: name,
            referencedTable: otherName,
            columns: zip(own, referenced).map { .init(own: $0, referenced: $1) }
          )
        )
      default: continue
      }
    }
    return all
  }

  /// The columns that an array of column numbers (`{1,3}`) means.
  private func columnList(_ row: Int, _ column: Int, of table: Int) -> [ColumnName]? {
    guard let numbers = constraints.text(row, column).map(parseArray(_:)),
      let known = columnNames[table]
    else { return nil }
    var names: [ColumnName] = []
    for number in numbers {
      guard let number, let position = Int(number), let name = known[position] else { return nil }
      names.append(name)
    }
    return names
  }

  private mutating func readFunctions() -> [FunctionName: [FunctionFacts]] {
    var all: [FunctionName: [FunctionFacts]] = [:]
    for row in 0..<functions.rowCount {
      guard let id = functions.integer(row, 0), let schema = functions.text(row, 1),
        let name = functions.text(row, 2)
      else { continue }
      let functionName = FunctionName(schema: schema, name: name)
      all[functionName, default: []].append(
        FunctionFacts(
          name: functionName,
          identity: Int64(id),
          comment: functions.text(row, 11),
          arguments: readArguments(row),
          returns: readReturns(row),
          volatility: FunctionFacts.Volatility(code: functions.slice(row, 3)?.first),
          isVariadic: functions.boolean(row, 6)
        )
      )
    }
    return all
  }

  private mutating func readArguments(_ row: Int) -> [FunctionFacts.Argument] {
    // Types are of input arguments only, a vector; names, where modes are given, of all.
    let inputTypes = (functions.text(row, 7) ?? "").split(separator: " ").map { Int($0) ?? 0 }
    var names = functions.text(row, 9).map { parseArray($0).map { $0 ?? "" } } ?? []
    if let modes = functions.text(row, 8).map(parseArray(_:)), names.count == modes.count {
      names = zip(names, modes).filter { ["i", "b", "v"].contains($0.1) }.map(\.0)
    }
    let defaults = functions.integer(row, 10) ?? 0
    return inputTypes.enumerated().map { index, type in
      FunctionFacts.Argument(
        name: names.indices.contains(index) ? names[index] : "",
        type: types.type(type),
        hasDefault: index >= inputTypes.count - defaults
      )
    }
  }

  private mutating func readReturns(_ row: Int) -> FunctionFacts.Returns {
    let type = functions.integer(row, 5) ?? 0
    let isSet = functions.boolean(row, 4)
    if let relation = types.relation(ofRowType: type), let table = tableNames[relation] {
      return .rows(of: table, isSet: isSet)
    }
    return .scalar(types.type(type), isSet: isSet)
  }
}

extension TableFacts.Kind {
  /// The kind by the server's letter.
  fileprivate init?(code: UInt8?) {
    switch code {
    case UInt8(ascii: "r"): self = .table
    case UInt8(ascii: "v"): self = .view
    case UInt8(ascii: "m"): self = .materializedView
    case UInt8(ascii: "f"): self = .foreignTable
    case UInt8(ascii: "p"): self = .partitionedTable
    default: return nil
    }
  }
}

extension FunctionFacts.Volatility {
  /// The volatility by the server's letter.
  fileprivate init(code: UInt8?) {
    switch code {
    case UInt8(ascii: "i"): self = .immutable
    case UInt8(ascii: "s"): self = .stable
    default: self = .volatile
    }
  }
}
