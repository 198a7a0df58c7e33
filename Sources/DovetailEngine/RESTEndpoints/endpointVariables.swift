import GraphQLLanguage
import OrderedCollections
import OrderedJSON

/// The variables of an endpoint's operation as path, parameters and body give them; later ones win.
///
/// - Throws: `bad-request` for a variable that the operation does not have, and for text that is no
///   value of its type.
func endpointVariables(
  of operation: OperationDefinition,
  path: [(name: String, value: String)],
  parameters: [(name: String, value: String?)],
  body: JSONObject
) throws(EngineError) -> JSONObject {
  let definitions = Dictionary(
    operation.variableDefinitions.map { ($0.name.value, $0) },
    uniquingKeysWith: { first, _ in first }
  )
  func type(of name: String) throws(EngineError) -> TypeReference {
    guard let definition = definitions[name] else {
      throw EngineError(code: "bad-request", message: "Unexpected variable \(name)")
    }
    return definition.type
  }
  var variables: JSONObject = [:]
  for (name, text) in path.map({ ($0.name, Optional($0.value)) }) + parameters {
    variables[name] = try value(of: text ?? "", type(of: name), variable: name)
  }
  for (name, value) in body {
    _ = try type(of: name)
    variables[name] = value
  }
  return variables
}

/// The types whose values are numbers in JSON.
private let numberTypes: Set = ["Int", "Float", "Number", "Double", "float8", "numeric"]

/// The JSON that a text from a URL means for a variable of a type.
private func value(
  of text: String,
  _ type: TypeReference,
  variable: String
) throws(EngineError) -> JSONValue {
  guard case .named(let name) = type.nullable else {
    throw EngineError(
      code: "bad-request",
      message: "List variables are not currently supported in URL or Query parameters: "
        + "send variable \(variable) in the body"
    )
  }
  if text.isEmpty {
    if name.value == "Boolean" { return true }
    if !type.isNonNull { return .null }
  }
  switch name.value {
  case "Boolean":
    if case .bool(let value)? = try? JSONValue(parsing: text) { return .bool(value) }
  case let name where numberTypes.contains(name):
    if case .number(let number)? = try? JSONValue(parsing: text) { return .number(number) }
  default:
    return .string(text)
  }
  throw EngineError(
    code: "bad-request",
    message: "Expected a value of type \(name.value) for variable \(variable)"
  )
}
