package import DovetailCatalog
import DovetailPlan
package import DovetailSource
import OrderedJSON
package import SQLText

/// SQL of PostgreSQL 12 and later, with PostGIS, `ltree` and `citext` where they are installed.
package struct PostgresDialect: SQLDialect {
  package init() {}

  package var capabilities: SourceCapabilities {
    SourceCapabilities(
      comparisons: Set(ComparisonOperator.allCases),
      aggregates: Set(AggregateFunction.allCases),
      defaultSchema: "public",
      hasCertainIdentities: true
    )
  }

  package var placeholders: PlaceholderStyle { .dollar }

  package var hasDistinctOn: Bool { true }

  package func parameter(_ binding: SQLBinding) -> SQL {
    let placeholder = SQL(binding: binding)
    switch binding.encoding {
    case .value, .groupedDecimals, .captured:
      return value(placeholder, of: binding.type)
    case .list:
      return "\(placeholder)::\(raw: castName(binding.type))[]"
    case .limit, .offset, .affectedRows:
      return "\(placeholder)::bigint"
    case .writtenRows:
      // The type is the table's, which the statement says itself.
      return placeholder
    case .globPattern:
      return "\(placeholder)::text"
    case .keys:
      return "\(placeholder)::json"
    }
  }

  package func cast(_ value: SQL, to type: ColumnType) -> SQL {
    "\(value)::\(raw: castName(type))"
  }

  package func jsonPart(of value: SQL, at path: [String]) -> SQL {
    let steps = SQLBinding(
      operand: .constant(.array(path.map { .string($0) })),
      type: .text,
      encoding: .list,
      path: "$"
    )
    return "\(value) #> \(parameter(steps))"
  }

  package func call(
    _ function: SQL,
    arguments: [CallArgument]
  ) throws(SourceError) -> SQL {
    let list = arguments.map { argument -> SQL in
      if let name = argument.name {
        "\(identifier: name) => \(argument.value)"
      } else {
        argument.value
      }
    }
    return "\(function)(\(list.joined(separator: ", ")))"
  }

  package func window(_ window: RowWindow) -> SQL {
    var sql: SQL = ""
    switch (window.limit, window.permissionLimit) {
    case (nil, nil): break
    case (nil, let most?): sql += " LIMIT \(most)"
    case (let count?, nil): sql += " LIMIT \(self.count(count))"
    case (.constant(let count)?, let most?): sql += " LIMIT \(min(Int(count), most))"
    // `LEAST` ignores nulls, so that a variable without a value leaves the role's limit.
    case (.parameter(let binding)?, let most?):
      sql += " LIMIT LEAST(\(parameter(binding)), \(most))"
    }
    if let offset = window.offset {
      sql += " OFFSET \(count(offset))"
    }
    return sql
  }

  package func keyRows(_ keys: SQLBinding, types: [ColumnType]) -> KeyRows {
    var columns: SQL = "e.i - 1 AS i"
    var parts: [SQL] = []
    for (index, type) in types.enumerated() {
      columns += ", (e.v ->> \(index))::\(raw: castName(type)) AS p\(index)"
      parts.append("k.p\(index)")
    }
    let elements: SQL = "json_array_elements(\(parameter(keys))) WITH ORDINALITY AS e(v, i)"
    return KeyRows(
      from: "(SELECT \(columns) FROM \(elements)) AS k",
      number: "k.i",
      parts: parts
    )
  }

  /// The type's name as a cast needs it.
  ///
  /// Some names mean a length of 1 when they stand without one, and would cut values off.
  func castName(_ type: ColumnType) -> String {
    switch type.name {
    case "bpchar": "bpchar"
    case "bit": "\"bit\""
    default: type.sqlName
    }
  }

  private func count(_ count: RowWindow.Count) -> SQL {
    switch count {
    case .constant(let value): "\(Int(value))"
    case .parameter(let binding): parameter(binding)
    }
  }

  /// Geometries come as GeoJSON or in one of PostGIS's own forms; which, only the value tells.
  func value(_ placeholder: SQL, of type: ColumnType) -> SQL {
    let cast: SQL = "::\(raw: castName(type))"
    switch type.category {
    case .geometry, .geography:
      return """
        CASE WHEN \(placeholder)::text LIKE '{%' \
        THEN ST_GeomFromGeoJSON(\(placeholder)::text)\(cast) \
        ELSE \(placeholder)::text\(cast) END
        """
    default:
      return placeholder + cast
    }
  }
}
