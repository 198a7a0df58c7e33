import DovetailMetadata
import OrderedCollections
import OrderedJSON

/// Reads boolean expressions of permissions (contract 05 §5) against the tables of a source.
struct PermissionParser<Subject: ConditionSubject> {
  let tables: OrderedDictionary<TableName, Subject>
  let kind: SourceKindName
  /// The row types of native queries.
  let models: OrderedDictionary<String, Subject>
  let nativeQueries: OrderedDictionary<String, TrackedNativeQuery>
  /// Whether texts that are names of session variables mean these variables.
  var readsSession = true
  /// Notes the tables to which expressions lead.
  var visits: TableVisits?
  /// The table on which the whole expression stands, whose columns `["$", "column"]` names.
  private var root: Subject?
  /// How deep expressions may be nested.
  private let depthLimit = 64

  init(
    tables: OrderedDictionary<TableName, Subject>,
    kind: SourceKindName,
    models: OrderedDictionary<String, Subject> = [:],
    nativeQueries: OrderedDictionary<String, TrackedNativeQuery> = [:]
  ) {
    self.tables = tables
    self.kind = kind
    self.models = models
    self.nativeQueries = nativeQueries
  }

  /// The filter that the expression means for rows of the table.
  func parse(
    _ expression: JSONValue,
    on table: Subject
  ) throws(ResolutionError) -> PermissionFilter {
    var parser = self
    parser.root = table
    return try parser.parse(expression, on: table, path: [])
  }

  private func parse(
    _ expression: JSONValue,
    on table: Subject,
    path: [String]
  ) throws(ResolutionError) -> PermissionFilter {
    guard path.count < depthLimit else {
      throw ResolutionError(.notSupported, "the expression is nested too deeply", path: path)
    }
    guard case .object(let members) = expression else {
      throw ResolutionError(
        .parseFailed,
        "expected Object, but encountered \(typeText(expression))",
        path: path
      )
    }
    var parts: [PermissionFilter] = []
    for (key, value) in members {
      parts.append(try parseMember(key, value, on: table, path: path + [key]))
    }
    return parts.count == 1 ? parts[0] : .and(parts)
  }

  private func parseMember(
    _ key: String,
    _ value: JSONValue,
    on table: Subject,
    path: [String]
  ) throws(ResolutionError) -> PermissionFilter {
    switch operatorName(key) {
    case "_and":
      return .and(try parseList(value, on: table, path: path))
    case "_or":
      return .or(try parseList(value, on: table, path: path))
    case "_not":
      return .not(try parse(value, on: table, path: path))
    case "_exists":
      return try parseExists(value, path: path)
    default:
      return try parseField(key, value, on: table, path: path)
    }
  }

  private func parseList(
    _ value: JSONValue,
    on table: Subject,
    path: [String]
  ) throws(ResolutionError) -> [PermissionFilter] {
    guard case .array(let items) = value else {
      throw ResolutionError(
        .parseFailed,
        "parsing [] failed, expected Array, but encountered \(typeText(value))",
        path: path
      )
    }
    var parts: [PermissionFilter] = []
    for (index, item) in items.enumerated() {
      parts.append(try parse(item, on: table, path: path + [String(index)]))
    }
    return parts
  }

  private func parseExists(
    _ value: JSONValue,
    path: [String]
  ) throws(ResolutionError) -> PermissionFilter {
    guard let named = value["_table"], let inner = value["_where"] else {
      throw ResolutionError(
        .parseFailed,
        "_exists needs the keys \"_table\" and \"_where\"",
        path: path
      )
    }
    let name: TableName
    switch named {
    case .string(let text): name = TableName(schema: kind.defaultSchema, name: text)
    case .object(let members):
      guard let table = members["name"]?.stringValue else {
        throw ResolutionError(.parseFailed, "key \"name\" not found", path: path + ["_table"])
      }
      name = TableName(
        schema: members["schema"]?.stringValue ?? kind.defaultSchema,
        name: table
      )
    default:
      throw ResolutionError(
        .parseFailed,
        "a table is a string or an object",
        path: path + ["_table"]
      )
    }
    guard let target = visited(name) else {
      throw ResolutionError(
        .notExists,
        "table \"\(name)\" is not tracked",
        path: path + ["_table"]
      )
    }
    return .exists(name, try parse(inner, on: target, path: path + ["_where"]))
  }

