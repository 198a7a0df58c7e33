import GraphQLLanguage
import OrderedCollections
import OrderedJSON

/// What `actions.graphql` says: a field of `Query` or `Mutation` for each action, and their types.
struct ActionsSchema {
  /// The actions by name.
  private(set) var fields: OrderedDictionary<String, ActionField> = [:]
  /// The types as metadata writes them, by group and name.
  private(set) var types: [Group: OrderedDictionary<String, JSONValue>] = [:]
  private let file: String
  private let text: String

  /// The root that has an action's field.
  enum Root: String {
    case query
    case mutation
  }

  /// The groups of custom types in metadata.
  enum Group: String, CaseIterable {
    case inputObjects = "input_objects"
    case objects
    case scalars
    case enums
  }

  /// The field of an action.
  struct ActionField {
    var name: String
    var root: Root
    var arguments: [Member]
    var outputType: String
  }

  /// An argument of an action or a field of a type.
  struct Member {
    var name: String
    var type: String
    var description: String?

    var json: JSONValue {
      var members: JSONObject = ["name": .string(name), "type": .string(type)]
      if let description { members["description"] = .string(description) }
      return .object(members)
    }
  }

  /// Reads a schema document; an empty one has no actions.
  init(_ text: String, file: String) throws(ProjectError) {
    self.file = file
    self.text = text
    guard !Self.isBlank(text) else { return }
    let document: Document
    do {
      document = try Document(parsing: text, limits: .typeSystem)
    } catch {
      throw ProjectError(
        error.message,
        file: file,
        place: .position(line: error.line, column: error.column)
      )
    }
    // Extensions may stand before what they extend.
    for definition in document.definitions {
      switch definition {
      case .type(let type): try add(type)
      case .typeExtension: break
      default:
        throw ProjectError("only definitions of types are allowed here", file: file)
      }
    }
    for case .typeExtension(let type) in document.definitions { try extend(type) }
  }

  private static func isBlank(_ text: String) -> Bool {
    text.split(whereSeparator: \.isNewline).allSatisfy { line in
      let line = line.drop { $0.isWhitespace || $0 == "," }
      return line.isEmpty || line.hasPrefix("#")
    }
  }

  // MARK: Definitions

  private mutating func add(_ type: TypeDefinition) throws(ProjectError) {
    if case .object(_, let definitions) = type.kind, let root = root(of: type) {
      try checkDirectives(type.directives, of: type.name.value, at: type.location)
      return try addActions(definitions, to: root)
    }
    let (group, json) = try described(type)
    let name = type.name.value
    guard Group.allCases.allSatisfy({ types[$0]?[name] == nil }) else {
      throw error("the type \"\(name)\" is defined twice", at: type.location)
    }
    types[group, default: [:]][name] = json
  }

  /// Adds the fields of an extension to the type that it extends.
  private mutating func extend(_ type: TypeDefinition) throws(ProjectError) {
    let name = type.name.value
    if case .object(_, let definitions) = type.kind, let root = root(of: type) {
      return try addActions(definitions, to: root)
    }
    let (group, addition) = try described(type)
    guard case .object(var members) = types[group]?[name] else {
      throw error(
        "\"extend\" adds to the type \"\(name)\", which is not defined as such here",
        at: type.location
      )
    }
    for key in ["fields", "values"] {
      guard let more = addition[key]?.arrayValue else { continue }
      members[key] = .array((members[key]?.arrayValue ?? []) + more)
    }
    types[group]?[name] = .object(members)
  }

  private func root(of type: TypeDefinition) -> Root? {
    switch type.name.value {
    case "Query": .query
    case "Mutation": .mutation
    default: nil
    }
  }

  private mutating func addActions(
    _ definitions: [FieldDefinition],
    to root: Root
  ) throws(ProjectError) {
    for field in definitions {
      let name = field.name.value
      try checkDirectives(field.directives, of: name, at: field.location)
      guard fields[name] == nil else {
        throw error("the action \"\(name)\" is defined twice", at: field.location)
      }
      fields[name] = ActionField(
        name: name,
        root: root,
        arguments: try members(field.arguments, of: name),
        outputType: "\(field.type)"
      )
    }
  }

  // MARK: Types

  private func described(
    _ type: TypeDefinition
  ) throws(ProjectError) -> (Group, JSONValue) {
    let name = type.name.value
    try checkDirectives(type.directives, of: name, at: type.location)
    var json: JSONObject = ["name": .string(name)]
    if let description = type.description { json["description"] = .string(description.value) }
    switch type.kind {
    case .scalar:
      return (.scalars, .object(json))
    case .object(let interfaces, let definitions):
      guard interfaces.isEmpty else {
        throw error("\"\(name)\": actions know no interfaces", at: type.location)
      }
      json["fields"] = .array(try objectFields(definitions, of: name))
      return (.objects, .object(json))
    case .inputObject(let definitions):
      json["fields"] = .array(try members(definitions, of: name).map(\.json))
      return (.inputObjects, .object(json))
    case .enum(let values):
      json["values"] = .array(try enumValues(values))
      return (.enums, .object(json))
    case .interface, .union:
      throw error("\"\(name)\": actions know no interfaces and unions", at: type.location)
    }
  }

  private func objectFields(
    _ definitions: [FieldDefinition],
    of type: String
  ) throws(ProjectError) -> [JSONValue] {
    var fields: [JSONValue] = []
    for field in definitions {
      let name = "\(type).\(field.name.value)"
      guard field.arguments.isEmpty else {
        throw error("\"\(name)\": fields of custom types have no arguments", at: field.location)
      }
      try checkDirectives(field.directives, of: name, at: field.location)
      fields.append(
        Member(
          name: field.name.value,
          type: "\(field.type)",
          description: field.description?.value
        ).json
      )
    }
    return fields
  }

  private func members(
    _ definitions: [InputValueDefinition],
    of owner: String
  ) throws(ProjectError) -> [Member] {
    var members: [Member] = []
    for definition in definitions {
      let name = "\(owner).\(definition.name.value)"
      guard definition.defaultValue == nil else {
        throw error("\"\(name)\": actions know no default values", at: definition.location)
      }
      try checkDirectives(definition.directives, of: name, at: definition.location)
      members.append(
        Member(
          name: definition.name.value,
          type: "\(definition.type)",
          description: definition.description?.value
        )
      )
    }
    return members
  }

  private func enumValues(
    _ definitions: [EnumValueDefinition]
  ) throws(ProjectError) -> [JSONValue] {
    var values: [JSONValue] = []
    for definition in definitions {
      var value: JSONObject = ["value": .string(definition.name.value)]
      if let description = definition.description {
        value["description"] = .string(description.value)
      }
      let others = definition.directives.filter { $0.name.value != "deprecated" }
      try checkDirectives(others, of: definition.name.value, at: definition.location)
      if others.count < definition.directives.count { value["is_deprecated"] = true }
      values.append(.object(value))
    }
    return values
  }

  // MARK: Errors

  private func checkDirectives(
    _ directives: [Directive],
    of name: String,
    at location: Location
  ) throws(ProjectError) {
    guard let directive = directives.first else { return }
    throw error(
      "\"\(name)\": the directive @\(directive.name.value) is not known here",
      at: location
    )
  }

  private func error(_ message: String, at location: Location) -> ProjectError {
    let position = SourcePosition(offset: Int(location.offset), in: text.utf8)
    return ProjectError(
      message,
      file: file,
      place: .position(line: position.line, column: position.column)
    )
  }
}
