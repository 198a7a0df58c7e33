import DovetailCatalog
import DovetailPlan
import DovetailSchema
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections
import OrderedJSON

extension OperationPlanning {
  /// A client's `T_bool_exp` (contract 04 §2).
  func planBooleanExpression(
    _ value: GivenValue,
    _ view: TableView,
    path: String,
    depth: Int
  ) throws(PlannerError) -> Predicate {
    try checkDepth(depth, path)
    let typeName = schema.nameOfBooleanExpression(view)
    var parts: [Predicate] = []
    for member in try reader.object(value, typeName: typeName, path: path) {
      guard let meaning = member.definition.attachment as? InputMeaning else { continue }
      if member.value.isNull {
        if schema.catalog.options.collapsesBooleanNulls { continue }
        throw nullError(member)
      }
      parts.append(try planCondition(member, meaning, view, typeName, depth: depth))
    }
    return .all(parts)
  }

  private func nullError(_ member: InputReader.Member) -> PlannerError {
    let type = member.definition.type
    if case .list = type.nullable {
      return PlannerError(message: "expected a list, but found null", path: member.path)
    }
    return PlannerError(
      message: "expected an object for type '\(type.namedType)', but found null",
      path: member.path
    )
  }

  private func checkDepth(_ depth: Int, _ path: String) throws(PlannerError) {
    guard depth < reader.limits.inputDepth else {
      throw PlannerError(
        message: "the value is nested more than \(reader.limits.inputDepth) levels deep",
        path: path
      )
    }
  }

  private func planCondition(
    _ member: InputReader.Member,
    _ meaning: InputMeaning,
    _ view: TableView,
    _ typeName: String,
    depth: Int
  ) throws(PlannerError) -> Predicate {
    switch meaning {
    case .and:
      return .all(try planList(member, view, typeName, depth: depth))
    case .or:
      return .or(try planList(member, view, typeName, depth: depth))
    case .not:
      return .not(
        try planBooleanExpression(member.value, view, path: member.path, depth: depth + 1)
      )
    case .column(let visible):
      return try planComparison(
        member,
        on: reference(to: visible, in: view),
        column: visible.column,
        view,
        depth: depth
      )
    case .computed(let computed):
      return try planComparison(
        member,
        on: try computedReference(computed, in: view, path: member.path),
        column: nil,
        view,
        depth: depth
      )
    case .relationship(let relationship, let target):
      let filter = try planBooleanExpression(
        member.value,
        target,
        path: member.path,
        depth: depth + 1
      )
      return .exists(
        Exists(
          relation: plainRelation(of: relationship, to: target.table, from: view),
          correlation: correlation(of: relationship),
          permission: try permission(of: target),
          filter: filter
        )
      )
    case .computedRows(let computed, let target):
      let filter = try planBooleanExpression(
        member.value,
        target,
        path: member.path,
        depth: depth + 1
      )
      return .exists(
        Exists(
          relation: .function(plainCall(of: computed, path: member.path)),
          correlation: .none,
          permission: .all([try permission(of: target), computed.existence(of: target.table)]),
          filter: filter
        )
      )
    case .remoteTable(let relationship, let target, let targetView):
      return try planPrefetchedCondition(
        member,
        relationship,
        target,
        targetView,
        view,
        depth: depth
      )
    case .relationshipAggregate(let relationship, let target):
      return try planAggregatePredicate(member, relationship, target, depth: depth)
    default:
      throw PlannerError(
        code: .unexpected,
        message: "'\(member.definition.name)' is not a condition",
        path: member.path
      )
    }
  }

  private func planList(
    _ member: InputReader.Member,
    _ view: TableView,
    _ typeName: String,
    depth: Int
  ) throws(PlannerError) -> [Predicate] {
    var parts: [Predicate] = []
    for item in try reader.list(
      member.value,
      itemType: .nonNull(.named(Name(typeName))),
      path: member.path
    ) {
      parts.append(
        try planBooleanExpression(item.value, view, path: item.path, depth: depth + 1)
      )
    }
    return parts
  }

  /// A computed field without client arguments as a value.
  func computedReference(
    _ computed: ComputedField,
    in view: TableView,
    path: String
  ) throws(PlannerError) -> ColumnReference {
    guard case .scalar(let type) = computed.result else {
      throw PlannerError(
        code: .unexpected,
        message: "'\(computed.name)' gives rows, not a value",
        path: path
      )
    }
    let call = plainCall(of: computed, path: path)
    let condition = view.computedFields?[computed.name] ?? nil
    return ColumnReference(
      source: source(of: call, where: condition, in: view),
      type: type,
      isNullable: true
    )
  }

  // MARK: Comparisons

  private func planComparison(
    _ member: InputReader.Member,
    on reference: ColumnReference,
    column: Column?,
    _ view: TableView,
    depth: Int
  ) throws(PlannerError) -> Predicate {
    try checkDepth(depth, member.path)
    let typeName = member.definition.type.namedType
    var parts: [Predicate] = []
    for inner in try reader.object(member.value, typeName: typeName, path: member.path) {
      if inner.value.isNull {
        if schema.catalog.options.collapsesBooleanNulls { continue }
        throw operandNullError(inner)
      }
      switch inner.definition.attachment as? InputMeaning {
      case .isNull:
        parts.append(.isNull(reference, try reader.boolean(inner.value, path: inner.path)))
      case .comparison(let comparison):
        let operand = try comparisonOperand(inner, comparison, column, view)
        parts.append(
          .compare(
            reference,
            comparison,
            Parameter(operand, type: reference.type, path: inner.path)
          )
        )
      case .cast:
        parts.append(try planCast(inner, of: reference, view, depth: depth))
      default:
        throw PlannerError(
          code: .unexpected,
          message: "'\(inner.definition.name)' is not an operator",
          path: inner.path
        )
      }
    }
    return .all(parts)
  }