  private func parseField(
    _ key: String,
    _ value: JSONValue,
    on table: Subject,
    path: [String]
  ) throws(ResolutionError) -> PermissionFilter {
    let column = ColumnName(key)
    if let facts = table.facts.columns.first(where: { $0.name == column }) {
      return try parseComparison(
        value,
        on: .column(column),
        type: facts.type,
        of: table,
        path: path
      )
    }
    if let relationship = table.relationships[RelationshipName(key)] {
      let target = try subject(of: relationship, path: path)
      return .relationship(relationship, try parse(value, on: target, path: path))
    }
    if key.hasSuffix("_aggregate"),
      let relationship = table.relationships[RelationshipName(String(key.dropLast(10)))],
      relationship.kind == .array
    {
      return try parseAggregate(value, relationship, path: path)
    }
    if let field = table.computedFields[ComputedFieldName(key)] {
      return try parseComputed(value, field, of: table, path: path)
    }
    if table.hasRemoteRelationship(RelationshipName(key)) {
      throw ResolutionError(
        .notSupported,
        "remote field \"\(key)\" unsupported: permissions cannot reach across sources",
        path: path
      )
    }
    throw ResolutionError(.notExists, "\"\(key)\" does not exist", path: path)
  }

  private func visited(_ name: TableName) -> Subject? {
    visits?.note(name)
    return tables[name]
  }

  /// The rows at the other end of a relationship.
  private func subject(
    of relationship: Relationship,
    path: [String]
  ) throws(ResolutionError) -> Subject {
    let subject: Subject?
    switch relationship.target {
    case .table(let name): subject = visited(name)
    case .nested(_, let model):
      visits?.noteModel()
      subject = models[model]
    case .nativeQuery(let name):
      visits?.noteModel()
      let query = nativeQueries[name]
      guard query?.arguments.isEmpty ?? true else {
        throw ResolutionError(
          .notSupported,
          "the native query \"\(name)\" has arguments and cannot be used here",
          path: path
        )
      }
      subject = query.flatMap { models[$0.model] }
    }
    guard let subject else {
      throw ResolutionError(.notExists, "\"\(relationship.name)\" does not exist", path: path)
    }
    return subject
  }

  private func parseComputed(
    _ value: JSONValue,
    _ field: ComputedField,
    of table: Subject,
    path: [String]
  ) throws(ResolutionError) -> PermissionFilter {
    guard field.clientArguments.isEmpty else {
      throw ResolutionError(
        .notSupported,
        "the computed field \"\(field.name)\" has arguments and cannot be used here",
        path: path
      )
    }
    switch field.result {
    case .scalar(let type):
      return try parseComparison(value, on: .computed(field), type: type, of: table, path: path)
    case .rows(let name, _):
      guard let target = visited(name) else {
        throw ResolutionError(.notExists, "\"\(field.name)\" does not exist", path: path)
      }
      return .computedRows(field, of: name, try parse(value, on: target, path: path))
    }
  }

  // MARK: Comparisons

  private func parseComparison(
    _ value: JSONValue,
    on subject: PermissionFilter.Value,
    type: ColumnType,
    of table: Subject,
    path: [String]
  ) throws(ResolutionError) -> PermissionFilter {
    guard case .object(let operators) = value else {
      // `{"id": "X-Hasura-User-Id"}` is short for `_eq`.
      try checkLiteral(value, for: .equal, type, path: path)
      let operand = operand(value)
      return .compare(subject, .equal, readsSession ? operand : .given(operand, at: path))
    }
    var parts: [PermissionFilter] = []
    for (key, operandValue) in operators {
      parts.append(
        try parseOperator(
          key,
          operandValue,
          on: subject,
          type: type,
          of: table,
          path: path + [key]
        )
      )
    }
    return parts.count == 1 ? parts[0] : .and(parts)
  }

