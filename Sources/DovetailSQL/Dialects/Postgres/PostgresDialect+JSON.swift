package import DovetailCatalog
import SQLText

extension PostgresDialect {
  /// `json_build_object` takes at most 100 arguments.
  private static let pairLimit = 50
  /// Longer identifiers are cut off.
  private static let identifierLimit = 63

  package func wireColumn(_ value: SQL, type: ColumnType, isStringified: Bool) -> WireColumn {
    if type.isSpatial {
      return WireColumn(sql: "ST_AsGeoJSON(\(value), 15, 4)", form: .json, isQuoted: false)
    }
    guard type.wireForm == .convertedToJSON else {
      return WireColumn(
        sql: value,
        form: type.wireForm,
        isQuoted: isStringified && type.wireForm == .number
      )
    }
    let source = isStringified ? text(value, of: type) : value
    return WireColumn(sql: "to_json(\(source))", form: .json, isQuoted: false)
  }

  package func jsonValue(_ value: SQL, type: ColumnType, isStringified: Bool) -> JSONTree.Leaf {
    if type.isSpatial {
      return .init(sql: "ST_AsGeoJSON(\(value), 15, 4)::json", form: .json)
    }
    // Where the text is the JSON form, a cast of the type to JSON (hstore) must not change it.
    let isText = isStringified || (type.category == .other && type.wireForm == .text)
    return .init(sql: isText ? text(value, of: type) : value, form: .natural)
  }

  package func json(_ tree: JSONTree) -> SQL {
    switch tree {
    case .leaf(let leaf): return leaf.sql
    case .null: return "NULL::text"
    case .text(let text): return "\(literal: text)::text"
    case .object(let members): return object(members)
    }
  }

  package func jsonText(_ value: JSONTree.Leaf) -> SQL {
    switch value.form {
    case .json: "(\(value.sql))::text"
    case .natural, .boolean: "to_json(\(value.sql))::text"
    }
  }

  package func base64(_ text: SQL) -> SQL {
    "replace(encode(convert_to(\(text), 'UTF8'), 'base64'), chr(10), '')"
  }

  package func selectList(of rows: RowQuery, alias: String) -> SQL {
    if let list = listAggregate(ofRows: alias, members: rows.members) {
      let query = rows.select { _, member in member.key }
      return "SELECT \(list) FROM (\(query)) AS \(raw: alias)"
    }
    let query = rows.select { index, _ in "c\(index)" }
    let list = listAggregate(of: rows.object(of: alias))
    return "SELECT \(list) FROM (\(query)) AS \(raw: alias)"
  }

  package func selectObject(of rows: RowQuery, alias: String) -> SQL {
    if canNameColumns(rows.members) {
      let query = rows.select { _, member in member.key }
      return "SELECT row_to_json(\(raw: alias).*) FROM (\(query)) AS \(raw: alias)"
    }
    let query = rows.select { index, _ in "c\(index)" }
    return "SELECT \(json(rows.object(of: alias))) FROM (\(query)) AS \(raw: alias)"
  }

  package func listAggregate(ofRows alias: String, members: [JSONMember]) -> SQL? {
    // `alias.*`, since the bare alias would mean a column of that name first.
    canNameColumns(members) ? "coalesce(json_agg(\(raw: alias).*), '[]')" : nil
  }

  package func listAggregate(of object: JSONTree) -> SQL {
    "coalesce(json_agg(\(json(object))), '[]')"
  }

  private func canNameColumns(_ members: [JSONMember]) -> Bool {
    var keys: Set<String> = []
    return !members.isEmpty
      && members.allSatisfy { member in
        member.key.utf8.count <= Self.identifierLimit && !member.key.isEmpty
          && keys.insert(member.key).inserted
      }
  }

  private func object(_ members: [JSONTree.Member]) -> SQL {
    if members.count <= Self.pairLimit {
      let pairs = members.map { member -> SQL in
        "\(literal: member.key), \(json(member.value))"
      }
      return "json_build_object(\(pairs.joined(separator: ", ")))"
    }
    let rows = members.map { member -> SQL in
      "(\(literal: member.key), to_json(\(json(member.value))))"
    }
    return """
      (SELECT json_object_agg(o.k, o.v) FROM (VALUES \(rows.joined(separator: ", "))) AS o(k, v))
      """
  }

  private func text(_ value: SQL, of type: ColumnType) -> SQL {
    type.category == .array ? "\(value)::text[]" : "\(value)::text"
  }
}

extension ColumnType {
  fileprivate var isSpatial: Bool { category == .geometry || category == .geography }
}