  private func operandNullError(_ member: InputReader.Member) -> PlannerError {
    if case .list = member.definition.type.nullable {
      return PlannerError(message: "expected a list, but found null", path: member.path)
    }
    return PlannerError(
      message: "unexpected null value for type '\(member.definition.type.namedType)'",
      path: member.path
    )
  }

  private func comparisonOperand(
    _ member: InputReader.Member,
    _ comparison: ComparisonOperator,
    _ column: Column?,
    _ view: TableView
  ) throws(PlannerError) -> Operand {
    if let column, column.enumTable != nil {
      return try columnOperand(member.value, column, in: view, path: member.path)
    }
    try reader.checkItems(of: member.value, member.definition.type, path: member.path)
    if case .list(let item) = member.definition.type.nullable, !isArrayOperand(comparison) {
      // The items stay values of the request.
      if case .literal(.list) = member.value {
        var items: [Operand] = []
        for given in try reader.list(member.value, itemType: item, path: member.path) {
          items.append(try reader.operand(given.value, path: given.path))
        }
        return listOperand(items)
      }
    }
    if case .inputObject? = schema.type(named: member.definition.type.namedType)?.kind {
      return try objectOperand(member)
    }
    return try reader.operand(member.value, path: member.path)
  }

  private func isArrayOperand(_ comparison: ComparisonOperator) -> Bool {
    switch comparison {
    case .contains, .containedIn: true
    default: false
    }
  }

  private func listOperand(_ items: [Operand]) -> Operand {
    var values: [JSONValue] = []
    for item in items {
      guard case .constant(let value) = item else { return .list(items) }
      values.append(value)
    }
    return .constant(.array(values))
  }

  /// Operands that are input objects of our own (`_st_d_within`): checked, defaults filled in.
  private func objectOperand(_ member: InputReader.Member) throws(PlannerError) -> Operand {
    let typeName = member.definition.type.namedType
    var members: [Operand.Member] = []
    for inner in try reader.object(member.value, typeName: typeName, path: member.path) {
      members.append(
        Operand.Member(
          name: inner.definition.name,
          value: try reader.operand(inner.value, path: inner.path)
        )
      )
    }
    for definition in schema.type(named: typeName)?.inputFields.values.elements ?? [] {
      guard let value = definition.defaultValue,
        !members.contains(where: { $0.name == definition.name })
      else { continue }
      members.append(
        Operand.Member(name: definition.name, value: .constant(constantJSON(of: value)))
      )
    }
    return .object(members)
  }

  /// An operand for a column; a value of an enum table must be one of the table's.
  func columnOperand(
    _ value: GivenValue,
    _ column: Column,
    in view: TableView,
    path: String
  ) throws(PlannerError) -> Operand {
    guard let table = column.enumTable else { return try reader.operand(value, path: path) }
    let typeName = schema.nameOfEnum(TableID(source: view.source.name, table: table))
    if case .literal(.list(let items, _)) = value {
      return try enumList(value, count: items.count, typeName, path)
    }
    if case .json(.array(let items), _) = value {
      return try enumList(value, count: items.count, typeName, path)
    }
    return .constant(try enumConstant(value, typeName, path))
  }

  private func enumList(
    _ value: GivenValue,
    count: Int,
    _ typeName: String,
    _ path: String
  ) throws(PlannerError) -> Operand {
    var values: [JSONValue] = []
    for item in try reader.list(
      value,
      itemType: .nonNull(.named(Name(typeName))),
      path: path
    ) {
      values.append(try enumConstant(item.value, typeName, item.path))
    }
    // The list is part of the plan, so its length must be part of what the plan depends on.
    if case .json(_, let reference) = value { variables.inspect(reference) }
    return .constant(.array(values))
  }

  private func enumConstant(
    _ value: GivenValue,
    _ typeName: String,
    _ path: String
  ) throws(PlannerError) -> JSONValue {
    let known = try reader.enumValue(value, typeName: typeName, path: path)
    return .string(known.attachment as? String ?? known.name)
  }

  private func planCast(
    _ member: InputReader.Member,
    of reference: ColumnReference,
    _ view: TableView,
    depth: Int
  ) throws(PlannerError) -> Predicate {
    let typeName = member.definition.type.namedType
    var parts: [Predicate] = []
    for target in try reader.object(member.value, typeName: typeName, path: member.path) {
      guard let category = target.definition.attachment as? ColumnType.Category else { continue }
      let cast = ColumnReference(
        source: .cast(reference),
        type: .castTarget(category),
        isNullable: reference.isNullable
      )
      if target.value.isNull { throw nullError(target) }
      parts.append(try planComparison(target, on: cast, column: nil, view, depth: depth + 1))
    }
    return .all(parts)
  }
}

extension ColumnType {
  /// The type that `_cast` casts to.
  static func castTarget(_ category: Category) -> ColumnType {
    switch category {
    case .geometry:
      ColumnType(
        sqlName: "geometry",
        name: "geometry",
        graphQLName: "geometry",
        category: .geometry,
        wireForm: .convertedToJSON
      )
    case .geography:
      ColumnType(
        sqlName: "geography",
        name: "geography",
        graphQLName: "geography",
        category: .geography,
        wireForm: .convertedToJSON
      )
    default:
      ColumnType(
        sqlName: "text",
        name: "text",
        graphQLName: "String",
        category: .text,
        wireForm: .text
      )
    }
  }
}
