import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections
import OrderedJSON

/// The schema that a text defines.
func makeSchema(_ text: String) throws -> StaticTypeSchema {
  try StaticTypeSchema(document: try Document(parsing: text))
}

/// The messages of what is wrong with a schema's text.
func problems(inSchema text: String) throws -> [String] {
  StaticTypeSchema.build(document: try Document(parsing: text)).diagnostics.map(\.message)
}

/// The messages of what is wrong with a document.
func problems(
  _ text: String,
  _ schema: some TypeSchema,
  rules: [ValidationRule] = .specified
) throws -> [String] {
  validate(try Document(parsing: text), against: schema, rules: rules).map(\.message)
}

/// The messages that a failure carries; empty if there is none.
func problems<Result>(_ body: () throws(TypeSystemError) -> Result) -> [String] {
  diagnostics(body).map(\.message)
}

/// The problems that a failure carries; empty if there is none.
func diagnostics<Result>(_ body: () throws(TypeSystemError) -> Result) -> [Diagnostic] {
  do {
    _ = try body()
    return []
  } catch {
    return error.diagnostics
  }
}

extension TypeSystemError {
  fileprivate var diagnostics: [Diagnostic] {
    switch self {
    case .invalidInput(let diagnostics), .invalidSchema(let diagnostics): diagnostics
    case .introspectionTooDeep, .introspectionTooComplex, .introspectionTooLarge: []
    }
  }
}

/// The JSON of a text.
func json(_ text: String) throws -> JSONValue { try JSONValue(parsing: text) }

/// What introspection answers to a query.
func introspect(
  _ text: String,
  _ schema: some TypeSchema,
  variables: JSONObject = [:],
  order: IntrospectionExecutor.Order = .schema,
  limits: IntrospectionLimits = .init()
) throws -> JSONValue {
  let document = try Document(parsing: text)
  let fragments = Dictionary(
    document.fragments.map { ($0.name.value, $0) },
    uniquingKeysWith: { first, _ in first }
  )
  let executor = IntrospectionExecutor(schema: schema, order: order, limits: limits)
  var fields: OrderedDictionary<String, [Field]> = [:]
  for selection in document.operations.first?.selectionSet.selections ?? [] {
    if case .field(let field) = selection { fields[field.responseKey, default: []].append(field) }
  }
  var result: JSONObject = [:]
  for (key, fields) in fields {
    var writer = JSONWriter()
    try executor.append(fields, variables: variables, fragment: { fragments[$0] }, to: &writer)
    result[key] = try JSONValue(parsing: writer.bytes)
  }
  return .object(result)
}
