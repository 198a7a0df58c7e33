import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailSQL
import DovetailSource
import OrderedJSON
import Testing

/// A real database with the fixture tables, for one test.
protocol TestDatabase: AnyObject {
  var dialect: any SQLDialect { get }
  /// Runs statements that give nothing.
  func execute(_ script: String) throws
  /// Runs one statement; a nil is SQL null.
  func query(_ sql: String, _ parameters: [ParameterValue]) throws -> [[String?]]
}

/// The databases that every translation is tried on.
enum Engine: String, CaseIterable, CustomTestStringConvertible {
  case postgres
  case sqlite

  var testDescription: String { rawValue }

  /// A connection to a database that nobody else sees.
  func open() throws -> any TestDatabase {
    switch self {
    case .postgres: try PostgresTestDatabase()
    case .sqlite: try SQLiteTestDatabase()
    }
  }
}

/// A message of a database.
struct DatabaseError: Error, CustomStringConvertible {
  var description: String
}

extension TestDatabase {
  /// Translates the fetch, runs it and writes the response as the executor would, without joins.
  func response(
    _ request: Fetch.Request,
    session: [String: String] = [:],
    variables: JSONValue = [:]
  ) throws -> JSONValue {
    let fetch = Fetch(target: .source("db"), request: request)
    let statement = try SQLTranslator(dialect: dialect).translate(fetch)
    let context = testContext(session: session, variables: variables)
    let parameters = try dialect.parameterValues(of: statement, in: context)
    let rows: [[String?]]
    do {
      rows = try query(statement.text, parameters)
    } catch {
      throw DatabaseError(description: "\(error)\n\(statement.text)")
    }
    return try JSONValue(parsing: write(rows, statement.shape))
  }

  /// Translates the lookup, runs it and gives each key's value.
  func lookUp(
    _ keyed: KeyedSelection,
    _ keys: [[String]],
    session: [String: String] = [:]
  ) throws -> [JSONValue?] {
    let lookup = Lookup(target: .source("db"), request: .rows(keyed))
    let statement = try SQLTranslator(dialect: dialect).translate(lookup)
    let parameters = try dialect.parameterValues(
      of: statement,
      keys: LookupKeys(keys.map { key in LookupKey(parts: key.map { Array($0.utf8) }) }),
      in: testContext(session: session)
    )
    var values = [JSONValue?](repeating: nil, count: keys.count)
    for row in try query(statement.text, parameters) {
      let number = try #require(row.first.flatMap { $0 }.flatMap { Int($0) })
      values[number] = try row.last?.map { try JSONValue(parsing: $0) }
    }
    return values
  }
}

/// What the requests of tests have besides their plan.
func testContext(
  session: [String: String] = [:],
  variables: JSONValue = [:]
) -> ExecutionContext {
  var context = ExecutionContext(session: Session(role: "user", variables: session))
  if let variables = variables.objectValue { context.variables = variables }
  return context
}

/// The response that rows become.
func write(_ rows: [[String?]], _ shape: ResultShape) throws -> String {
  switch shape {
  case .rows(let shape):
    return try "[\(rows.map { try write($0, shape) }.joined(separator: ","))]"
  case .row(let shape):
    return try rows.first.map { try write($0, shape) } ?? "null"
  case .json:
    #expect(rows.count == 1 && rows.first?.count == 1)
    return rows.first?.first.flatMap { $0 } ?? "no row"
  case .document:
    throw DatabaseError(description: "a SQL source gives no document")
  }
}

private func write(_ row: [String?], _ shape: RowShape) throws -> String {
  let members = try shape.members.map { member in
    try String(decoding: member.prefix, as: UTF8.self) + write(row, member.value)
  }
  return "{\(members.joined(separator: ","))}"
}

private func write(_ row: [String?], _ value: RowShape.Value) throws -> String {
  switch value {
  case .constant(let json):
    return String(decoding: json, as: UTF8.self)
  case .join(let id):
    return "\"join \(id)\""
  case .document(let column, _):
    return row[column] ?? "null"
  case .column(let column, let form, let isQuoted):
    guard let text = row[column] else { return "null" }
    switch form {
    case .number: return isQuoted ? "\"\(text)\"" : text
    case .text: return JSONValue.string(text).description
    case .boolean: return ["t", "true", "1"].contains(text) ? "true" : "false"
    case .json: return text
    case .convertedToJSON: throw DatabaseError(description: "a column was not converted to JSON")
    }
  }
}

/// JSON as a test spells it.
func json(_ text: String) throws -> JSONValue {
  try JSONValue(parsing: text)
}
