import DovetailMetadata
import OrderedCollections

/// Finds tables whose row type would have a name that the schema needs for another type: a table
/// `date` beside columns of that type, `query_root`, `job_updates` beside `job`.
///
/// The other type stays, and the table is left out until it has a custom name.
struct RowTypeClashes {
  /// A table to leave out.
  struct Clash {
    var source: SourceName
    var table: TableName
    var error: ResolutionError
  }

  private let builders: [SourceBuilder]

  init(_ builders: some Sequence<SourceBuilder>) {
    self.builders = Array(builders)
  }

  var clashes: [Clash] {
    let candidates = scalarCandidates
    let scalars = candidates.isEmpty ? [] : usedScalars(among: candidates)
    var found: [Clash] = []
    for builder in builders {
      var owners: [String: TableName] = [:]
      for (name, table) in builder.tables where owners[table.naming.rowTypeCore] == nil {
        owners[table.naming.rowTypeCore] = name
      }
      for (name, table) in builder.tables {
        let type = table.naming.rowType
        let reason: String
        if Self.reserved.contains(type) {
          reason = "every schema has a type of that name"
        } else if scalars.contains(type) {
          reason = "it is a scalar of columns or arguments"
        } else if let (other, clashing) = owner(ofNameOf: table, in: builder, owners) {
          reason = "'\(clashing)' is a type of the table \"\(other)\""
        } else {
          continue
        }
        found.append(
          Clash(
            source: builder.source.name,
            table: name,
            error: ResolutionError(
              .invalidConfiguration,
              "the table \"\(name)\" cannot have the GraphQL type '\(type)': \(reason); give it "
                + "another name by \"custom_name\" in its configuration"
            )
          )
        )
      }
    }
    return found
  }

  private static let reserved: Set<String> = [
    "query_root", "mutation_root", "subscription_root", "order_by", "OrderBy", "cursor_ordering",
    "CursorOrdering", "Int", "Float", "String", "Boolean", "ID",
  ]

  // MARK: Scalars

  /// Row types that have the name of a type of a database: hardly ever any, so that the columns of
  /// all tables need not be looked through.
  private var scalarCandidates: Set<String> {
    var candidates: Set<String> = []
    for builder in builders {
      for table in builder.tables.values {
        let type = table.naming.rowType
        let isScalar = builders.contains { $0.facts.relational.scalarTypes.contains(type) }
        if isScalar { candidates.insert(type) }
      }
    }
    return candidates
  }

  private func usedScalars(among candidates: Set<String>) -> Set<String> {
    var used: Set<String> = []
    for builder in builders {
      for table in builder.tables.values {
        for column in table.columns.values where candidates.contains(column.type.graphQLName) {
          used.insert(column.type.graphQLName)
        }
      }
      for name in builder.source.functions.keys {
        for function in builder.facts.relational.functions[name] ?? [] {
          used.formUnion(
            function.arguments.map(\.type.graphQLName).filter(candidates.contains)
          )
        }
      }
    }
    return used
  }

  // MARK: Types of other tables

  /// The table that gives rise to a type of the name of a table's row type, or of the input that
  /// orders its rows.
  private func owner(
    ofNameOf table: TableResolution,
    in builder: SourceBuilder,
    _ owners: [String: TableName]
  ) -> (table: TableName, type: String)? {
    let core = table.naming.rowTypeCore
    for words in Self.generated {
      let suffix = Self.suffix(words, table.naming.convention)
      guard core.hasSuffix(suffix), let name = owners[String(core.dropLast(suffix.count))],
        let other = builder.tables[name], isNeeded(words, of: other, named: name, in: builder)
      else { continue }
      return (name, table.naming.rowType)
    }
    for words in Self.aggregates {
      let suffix = Self.suffix(words, table.naming.convention)
      guard core.hasSuffix(suffix), let name = owners[String(core.dropLast(suffix.count))],
        isList(name, in: builder)
      else { continue }
      return (name, table.naming.typeName(["order", "by"]))
    }
    return nil
  }

  private static func suffix(_ words: [String], _ convention: NamingConvention) -> String {
    switch convention {
    case .hasuraDefault: words.reduce(into: "") { $0 += "_" + $1 }
    case .graphqlDefault: words.reduce(into: "") { $0 += uppercasedFirst($1) }
    }
  }

  /// The types that a table gives rise to by itself.
  private static let generated: [[String]] = [
    ["aggregate"], ["bool", "exp"], ["order", "by"], ["select", "column"], ["enum"],
    ["aggregate", "fields"], ["max", "fields"], ["min", "fields"], ["sum", "fields"],
    ["avg", "fields"], ["insert", "input"], ["mutation", "response"], ["set", "input"],
    ["inc", "input"], ["updates"], ["pk", "columns", "input"], ["constraint"], ["on", "conflict"],
    ["update", "column"],
  ]

  /// The aggregates by which a list of related rows orders: `T_max_order_by`.
  private static let aggregates: [[String]] = [
    ["max"], ["min"], ["sum"], ["avg"], ["stddev"], ["stddev", "pop"], ["stddev", "samp"],
    ["variance"], ["var", "pop"], ["var", "samp"],
  ]

  private func isNeeded(
    _ words: [String],
    of table: TableResolution,
    named name: TableName,
    in builder: SourceBuilder
  ) -> Bool {
    let facts = table.facts
    let hasKey = facts.primaryKey != nil || !facts.uniqueConstraints.isEmpty
    return switch words.joined(separator: "_") {
    case "enum": table.metadata.isEnum
    case "max_fields", "min_fields": table.columns.values.contains { $0.type.isComparable }
    case "sum_fields", "avg_fields": table.columns.values.contains { $0.type.isNumeric }
    case "insert_input": facts.isInsertable
    case "mutation_response": facts.isInsertable || facts.isUpdatable || facts.isDeletable
    case "set_input", "updates": facts.isUpdatable
    case "inc_input": facts.isUpdatable && table.columns.values.contains { $0.type.isNumeric }
    case "pk_columns_input": facts.isUpdatable && facts.primaryKey != nil
    case "constraint", "on_conflict", "update_column": facts.isInsertable && hasKey
    default: true
    }
  }

  /// Whether some relationship leads to rows of the table as a list.
  private func isList(_ table: TableName, in builder: SourceBuilder) -> Bool {
    func isSame(_ other: TableName) -> Bool {
      other.normalized(for: builder.source.kind) == table
    }
    return builder.source.tables.values.contains { owner in
      owner.arrayRelationships.values.contains { relationship in
        switch relationship.using {
        case .remoteForeignKey(let other, _): return isSame(other)
        case .manual(let manual):
          guard case .table(let other) = manual.target else { return false }
          return isSame(other)
        case .foreignKey: return false
        }
      }
    }
  }
}

extension TableNaming {
  /// The name of the row type without what the source's customization puts around it.
  fileprivate var rowTypeCore: String {
    String(rowType.dropFirst(affixes.typePrefix.count).dropLast(affixes.typeSuffix.count))
  }
}
