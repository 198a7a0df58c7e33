import DovetailCatalog
import DovetailPlan
import DovetailSource
import SQLText

extension Translation {
  /// One JSON object of aggregates of rows, and of the rows themselves.
  ///
  /// Aggregates and rows come of the same subselect where they are about the same rows. Where the
  /// role's limit shortens the list of rows, the list is a subselect of its own, so that rows beyond
  /// the limit are counted but not built.
  mutating func aggregate(
    _ selection: AggregateSelection,
    of anchor: Anchor
  ) throws(SourceError) -> DocumentQuery {
    let hasNodes = selection.output.contains(where: \.isNodes)
    let isOnePass =
      hasNodes && selection.hasAggregates && selection.rows.permissionLimit == nil
    var window = window(of: selection.rows)
    window.permissionLimit = nil
    var pass = AggregatePass(
      rows: try chooseRows(selection.rows, at: anchor, window: window, isOrdered: isOnePass),
      isDirect: !isOnePass && !window.isLimiting && selection.rows.distinctOn.isEmpty
        && !selection.needsMean(dialect),
      subselect: newAlias("r"),
      result: newAlias("a")
    )

    var values: [Int: JSONTree] = [:]
    for (index, field) in selection.output.enumerated() {
      switch field.value {
      case .constant(let text): values[index] = .text(text)
      case .aggregate(let fields): values[index] = try aggregateObject(fields, in: &pass)
      case .nodes: break
      }
    }
    // Nodes come last: whether their rows can be aggregated whole depends on the other columns.
    var rules: [String: DocumentShape.Rule] = [:]
    let nodesCount = selection.output.count(where: \.isNodes)
    for (index, field) in selection.output.enumerated() {
      guard case .nodes(let output, let joinKeys) = field.value else { continue }
      let shape: DocumentShape?
      if isOnePass {
        let nodes = try members(output, joinKeys: joinKeys, of: pass.rows.alias)
        values[index] = pass.list(of: nodes.members, isOnly: nodesCount == 1, dialect)
        shape = nodes.shape
      } else {
        var rows = selection.rows
        (rows.output, rows.joinKeys) = (output, joinKeys)
        let document = try list(rows, at: anchor)
        values[index] = .leaf(.init(sql: "(\(document.select))", form: .json))
        shape = document.shape
      }
      if let shape { rules[field.key] = .copy(key: nil, shape) }
    }
    let members = selection.output.enumerated().compactMap { index, field in
      values[index].map { JSONTree.Member(key: field.key, value: $0) }
    }
    return DocumentQuery(
      select: "SELECT \(dialect.json(.object(members)))\(pass.from)",
      shape: rules.isEmpty ? nil : DocumentShape(rules: rules)
    )
  }

  private mutating func aggregateObject(
    _ fields: [AggregateField],
    in pass: inout AggregatePass
  ) throws(SourceError) -> JSONTree {
    var members: [JSONTree.Member] = []
    for field in fields {
      let value: JSONTree
      switch field.value {
      case .constant(let text):
        value = .text(text)
      case .count(let columns, let isDistinct):
        let call = try aggregateCall(.count, columns, isDistinct: isDistinct, in: &pass)
        let column = pass.aggregate(try dialect.aggregate(call))
        value = .leaf(dialect.jsonValue(column, type: .bigint, isStringified: false))
      case .columns(let function, let columns):
        value = try aggregateColumns(function, columns, in: &pass)
      }
      members.append(.init(key: field.key, value: value))
    }
    return .object(members)
  }

  private mutating func aggregateColumns(
    _ function: AggregateFunction,
    _ columns: [AggregateColumn],
    in pass: inout AggregatePass
  ) throws(SourceError) -> JSONTree {
    var members: [JSONTree.Member] = []
    for column in columns {
      let value: JSONTree
      switch column.value {
      case .constant(let text):
        value = .text(text)
      case .column(let reference, let isStringified):
        let call = try aggregateCall(function, [reference], isDistinct: false, in: &pass)
        value = .leaf(
          dialect.jsonValue(
            pass.aggregate(try dialect.aggregate(call)),
            type: function.resultType(of: reference.type),
            isStringified: isStringified
          )
        )
      }
      members.append(.init(key: column.key, value: value))
    }
    return .object(members)
  }

  private mutating func aggregateCall(
    _ function: AggregateFunction,
    _ columns: [ColumnReference],
    isDistinct: Bool,
    in pass: inout AggregatePass
  ) throws(SourceError) -> AggregateCall {
    var call = AggregateCall(
      function: function,
      arguments: [],
      types: columns.map(\.type),
      isDistinct: isDistinct
    )
    for column in columns {
      let value = try value(column, in: Scope(root: pass.rows.alias))
      call.arguments.append(pass.input(value))
      if dialect.needsMean(function) { call.mean = pass.mean(of: value) }
    }
    return call
  }
}

extension AggregateFunction {
  /// The type whose JSON form the aggregate of a column has.
  fileprivate func resultType(of column: ColumnType) -> ColumnType {
    switch self {
    case .max, .min: column
    case .sum: column.isNumeric ? column : .double
    case .boolAnd, .boolOr: .boolean
    case .count: .bigint
    case .avg, .stddev, .stddevPop, .stddevSamp, .varPop, .varSamp, .variance, .corr, .covarSamp:
      .double
    }
  }
}

extension AggregateOutputField {
  fileprivate var isNodes: Bool {
    if case .nodes = value { true } else { false }
  }
}

extension AggregateSelection {
  /// Whether any aggregate function is called.
  fileprivate var hasAggregates: Bool {
    aggregateFields.contains { field in
      switch field.value {
      case .constant: false
      case .count: true
      case .columns(_, let columns): columns.contains { $0.value.isColumn }
      }
    }
  }

  fileprivate func needsMean(_ dialect: any SQLDialect) -> Bool {
    aggregateFields.contains { field in
      if case .columns(let function, _) = field.value { dialect.needsMean(function) } else { false }
    }
  }

  private var aggregateFields: [AggregateField] {
    output.flatMap { field -> [AggregateField] in
      if case .aggregate(let fields) = field.value { fields } else { [] }
    }
  }
}

extension AggregateColumn.Value {
  fileprivate var isColumn: Bool {
    if case .column = self { true } else { false }
  }
}