  private func parseOperator(
    _ key: String,
    _ value: JSONValue,
    on subject: PermissionFilter.Value,
    type: ColumnType,
    of table: Subject,
    path: [String]
  ) throws(ResolutionError) -> PermissionFilter {
    let name = operatorName(key)
    switch name {
    case "_is_null":
      guard let isNull = value.boolValue else {
        throw ResolutionError(.parseFailed, "expected a Boolean for _is_null", path: path)
      }
      return .isNull(subject, isNull)
    case "_cast":
      return try parseCast(value, on: subject, of: table, path: path)
    default:
      if let comparison = columnComparisons[name] {
        return try parseColumnComparison(
          value,
          comparison,
          on: subject,
          type: type,
          of: table,
          path: path
        )
      }
      let canonical = operatorAliases[name] ?? name
      guard let comparison = ComparisonOperator(rawValue: canonical),
        comparison != .isDistinct, comparison != .isNotDistinct
      else {
        throw ResolutionError(.unexpectedPayload, "Unknown operator: \(key)", path: path)
      }
      if value.isNull {
        throw ResolutionError(
          .parseFailed,
          "unexpected null for the operator \(key)",
          path: path
        )
      }
      try checkApplies(comparison, to: type, path: path)
      try checkLiteral(value, for: comparison, type, path: path)
      let operand = operand(value)
      return .compare(subject, comparison, readsSession ? operand : .given(operand, at: path))
    }
  }

  private func parseCast(
    _ value: JSONValue,
    on subject: PermissionFilter.Value,
    of table: Subject,
    path: [String]
  ) throws(ResolutionError) -> PermissionFilter {
    guard case .column(let column) = subject, let targets = value.objectValue else {
      throw ResolutionError(.parseFailed, "_cast takes an object of types", path: path)
    }
    var parts: [PermissionFilter] = []
    for (target, inner) in targets {
      let name = target == "String" ? "text" : target
      let type = ColumnType(
        sqlName: name,
        name: name,
        graphQLName: target,
        category: castCategories[name] ?? .other,
        wireForm: .text
      )
      parts.append(
        try parseComparison(
          inner,
          on: .cast(column, type),
          type: type,
          of: table,
          path: path + [target]
        )
      )
    }
    return .and(parts)
  }

  private func parseColumnComparison(
    _ value: JSONValue,
    _ comparison: ComparisonOperator,
    on subject: PermissionFilter.Value,
    type: ColumnType,
    of table: Subject,
    path: [String]
  ) throws(ResolutionError) -> PermissionFilter {
    let other: String
    let ofRoot: Bool
    switch value {
    case .string(let name):
      (other, ofRoot) = (name, false)
    case .array(let items) where items.count == 2 && items[0].stringValue == "$":
      guard let name = items[1].stringValue else { fallthrough }
      (other, ofRoot) = (name, true)
    case .array(let items) where items.count == 1:
      guard let name = items[0].stringValue else { fallthrough }
      (other, ofRoot) = (name, false)
    default:
      throw ResolutionError(
        .parseFailed,
        "expected a column, or [\"$\", column] for one of the root table",
        path: path
      )
    }
    let column = ColumnName(other)
    let facts = try columnFacts(column, of: ofRoot ? root ?? table : table, path: path)
    guard facts.type.name == type.name else {
      throw ResolutionError(
        .unexpectedPayload,
        "incompatible column types: column \"\(other)\" has type \(facts.type.name), not "
          + type.name,
        path: path
      )
    }
    return .compareColumns(subject, comparison, column, ofRoot: ofRoot)
  }

  private func columnFacts(
    _ column: ColumnName,
    of table: Subject,
    path: [String]
  ) throws(ResolutionError) -> ColumnFacts {
    guard let facts = table.facts.columns.first(where: { $0.name == column }) else {
      throw ResolutionError(.notExists, "\"\(column)\" does not exist", path: path)
    }
    return facts
  }

