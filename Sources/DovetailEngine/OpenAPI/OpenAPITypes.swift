import DovetailPlanner
import DovetailSchema
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections
import OrderedJSON

/// Describes GraphQL types as OpenAPI schemas; named types become components, each written once.
struct OpenAPITypes {
  let schema: RoleSchema
  /// The components by name, which ends in `!` where null is no value.
  private(set) var components: JSONObject = [:]
  private var pending: [(name: String, type: SchemaType, isNullable: Bool)] = []

  init(schema: RoleSchema) {
    self.schema = schema
  }

  /// The schema of values of an input type, or of a scalar or enum that is selected.
  mutating func inputSchema(of type: TypeReference) -> JSONValue {
    let described = reference(to: type)
    // Input types may contain themselves: their members are described one after the other.
    while let next = pending.popLast() {
      components[next.name] = component(next.type, isNullable: next.isNullable)
    }
    return described
  }

  /// The schema of a variable in a URL; nil if it cannot stand there.
  func parameterSchema(of variable: VariableDefinition) -> JSONValue? {
    guard case .named(let name) = variable.type.nullable else { return nil }
    var members: JSONObject
    switch schema.type(named: name.value)?.kind {
    case .scalar: members = Self.scalarMembers(name.value)
    case .enum(let values):
      members = ["type": "string", "enum": .array(values.keys.map { .string($0) })]
    default: return nil
    }
    if let literal = variable.defaultValue { members["default"] = constantJSON(of: literal) }
    return .object(members)
  }

  private mutating func reference(to type: TypeReference) -> JSONValue {
    let isNullable = !type.isNonNull
    switch type.nullable {
    case .list(let element), .nonNull(let element):
      return [
        "items": reference(to: element), "type": "array", "nullable": .bool(isNullable),
      ]
    case .named(let name):
      if Self.builtInTypes[name.value] != nil {
        return scalar(name.value, isNullable: isNullable)
      }
      guard let definition = schema.type(named: name.value) else { return [:] }
      let component = name.value + (isNullable ? "" : "!")
      if components[component] == nil {
        // The place is taken first, so that a type inside itself is not described again.
        components[component] = .null
        pending.append((component, definition, isNullable))
      }
      return ["$ref": .string("#/components/schemas/\(component)")]
    }
  }

  private mutating func component(_ type: SchemaType, isNullable: Bool) -> JSONValue {
    switch type.kind {
    case .inputObject(let fields, _):
      var members: JSONObject = ["title": .string(type.name), "type": "object"]
      if let description = type.description { members["description"] = .string(description) }
      members["nullable"] = .bool(isNullable)
      members["properties"] = .object(
        members: fields.values.map { ($0.name, reference(to: $0.type)) }
      )
      return .object(members)
    case .enum(let values):
      var members: JSONObject = ["title": .string(type.name), "type": "string"]
      if let description = type.description { members["description"] = .string(description) }
      members["nullable"] = .bool(isNullable)
      members["enum"] = .array(values.keys.map { .string($0) })
      return .object(members)
    default:
      return scalar(type.name, isNullable: isNullable)
    }
  }

  private func scalar(_ name: String, isNullable: Bool) -> JSONValue {
    var members: JSONObject = ["title": .string(name)]
    members.merge(Self.scalarMembers(name)) { own, _ in own }
    members["nullable"] = .bool(isNullable)
    return .object(members)
  }

  // MARK: Scalars

  private static let builtInTypes = [
    "String": "string", "ID": "string", "Int": "integer", "Float": "number", "Boolean": "boolean",
  ]

  /// How values of other scalars are written in JSON; what is not listed can be anything.
  private static let scalarTypes = [
    "smallint": "integer", "integer": "integer", "real": "number", "float8": "number",
    "double_precision": "number", "bigint": "integer", "numeric": "number", "bool": "boolean",
    "uuid": "string", "text": "string", "varchar": "string", "bpchar": "string", "name": "string",
    "citext": "string", "date": "string", "time": "string", "timetz": "string",
    "timestamp": "string", "timestamptz": "string", "interval": "string", "bytea": "string",
  ]

  private static let uuidPattern =
    "[a-f0-9]{8}-[a-f0-9]{4}-4[a-f0-9]{3}-[89aAbB][a-f0-9]{3}-[a-f0-9]{12}"

  private static func scalarMembers(_ name: String) -> JSONObject {
    var members: JSONObject = [:]
    if let type = builtInTypes[name] ?? scalarTypes[name] { members["type"] = .string(type) }
    if name == "uuid" { members["pattern"] = .string(uuidPattern) }
    return members
  }
}
