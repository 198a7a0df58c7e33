import DovetailMetadata
package import DovetailPlan
import SQLText

extension PostgresDialect {
  /// The columns are cast to the types that metadata gives them, so that comparisons and JSON are
  /// those of these types.
  package func query(_ text: SQL, columns: [RowColumn]) -> SQL {
    let list = columns.map { column -> SQL in
      let value: SQL = "query.\(identifier: column.name.value)"
      guard let type = column.type else { return value }
      return "\(cast(value, to: type)) AS \(identifier: column.name.value)"
    }
    return "(SELECT \(list.joined(separator: ", ")) FROM (\(text)) AS query)"
  }

  package func nestedRows(of value: SQL, isList: Bool, columns: [RowColumn]) -> SQL {
    let document: SQL = "to_jsonb(\(value))"
    let list = columns.map { column -> SQL in
      let type = column.type.map(castName) ?? "jsonb"
      return "\(identifier: column.name.value) \(raw: type)"
    }
    let definition = list.joined(separator: ", ")
    guard isList else {
      return """
        (SELECT r.* FROM jsonb_to_record(\(document)) AS r(\(definition)) \
        WHERE jsonb_typeof(\(document)) = 'object')
        """
    }
    return """
      (SELECT r.* FROM jsonb_array_elements(\
      CASE jsonb_typeof(\(document)) WHEN 'array' THEN \(document) ELSE '[]' END) \
      WITH ORDINALITY AS e(v, i) CROSS JOIN LATERAL jsonb_to_record(e.v) AS r(\(definition)) \
      WHERE jsonb_typeof(e.v) = 'object' ORDER BY e.i)
      """
  }
}
