import DovetailMetadata
package import DovetailPlan
import SQLText

extension SQLiteDialect {
  /// Values are of the types that they have: SQLite's columns hold everything.
  package func query(_ text: SQL, columns: [RowColumn]) -> SQL {
    let list = columns.map { column -> SQL in "\"query\".\(identifier: column.name.value)" }
    return "(SELECT \(list.joined(separator: ", ")) FROM (\(text)) AS \"query\")"
  }

  package func nestedRows(of value: SQL, isList: Bool, columns: [RowColumn]) -> SQL {
    let kind: SQL = isList ? "'array'" : "'object'"
    let list = columns.map { column -> SQL in
      let path = "$." + quoted(column.name.value)
      let part: SQL = "json_extract(e.value, \(literal: path))"
      return "\(part) AS \(identifier: column.name.value)"
    }
    // `json_each` of an object would give its members, so it is put into a list.
    let document: SQL = isList ? value : "json_array(json(\(value)))"
    return """
      (SELECT \(list.joined(separator: ", ")) FROM json_each(\
      CASE WHEN json_valid(\(value)) AND json_type(\(value)) = \(kind) \
      THEN \(document) ELSE '[]' END) AS e WHERE e.type = 'object')
      """
  }

  /// A key as a JSON path holds it.
  private func quoted(_ key: String) -> String { "\"\(key)\"" }
}
