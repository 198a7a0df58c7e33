package import DovetailCatalog
package import DovetailMetadata

/// What a field of a role schema stands for: attached to the field, read by the planner.
package enum FieldMeaning: Sendable {
  // Fields of root types.
  case select(TableView)
  case selectByPrimaryKey(TableView)
  case selectAggregate(TableView)
  /// The rows that a tracked function gives, and aggregates of them.
  case function(TrackedFunction, TableView)
  case functionAggregate(TrackedFunction, TableView)
  /// Rows of a table, or those that a function gives, page by page.
  case connection(TableView)
  case functionConnection(TrackedFunction, TableView)
  /// A row of any table by its global id.
  case node
  /// The rows that a native query gives.
  case nativeQuery(TrackedNativeQuery, TableView)
  /// A change of rows of a table.
  case mutation(MutationMeaning)
  /// The namespace field of a source.
  case namespace(String)
  /// A root field whose result a webhook gives.
  case action(ResolvedAction)
  /// What became of a call of an asynchronous action.
  case actionResult(ResolvedAction)
  /// A root field of a remote schema, by its original name.
  case remoteRoot(RemoteSchemaName, field: String)
  /// The namespace field of a remote schema.
  case remoteNamespace(RemoteSchemaName)
  /// `no_queries_available`.
  case placeholder(String)
  /// `_service` and `_entities` of a federation's subgraph.
  case federationService
  case federationEntities

  // Fields of rows.
  case column(VisibleColumn)
  case relationship(Relationship, TableView)
  case relationshipAggregate(Relationship, TableView)
  case computedScalar(ComputedField, condition: PermissionFilter?)
  case computedRows(ComputedField, TableView)
  /// Rows of a table in another source.
  case remoteTable(RemoteRelationship, RemoteRelationship.TableTarget, TableView)
  case remoteTableAggregate(RemoteRelationship, RemoteRelationship.TableTarget, TableView)
  /// A field of a remote schema.
  case remoteField(RemoteRelationship, ResolvedRemoteField)

  /// Related rows, page by page.
  case relationshipConnection(Relationship, TableView)
  /// The id of a row among all rows of all sources.
  case globalID(TableView)

  // Fields of connections.
  case connectionEdges
  case connectionPageInfo
  case edgeCursor
  case edgeNode
  case pageInfo(PageInfoMember)

  /// The schema as text.
  case federationSDL

  // Fields of aggregates.
  case aggregateFields
  case aggregateNodes
  case aggregateCount
  case aggregateFunction(AggregateFunction)
  case aggregateColumn(VisibleColumn)
  /// A scalar computed field, aggregated.
  case aggregateComputed(ComputedField, condition: PermissionFilter?)

  /// A field of a type of actions.
  case actionOwn
}

/// What an argument or input field of a role schema stands for.
package enum InputMeaning: Sendable {
  case and
  case or
  case not
  case column(VisibleColumn)
  case computed(ComputedField)
  case relationship(Relationship, TableView)
  case relationshipAggregate(Relationship, TableView)
  /// Rows of a table in another source.
  case remoteTable(RemoteRelationship, RemoteRelationship.TableTarget, TableView)
  /// Rows that a computed field without arguments gives, and aggregates of them.
  case computedRows(ComputedField, TableView)
  case computedRowsAggregate(ComputedField, TableView)
  /// One function of an aggregate predicate.
  case aggregateFunction(AggregateFunction)
  case comparison(ComparisonOperator)
  case isNull
  case cast
  /// `count` in an aggregate ordering.
  case aggregateCount
}

/// A column that a role sees.
package struct VisibleColumn: Sendable, Hashable {
  package var column: Column
  /// The condition under which a cell shows; nil for always.
  package var condition: PermissionFilter?

  package init(column: Column, condition: PermissionFilter?) {
    self.column = column
    self.condition = condition
  }

  /// Whether the role may meet a null in it.
  package var isNullable: Bool { column.isNullable || condition != nil }
}
