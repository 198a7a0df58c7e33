package import DovetailMetadata
package import OrderedJSON

/// What a role may do with a table.
package struct TablePermissions: Sendable, Hashable {
  package var select: SelectPermission?
  package var insert: InsertPermission?
  package var update: UpdatePermission?
  package var delete: DeletePermission?

  package init(select: SelectPermission? = nil) {
    self.select = select
  }
}

/// Which rows and columns a role may read.
package struct SelectPermission: Sendable, Hashable {
  /// The visible columns.
  ///
  /// A value is the condition under which the cell shows (inherited roles); `nil` shows it always.
  package var columns: [ColumnName: PermissionFilter?]
  /// Visible scalar computed fields, likewise.
  package var computedFields: [ComputedFieldName: PermissionFilter?]
  package var filter: PermissionFilter
  package var limit: Int?
  package var allowsAggregations: Bool
  /// The root fields that queries have; nil for all.
  package var queryRootFields: Set<RootFieldKind>?
  package var subscriptionRootFields: Set<RootFieldKind>?

  package init(
    columns: [ColumnName: PermissionFilter?],
    computedFields: [ComputedFieldName: PermissionFilter?] = [:],
    filter: PermissionFilter = .always,
    limit: Int? = nil,
    allowsAggregations: Bool = false,
    queryRootFields: Set<RootFieldKind>? = nil,
    subscriptionRootFields: Set<RootFieldKind>? = nil
  ) {
    self.columns = columns
    self.computedFields = computedFields
    self.filter = filter
    self.limit = limit
    self.allowsAggregations = allowsAggregations
    self.queryRootFields = queryRootFields
    self.subscriptionRootFields = subscriptionRootFields
  }
}

/// A boolean expression of a permission, its names resolved.
package indirect enum PermissionFilter: Sendable, Hashable {
  case and([PermissionFilter])
  case or([PermissionFilter])
  case not(PermissionFilter)
  /// `_exists`: any row of a table of the source, not correlated.
  case exists(TableName, PermissionFilter)
  /// Some related row for which the condition holds.
  case relationship(Relationship, PermissionFilter)
  /// Some row that the computed field gives and for which the condition holds.
  case computedRows(ComputedField, of: TableName, PermissionFilter)
  case compare(Value, ComparisonOperator, PermissionOperand)
  case compareColumns(Value, ComparisonOperator, ColumnName, ofRoot: Bool)
  case isNull(Value, Bool)
  /// A boolean that is only known in the session (`_is_null: X-Hasura-…` is refused instead).
  case aggregate(AggregateCondition)

  /// What is compared.
  package enum Value: Sendable, Hashable {
    case column(ColumnName)
    case computed(ComputedField)
    /// The text form of a column (`_cast: {String: …}`), as the given type.
    case cast(ColumnName, ColumnType)
  }

  /// `rel_aggregate: {count: {predicate: …}}`.
  package struct AggregateCondition: Sendable, Hashable {
    package var relationship: Relationship
    package var function: AggregateFunction
    package var arguments: [ColumnName]
    package var isDistinct: Bool
    package var filter: PermissionFilter
    package var comparisons: [Comparison]

    package struct Comparison: Sendable, Hashable {
      package var `operator`: ComparisonOperator
      package var operand: PermissionOperand

      package init(operator: ComparisonOperator, operand: PermissionOperand) {
        self.operator = `operator`
        self.operand = operand
      }
    }

    package init(
      relationship: Relationship,
      function: AggregateFunction,
      arguments: [ColumnName],
      isDistinct: Bool,
      filter: PermissionFilter,
      comparisons: [Comparison]
    ) {
      self.relationship = relationship
      self.function = function
      self.arguments = arguments
      self.isDistinct = isDistinct
      self.filter = filter
      self.comparisons = comparisons
    }
  }

  package static let always = PermissionFilter.and([])

  /// Whether the filter lets every row through by its form.
  package var isAlways: Bool {
    if case .and(let parts) = self { parts.allSatisfy(\.isAlways) } else { false }
  }
}

/// A value in a permission.
package indirect enum PermissionOperand: Sendable, Hashable {
  case literal(JSONValue)
  case session(SessionVariableName)
  case list([PermissionOperand])
  case object([String: PermissionOperand])
  /// An operand of a client's expression, and the keys to it.
  case given(PermissionOperand, at: [String])
}

/// The kinds of root fields that `query_root_fields` and `subscription_root_fields` name.
package enum RootFieldKind: String, Sendable, Hashable, CaseIterable {
  case select
  case selectByPrimaryKey = "select_by_pk"
  case selectAggregate = "select_aggregate"
  case selectStream = "select_stream"
}
