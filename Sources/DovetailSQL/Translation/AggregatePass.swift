import SQLText

/// The subselects of which aggregates are made, as they grow.
///
/// `SELECT json FROM (SELECT aggregates AS "a0" … FROM (SELECT inputs AS "c0" … FROM rows) AS r) AS a`;
/// the innermost one is left out where nothing limits the rows.
struct AggregatePass {
  let rows: ChosenRows
  /// Whether the aggregates read the rows themselves, not a subselect of them.
  let isDirect: Bool
  /// The alias of the innermost subselect.
  let subselect: String
  /// The alias of the aggregates.
  let result: String

  private var inputs: [SQL] = []
  private var means: [Int] = []
  private var aggregates: [SQL] = []
  /// The rows as objects, where the inner subselect has nothing but their members.
  private var wholeRow: [JSONMember]?

  init(rows: ChosenRows, isDirect: Bool, subselect: String, result: String) {
    self.rows = rows
    self.isDirect = isDirect
    self.subselect = subselect
    self.result = result
  }

  /// How an aggregate reads a value of the row.
  mutating func input(_ value: SQL) -> SQL {
    isDirect ? value : "\(raw: subselect).\"c\(inputIndex(of: value))\""
  }

  /// How an aggregate reads the mean of a value.
  mutating func mean(of value: SQL) -> SQL {
    let index = inputIndex(of: value)
    if !means.contains(index) { means.append(index) }
    return "\(raw: subselect).\"m\(index)\""
  }

  /// How the result reads an aggregate; equal ones are computed once.
  mutating func aggregate(_ call: SQL) -> SQL {
    let index = aggregates.firstIndex(of: call) ?? aggregates.count
    if index == aggregates.count { aggregates.append(call) }
    return "\(raw: alias(of: index)).\"a\(index)\""
  }

  /// The alias of the subselect that has the aggregate of that number: databases limit how many
  /// columns a subselect has (PostgreSQL to 1664).
  private func alias(of index: Int) -> String {
    index < Self.columnLimit ? result : "\(result)_\(index / Self.columnLimit)"
  }

  private static let columnLimit = 1600

  /// The list of the rows as objects with the given members.
  ///
  /// It may be made of whole rows if no other list is made of them.
  mutating func list(
    of members: [JSONMember],
    isOnly: Bool,
    _ dialect: any SQLDialect
  ) -> JSONTree {
    let call: SQL
    if isOnly && inputs.isEmpty,
      let list = dialect.listAggregate(ofRows: subselect, members: members)
    {
      wholeRow = members
      call = list
    } else {
      var object: [JSONTree.Member] = []
      for member in members {
        let column: SQL = "\(raw: subselect).\"c\(inputIndex(of: member.value.sql))\""
        object.append(
          .init(key: member.key, value: .leaf(.init(sql: column, form: member.value.form)))
        )
      }
      call = dialect.listAggregate(of: .object(object))
    }
    return .leaf(.init(sql: aggregate(call), form: .json))
  }

  /// ` FROM …` of the result; nothing if it holds no aggregates.
  var from: SQL {
    guard !aggregates.isEmpty else { return "" }
    let columns = aggregates.enumerated().map { index, call -> SQL in "\(call) AS \"a\(index)\"" }
    let source = isDirect ? rows.tail : " FROM (\(inner)) AS \(raw: subselect)"
    let subselects = stride(from: 0, to: columns.count, by: Self.columnLimit).map { first -> SQL in
      let list = columns[first...].prefix(Self.columnLimit).joined(separator: ", ")
      return "(SELECT \(list)\(source)) AS \(raw: alias(of: first))"
    }
    return " FROM \(subselects.joined(separator: ", "))"
  }

  private var inner: SQL {
    let members =
      wholeRow ?? inputs.map { JSONMember(key: "", value: .init(sql: $0, form: .natural)) }
    let query = RowQuery(head: rows.head, members: members, tail: rows.tail)
    let select = query.select { index, member in wholeRow == nil ? "c\(index)" : member.key }
    guard !means.isEmpty else { return select }
    let columns = means.map { index -> SQL in
      "avg(\(raw: subselect).\"c\(index)\") OVER () AS \"m\(index)\""
    }
    return """
      SELECT \(raw: subselect).*, \(columns.joined(separator: ", ")) \
      FROM (\(select)) AS \(raw: subselect)
      """
  }

  private mutating func inputIndex(of value: SQL) -> Int {
    if let index = inputs.firstIndex(of: value) { return index }
    inputs.append(value)
    return inputs.count - 1
  }
}
