package import DovetailCatalog
package import DovetailMetadata
package import GraphQLLanguage

/// What a type of a role schema is made of, from which it can be derived when somebody asks.
package enum TypeKey: Sendable, Hashable {
  case root(OperationKind)
  /// The object type behind the namespace field of a source.
  case namespace(String, OperationKind)
  case scalar(String)

  case row(TableID)
  case aggregate(TableID)
  case aggregateFields(TableID)
  case aggregateFunctionFields(TableID, AggregateFunction)
  case selectColumn(TableID)
  case enumTable(TableID)
  /// The `args` of a computed field.
  case computedArguments(TableID, ComputedFieldName)
  /// The `args` of a tracked function.
  case functionArguments(SourceName, FunctionName)

  /// The `args` of a native query.
  case nativeQueryArguments(SourceName, String)

  case boolExp(TableID)
  case aggregateBoolExp(TableID)
  case aggregateBoolExpFunction(TableID, AggregateFunction)
  case aggregateBoolExpColumns(TableID, AggregateFunction)
  case aggregateBoolExpPair(TableID, AggregateFunction)
  case comparison(ComparisonSubject)
  case cast(ComparisonSubject)
  case spatialDistance(isGeography: Bool, NamingConvention)
  case rasterBandGeometry(bandFirst: Bool, NamingConvention)

  case orderBy(TableID)
  case aggregateOrderBy(TableID)
  case aggregateFunctionOrderBy(TableID, AggregateFunction)
  case orderDirection(NamingConvention)

  case mutationResponse(TableID)
  case insertInput(TableID)
  /// The row that an object relationship of a new row refers to.
  case parentInsertInput(TableID)
  /// The rows that an array relationship of a new row refers to.
  case childrenInsertInput(TableID)
  case onConflict(TableID)
  case constraint(TableID)
  case updateColumn(TableID)
  case updateOperator(TableID, UpdateOperator)
  case primaryKeyColumns(TableID)
  case updates(TableID)

  /// A type of actions.
  case custom(String)
  /// What became of a call of an asynchronous action.
  case actionResult(ActionName)

  /// A page of rows, and one of them.
  case connection(TableID)
  case edge(TableID)
  case pageInfo
  case node
  /// `_Service` and `_Entity` of a federation's subgraph.
  case federationService
  case federationEntity

  /// A type of a remote schema, by its name as clients see it.
  case remote(RemoteSchemaName, String)
  /// The namespace type of a remote schema.
  case remoteNamespace(RemoteSchemaName, OperationKind)
  /// An input type that a remote relationship has reduced, by name.
  case reducedInput(RemoteSchemaName, String)
}

extension TypeKey {
  /// Whether the type comes from a remote schema as it is.
  var isRemote: Bool {
    if case .remote = self { true } else { false }
  }
}

/// A table, or the row type of native queries, among all sources.
package struct TableID: Sendable, Hashable {
  package var source: SourceName
  package var table: TableName
  /// Whether the name is that of a logical model, which a table may have, too.
  package var isLogicalModel: Bool

  package init(source: SourceName, table: TableName, isLogicalModel: Bool = false) {
    self.source = source
    self.table = table
    self.isLogicalModel = isLogicalModel
  }
}

/// What a comparison input compares: all columns with equal subjects share one input type.
package struct ComparisonSubject: Sendable, Hashable {
  /// The GraphQL scalar, or the enum type of an enum table.
  package var scalar: String
  package var category: ColumnType.Category
  package var isArray: Bool
  package var enumTable: TableID?
  package var convention: NamingConvention
  /// Distinguishes kinds of sources whose operators differ (`SQLite`); empty for PostgreSQL.
  package var infix: String
}
