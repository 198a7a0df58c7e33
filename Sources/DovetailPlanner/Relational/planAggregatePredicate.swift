import DovetailCatalog
import DovetailPlan
import DovetailSchema
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections

extension OperationPlanning {
  /// `articles_aggregate: {count: {filter: {…}, predicate: {_gt: 1}}}`.
  func planAggregatePredicate(
    _ member: InputReader.Member,
    _ relationship: Relationship,
    _ target: TableView,
    depth: Int
  ) throws(PlannerError) -> Predicate {
    let typeName = member.definition.type.namedType
    let functions = try reader.object(member.value, typeName: typeName, path: member.path)
    guard functions.count == 1, let given = functions.first,
      case .aggregateFunction(let function)? = given.definition.attachment as? InputMeaning
    else {
      throw PlannerError(
        message: "exactly one predicate should be specified",
        path: member.path
      )
    }
    if given.value.isNull {
      throw PlannerError(
        message: "expected an object for type '\(given.definition.type.namedType)', "
          + "but found null",
        path: given.path
      )
    }
    var predicate = AggregatePredicate(
      relation: .table(target.table.name),
      correlation: correlation(of: relationship),
      permission: try permission(of: target),
      function: function,
      arguments: [],
      isDistinct: false,
      filter: .always,
      comparisons: []
    )
    for part in try reader.object(
      given.value,
      typeName: given.definition.type.namedType,
      path: given.path
    )
    where !part.value.isNull {
      switch part.definition.name {
      case "arguments":
        predicate.arguments = try planPredicateArguments(part, function, target)
      case "distinct":
        predicate.isDistinct = try reader.boolean(part.value, path: part.path)
      case "filter":
        predicate.filter = try planBooleanExpression(
          part.value,
          target,
          path: part.path,
          depth: depth + 1
        )
      default:
        predicate.comparisons = try planPredicateComparisons(part, function)
      }
    }
    return .aggregate(predicate)
  }

  private func planPredicateArguments(
    _ part: InputReader.Member,
    _ function: AggregateFunction,
    _ target: TableView
  ) throws(PlannerError) -> [ColumnReference] {
    switch function {
    case .corr, .covarSamp:
      var columns: [ColumnReference] = []
      for member in try reader.object(
        part.value,
        typeName: part.definition.type.namedType,
        path: part.path
      ).sorted(by: { $0.definition.name < $1.definition.name }) {
        columns += try planColumnList(member, target)
      }
      return columns
    default:
      return try planColumnList(part, target)
    }
  }

  private func planPredicateComparisons(
    _ part: InputReader.Member,
    _ function: AggregateFunction
  ) throws(PlannerError) -> [AggregatePredicate.Comparison] {
    let type: ColumnType =
      switch function {
      case .count: .aggregateCount
      case .boolAnd, .boolOr: .aggregateBoolean
      default: .aggregateNumber
      }
    var comparisons: [AggregatePredicate.Comparison] = []
    for inner in try reader.object(
      part.value,
      typeName: part.definition.type.namedType,
      path: part.path
    ) {
      if inner.value.isNull {
        throw PlannerError(
          message: "unexpected null value for type '\(inner.definition.type.namedType)'",
          path: inner.path
        )
      }
      switch inner.definition.attachment as? InputMeaning {
      case .isNull:
        comparisons.append(.isNull(try reader.boolean(inner.value, path: inner.path)))
      case .comparison(let comparison):
        let operand = try reader.operand(inner.value, path: inner.path)
        comparisons.append(
          .compare(comparison, Parameter(operand, type: type, path: inner.path))
        )
      default:
        continue
      }
    }
    return comparisons
  }
}

extension ColumnType {
  static let aggregateCount = ColumnType(
    sqlName: "bigint",
    name: "int8",
    graphQLName: "Int",
    category: .int,
    wireForm: .number
  )
  static let aggregateBoolean = ColumnType(
    sqlName: "boolean",
    name: "bool",
    graphQLName: "Boolean",
    category: .boolean,
    wireForm: .boolean
  )
  static let aggregateNumber = ColumnType(
    sqlName: "double precision",
    name: "float8",
    graphQLName: "float8",
    category: .double,
    wireForm: .number
  )
}
