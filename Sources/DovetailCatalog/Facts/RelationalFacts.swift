package import DovetailMetadata

/// What a relational source reports about itself, before metadata selects from it.
///
/// Made by `Source.introspect()`; everything that depends on a kind of database (how types map, how
/// values are written) is decided there, so that the middle of the engine need not ask.
package struct RelationalFacts: Sendable, Equatable {
  /// All tables, views and similar relations that could be tracked, by name.
  package var tables: [TableName: TableFacts]
  /// All functions that could be tracked, by name; overloaded ones have several entries.
  package var functions: [FunctionName: [FunctionFacts]]

  /// The GraphQL names of the database's scalar types.
  package var scalarTypes: Set<String>

  package init(
    tables: [TableName: TableFacts] = [:],
    functions: [FunctionName: [FunctionFacts]] = [:],
    scalarTypes: Set<String> = []
  ) {
    self.tables = tables
    self.functions = functions
    self.scalarTypes = scalarTypes
  }
}

/// A table, view or similar relation as the database describes it.
package struct TableFacts: Sendable, Equatable {
  package var name: TableName
  /// The database's own identity of the relation, which survives renaming; 0 where there is none.
  package var identity: Int64
  package var kind: Kind
  package var comment: String?
  /// The columns in table order.
  package var columns: [ColumnFacts]
  package var primaryKey: KeyConstraint?
  /// Unique constraints, without the primary key.
  package var uniqueConstraints: [KeyConstraint]
  package var foreignKeys: [ForeignKeyFacts]
  /// Which modifications the database accepts on the relation.
  package var isInsertable: Bool
  package var isUpdatable: Bool
  package var isDeletable: Bool

  package enum Kind: String, Sendable {
    case table
    case view
    case materializedView
    case foreignTable
    case partitionedTable
  }

  package init(
    name: TableName,
    identity: Int64 = 0,
    kind: Kind = .table,
    comment: String? = nil,
    columns: [ColumnFacts],
    primaryKey: KeyConstraint? = nil,
    uniqueConstraints: [KeyConstraint] = [],
    foreignKeys: [ForeignKeyFacts] = [],
    isInsertable: Bool = true,
    isUpdatable: Bool = true,
    isDeletable: Bool = true
  ) {
    self.name = name
    self.identity = identity
    self.kind = kind
    self.comment = comment
    self.columns = columns
    self.primaryKey = primaryKey
    self.uniqueConstraints = uniqueConstraints
    self.foreignKeys = foreignKeys
    self.isInsertable = isInsertable
    self.isUpdatable = isUpdatable
    self.isDeletable = isDeletable
  }
}

extension TableFacts {
  /// The columns by which a row is found again: the primary key, unless its parts may be null, as in
  /// SQLite, where several rows have the same key then; empty if there are none.
  package var rowIdentity: [ColumnName] {
    let key = primaryKey?.columns ?? []
    let mayBeNull = columns.contains { $0.isNullable && key.contains($0.name) }
    return mayBeNull ? [] : key
  }
}

/// A column as the database describes it.
package struct ColumnFacts: Sendable, Equatable {
  package var name: ColumnName
  /// The database's own number of the column, which survives renaming.
  package var position: Int
  package var type: ColumnType
  package var isNullable: Bool
  package var hasDefault: Bool
  /// Whether the database computes the value, so that nobody can write it.
  package var isGenerated: Bool
  package var comment: String?

  package init(
    name: ColumnName,
    position: Int,
    type: ColumnType,
    isNullable: Bool,
    hasDefault: Bool = false,
    isGenerated: Bool = false,
    comment: String? = nil
  ) {
    self.name = name
    self.position = position
    self.type = type
    self.isNullable = isNullable
    self.hasDefault = hasDefault
    self.isGenerated = isGenerated
    self.comment = comment
  }
}

/// A primary key or unique constraint.
package struct KeyConstraint: Sendable, Equatable {
  package var name: String
  package var columns: [ColumnName]

  package init(name: String, columns: [ColumnName]) {
    self.name = name
    self.columns = columns
  }
}

/// A foreign key of the table that holds it.
package struct ForeignKeyFacts: Sendable, Equatable {
  package var name: String
  package var referencedTable: TableName
  /// Own column and referenced column, pairwise, in the order of the constraint.
  package var columns: [Pair]

  /// A column of the referencing table and the one that it refers to.
  package struct Pair: Sendable, Hashable {
    package var own: ColumnName
    package var referenced: ColumnName

    package init(own: ColumnName, referenced: ColumnName) {
      self.own = own
      self.referenced = referenced
    }
  }

  package init(name: String, referencedTable: TableName, columns: [Pair]) {
    self.name = name
    self.referencedTable = referencedTable
    self.columns = columns
  }
}

/// A function that may be tracked or compute a field.
package struct FunctionFacts: Sendable, Equatable {
  package var name: FunctionName
  package var identity: Int64
  package var comment: String?
  package var arguments: [Argument]
  package var returns: Returns
  package var volatility: Volatility
  package var isVariadic: Bool

  /// An input argument; unnamed ones have an empty name.
  package struct Argument: Sendable, Equatable {
    package var name: String
    package var type: ColumnType
    package var hasDefault: Bool

    package init(name: String, type: ColumnType, hasDefault: Bool) {
      self.name = name
      self.type = type
      self.hasDefault = hasDefault
    }
  }

  /// What a call yields.
  package enum Returns: Sendable, Equatable {
    case scalar(ColumnType, isSet: Bool)
    /// Rows of a table's row type.
    case rows(of: TableName, isSet: Bool)
  }

  package enum Volatility: String, Sendable {
    case immutable
    case stable
    case volatile
  }

  package init(
    name: FunctionName,
    identity: Int64 = 0,
    comment: String? = nil,
    arguments: [Argument],
    returns: Returns,
    volatility: Volatility,
    isVariadic: Bool = false
  ) {
    self.name = name
    self.identity = identity
    self.comment = comment
    self.arguments = arguments
    self.returns = returns
    self.volatility = volatility
    self.isVariadic = isVariadic
  }
}