  private func parseAggregate(
    _ value: JSONValue,
    _ relationship: Relationship,
    path: [String]
  ) throws(ResolutionError) -> PermissionFilter {
    guard let target = relationship.target.table.flatMap({ visited($0) }),
      let functions = value.objectValue,
      functions.count == 1, let (name, body) = functions.elements.first,
      let function = AggregateFunction(rawValue: name)
    else {
      throw ResolutionError(
        .parseFailed,
        "exactly one predicate should be specified",
        path: path
      )
    }
    let columns: [ColumnName] =
      switch body["arguments"] {
      case .string(let name): [ColumnName(name)]
      case .array(let items): items.compactMap { $0.stringValue.map { ColumnName($0) } }
      default: []
      }
    for column in columns {
      _ = try columnFacts(column, of: target, path: path + [name, "arguments"])
    }
    var comparisons: [PermissionFilter.AggregateCondition.Comparison] = []
    for (key, operandValue) in body["predicate"]?.objectValue ?? [:] {
      let canonical = operatorName(key)
      guard let comparison = ComparisonOperator(rawValue: canonical) else {
        throw ResolutionError(
          .unexpectedPayload,
          "Unknown operator: \(key)",
          path: path + [name, "predicate", key]
        )
      }
      comparisons.append(.init(operator: comparison, operand: operand(operandValue)))
    }
    return .aggregate(
      .init(
        relationship: relationship,
        function: function,
        arguments: columns,
        isDistinct: body["distinct"]?.boolValue ?? false,
        filter: try parse(
          body["filter"] ?? .object([:]),
          on: target,
          path: path + [name, "filter"]
        ),
        comparisons: comparisons
      )
    )
  }

  // MARK: Operands

  /// Refuses operators that the database does not have for the type.
  private func checkApplies(
    _ comparison: ComparisonOperator,
    to type: ColumnType,
    path: [String]
  ) throws(ResolutionError) {
    guard let categories = comparison.categories, !categories.contains(type.category),
      // What operators types of extensions and domains have is left to the database.
      type.category != .other, type.category != .array, type.category != .enumeration
    else { return }
    let known = categories.map { "\"\($0)\"" }.sorted().joined(separator: "/")
    throw ResolutionError(
      .unexpectedPayload,
      "is of type \"\(type.sqlName)\"; this operator works only on columns of type \(known)",
      path: path
    )
  }

  /// Refuses literals of another kind than the column's, instead of each request that meets them.
  private func checkLiteral(
    _ value: JSONValue,
    for comparison: ComparisonOperator,
    _ type: ColumnType,
    path: [String]
  ) throws(ResolutionError) {
    if comparison == .in || comparison == .notIn, value.arrayValue == nil,
      !(readsSession && value.stringValue.map(SessionVariableName.isName) ?? false)
    {
      throw ResolutionError(
        .parseFailed,
        "parsing [] failed, expected Array, but encountered \(typeText(value))",
        path: path
      )
    }
    guard readsSession else { return }
    let values: [JSONValue]
    switch comparison {
    case .equal, .notEqual, .greater, .less, .greaterOrEqual, .lessOrEqual: values = [value]
    case .in, .notIn: values = value.arrayValue ?? []
    default: return
    }
    for value in values {
      guard let objection = type.objection(to: value) else { continue }
      throw ResolutionError(.parseFailed, objection, path: path)
    }
  }

  private func operand(_ value: JSONValue) -> PermissionOperand {
    switch value {
    case .string(let text) where readsSession && SessionVariableName.isName(text):
      .session(SessionVariableName(text))
    case .array(let items):
      .list(items.map(operand))
    case .object(let members):
      .object(
        Dictionary(
          members.map { ($0.key, operand($0.value)) },
          uniquingKeysWith: { _, last in last }
        )
      )
    default:
      .literal(value)
    }
  }

  /// `$eq` is an older spelling of `_eq`.
  private func operatorName(_ key: String) -> String {
    key.hasPrefix("$") ? "_" + key.dropFirst() : key
  }

  private func typeText(_ value: JSONValue) -> String {
    switch value {
    case .null: "Null"
    case .bool: "Boolean"
    case .number: "Number"
    case .string: "String"
    case .array: "Array"
    case .object: "Object"
    }
  }
}

/// Comparisons whose operand is a column.
private let columnComparisons: [String: ComparisonOperator] = [
  "_ceq": .equal, "_cne": .notEqual, "_cneq": .notEqual, "_cgt": .greater, "_clt": .less,
  "_cgte": .greaterOrEqual, "_clte": .lessOrEqual,
]

/// Older spellings of operators.
private let operatorAliases: [String: String] = ["_ne": "_neq"]

private let castCategories: [String: ColumnType.Category] = [
  "text": .text, "geometry": .geometry, "geography": .geography,
]
