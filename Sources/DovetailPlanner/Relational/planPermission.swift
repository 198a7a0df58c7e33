import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailSchema
import OrderedCollections
import OrderedJSON

extension OperationPlanning {
  /// The condition under which the role sees a row of the table.
  func permission(of view: TableView) throws(PlannerError) -> Predicate {
    permissionPredicate(view.filter, on: view.table, in: view.source)
  }

  /// A permission's filter as a predicate on rows of the table.
  func permissionPredicate(
    _ filter: PermissionFilter,
    on table: Table,
    in source: SourceCatalog
  ) -> Predicate {
    PermissionTranslation(source: source, root: table).predicate(filter, on: table)
  }
}

/// Turns permission filters into predicates.
///
/// `_eq` and `_neq` on nullable columns are null-safe here, unlike in clients' filters, and the
/// filters of related tables are not added (contract 04 §2, 05 §5).
struct PermissionTranslation {
  let source: SourceCatalog
  let root: Table
  /// Whether the expression is a client's: compared as SQL does.
  var isClients = false
  /// Where a client's expression stands in the request.
  var clientPath = "$"
  /// The keys of a place in the client's expression as paths of errors have them.
  var clientPlace: ([String]) -> [String] = { $0 }
  /// The role's filter on rows of other tables, for clients' expressions.
  var permissionOnRelated: ((TableName) -> Predicate)?

  init(source: SourceCatalog, root: Table) {
    self.source = source
    self.root = root
  }

  func predicate(_ filter: PermissionFilter, on table: Table) -> Predicate {
    switch filter {
    case .and(let parts): .all(parts.map { predicate($0, on: table) })
    case .or(let parts): .or(parts.map { predicate($0, on: table) })
    case .not(let part): .not(predicate(part, on: table))
    case .exists(let name, let inner):
      exists(.table(name), of: name, .none, inner)
    case .relationship(let relationship, let inner):
      related(relationship, inner)
    case .computedRows(let computed, let name, let inner):
      exists(
        .function(plainCall(of: computed, path: clientPath)),
        of: name,
        .none,
        inner,
        existence: computed.existence(of:)
      )
    case .compare(let value, let comparison, let operand):
      compare(reference(value, on: table), comparison, operand)
    case .compareColumns(let value, let comparison, let other, let ofRoot):
      compareColumns(reference(value, on: table), comparison, other, ofRoot: ofRoot, on: table)
    case .isNull(let value, let isNull):
      .isNull(reference(value, on: table), isNull)
    case .aggregate(let condition):
      aggregate(condition)
    }
  }

  private func related(_ relationship: Relationship, _ inner: PermissionFilter) -> Predicate {
    guard let target = source.rowType(of: relationship.target) else { return .never }
    return .exists(
      Exists(
        relation: relatedRows(of: relationship, to: target, in: source),
        correlation: correlation(of: relationship),
        permission: relationship.target.table.flatMap { permissionOnRelated?($0) } ?? .always,
        filter: predicate(inner, on: target)
      )
    )
  }

  private func exists(
    _ relation: Relation,
    of name: TableName,
    _ correlation: Correlation,
    _ inner: PermissionFilter,
    existence: (Table) -> Predicate = { _ in .always }
  ) -> Predicate {
    guard let target = source.tables[name] else { return .never }
    return .exists(
      Exists(
        relation: relation,
        correlation: correlation,
        permission: .all([permissionOnRelated?(name) ?? .always, existence(target)]),
        filter: predicate(inner, on: target)
      )
    )
  }

  private func correlation(of relationship: Relationship) -> Correlation {
    Correlation(relationship.pairs.map { Correlation.Pair(outer: $0.own, inner: $0.target) })
  }

  private func compare(
    _ reference: ColumnReference,
    _ comparison: ComparisonOperator,
    _ operand: PermissionOperand
  ) -> Predicate {
    var path = "$"
    if case .given(_, let keys) = operand { path = keyPath(from: clientPath, clientPlace(keys)) }
    return .compare(
      reference,
      nullSafe(comparison, isNullable: reference.isNullable),
      Parameter(self.operand(operand), type: reference.type, path: path)
    )
  }

  private func nullSafe(
    _ comparison: ComparisonOperator,
    isNullable: Bool
  ) -> ComparisonOperator {
    guard isNullable, !isClients else { return comparison }
    return switch comparison {
    case .equal: .isNotDistinct
    case .notEqual: .isDistinct
    default: comparison
    }
  }

  private func compareColumns(
    _ reference: ColumnReference,
    _ comparison: ComparisonOperator,
    _ other: ColumnName,
    ofRoot: Bool,
    on table: Table
  ) -> Predicate {
    let owner = ofRoot ? root : table
    let scope: ColumnReference.Scope = ofRoot ? .root : .current
    guard let column = owner.facts.columns.first(where: { $0.name == other }) else {
      return .never
    }
    return .compareColumns(
      reference,
      comparison,
      ColumnReference(other, type: column.type, isNullable: column.isNullable, scope: scope)
    )
  }

  private func reference(_ value: PermissionFilter.Value, on table: Table) -> ColumnReference {
    switch value {
    case .column(let name):
      return columnReference(name, on: table)
    case .cast(let name, let type):
      let column = columnReference(name, on: table)
      return ColumnReference(
        source: .cast(column),
        type: type,
        isNullable: column.isNullable
      )
    case .computed(let computed):
      let call = plainCall(of: computed, path: "$")
      guard case .scalar(let type) = computed.result else {
        return ColumnReference(source: .function(call), type: .castTarget(.text), isNullable: true)
      }
      return ColumnReference(source: .function(call), type: type, isNullable: true)
    }
  }

  private func columnReference(_ name: ColumnName, on table: Table) -> ColumnReference {
    let column = table.facts.columns.first { $0.name == name }
    return ColumnReference(
      name,
      type: column?.type ?? .castTarget(.text),
      isNullable: column?.isNullable ?? true
    )
  }

  private func operand(_ operand: PermissionOperand) -> Operand {
    switch operand {
    case .literal(let value): .constant(value)
    case .session(let name): .session(name)
    case .given(let operand, at: _): self.operand(operand)
    case .list(let items): .list(items.map(self.operand))
    case .object(let members):
      .object(
        members.sorted { $0.key < $1.key }.map {
          Operand.Member(name: $0.key, value: self.operand($0.value))
        }
      )
    }
  }

  private func aggregate(_ condition: PermissionFilter.AggregateCondition) -> Predicate {
    guard let target = source.rowType(of: condition.relationship.target) else { return .never }
    let type: ColumnType =
      switch condition.function {
      case .count: .aggregateCount
      case .boolAnd, .boolOr: .aggregateBoolean
      default: .aggregateNumber
      }
    return .aggregate(
      AggregatePredicate(
        relation: .table(target.name),
        correlation: correlation(of: condition.relationship),
        permission: permissionOnRelated?(target.name) ?? .always,
        function: condition.function,
        arguments: condition.arguments.map { columnReference($0, on: target) },
        isDistinct: condition.isDistinct,
        filter: predicate(condition.filter, on: target),
        comparisons: condition.comparisons.map {
          .compare($0.operator, Parameter(operand($0.operand), type: type, path: "$"))
        }
      )
    )
  }
}

/// A JSONPath continued by keys and, where they are numbers, indices.
func keyPath(from path: String, _ keys: [String]) -> String {
  keys.reduce(path) { path, key in
    Int(key) != nil ? path + "[\(key)]" : path + pathComponent(key)
  }
}
