import DovetailMetadata
import GraphQLLanguage
import OrderedCollections
import OrderedJSON

/// Joins `actions.yaml` and `actions.graphql` to the actions and custom types of the document.
struct ActionsReader {
  private let schema: ActionsSchema
  private let yaml: JSONValue
  private let file: String
  private let schemaFile: String

  init(
    _ yaml: JSONValue,
    schema text: String,
    file: String,
    schemaFile: String
  ) throws(ProjectError) {
    guard case .object(let members) = yaml else {
      throw ProjectError("expected the keys \"actions\" and \"custom_types\"", file: file)
    }
    for key in members.keys where key != "actions" && key != "custom_types" {
      throw ProjectError(
        "the key is not known; there are \"actions\" and \"custom_types\"",
        file: file,
        place: .path(JSONPath.root.appending(key))
      )
    }
    self.yaml = yaml
    self.file = file
    self.schemaFile = schemaFile
    schema = try ActionsSchema(text, file: schemaFile)
  }

  // MARK: Actions

  /// The actions, in the order of `actions.yaml`.
  func actions() throws(ProjectError) -> [JSONValue] {
    let path = JSONPath.root.appending("actions")
    var missing = schema.fields
    var actions: [JSONValue] = []
    for (index, entry) in try list(yaml["actions"], at: path).enumerated() {
      let place = path.appending(index: index)
      guard case .object(var action) = entry, let name = action["name"]?.stringValue else {
        throw error("an action needs a name", place)
      }
      guard let field = schema.fields[name] else {
        throw error("the action \"\(name)\" has no field in \(schemaFile)", place)
      }
      missing[name] = nil
      guard case .object(let settings) = action["definition"] ?? [:] else {
        throw error("expected an object", place.appending("definition"))
      }
      action["definition"] = .object(try definition(field, settings, place))
      actions.append(.object(action))
    }
    if let field = missing.values.first {
      throw ProjectError(
        "the action \"\(field.name)\" is not in \(file), which has to name its handler",
        file: schemaFile
      )
    }
    return actions
  }

  private func definition(
    _ field: ActionsSchema.ActionField,
    _ settings: JSONObject,
    _ place: JSONPath
  ) throws(ProjectError) -> JSONObject {
    var definition = settings
    // Files that say once more what the schema says are as good.
    if definition["type"]?.stringValue == field.root.rawValue { definition["type"] = nil }
    for key in ["arguments", "output_type", "type"] where definition[key] != nil {
      throw error(
        "\"\(key)\" belongs into \(schemaFile)",
        place.appending("definition").appending(key)
      )
    }
    // A query has no kind, which the files spell as an empty text.
    if definition["kind"] == "" { definition["kind"] = nil }
    definition["type"] = .string(field.root.rawValue)
    definition["arguments"] = .array(field.arguments.map(\.json))
    definition["output_type"] = .string(field.outputType)
    return definition
  }

  // MARK: Types

  /// The custom types, in the order of `actions.graphql`.
  func customTypes() throws(ProjectError) -> JSONValue {
    let path = JSONPath.root.appending("custom_types")
    guard case .object(let members) = yaml["custom_types"] ?? [:] else {
      throw error("expected an object", path)
    }
    var types: JSONObject = [:]
    for key in members.keys where ActionsSchema.Group(rawValue: key) == nil {
      throw error("the key is not known", path.appending(key))
    }
    for group in ActionsSchema.Group.allCases {
      let entries = try list(members[group.rawValue], at: path.appending(group.rawValue))
      var defined = schema.types[group] ?? [:]
      for (index, entry) in entries.enumerated() {
        let place = path.appending(group.rawValue).appending(index: index)
        guard case .object(let settings) = entry, let name = settings["name"]?.stringValue else {
          throw error("a type needs a name", place)
        }
        guard case .object(let type) = defined[name] else {
          throw error("the type \"\(name)\" is not in \(schemaFile)", place)
        }
        defined[name] = .object(try joined(type, settings, at: place))
      }
      if !defined.isEmpty { types[group.rawValue] = .array(Array(defined.values)) }
    }
    return .object(types)
  }

  /// A type of the schema with what only the YAML says of it, such as relationships.
  private func joined(
    _ type: JSONObject,
    _ settings: JSONObject,
    at path: JSONPath
  ) throws(ProjectError) -> JSONObject {
    var type = type
    for (key, value) in settings where type[key] == nil && !value.isNull { type[key] = value }
    guard let values = type["values"]?.arrayValue, settings["values"] != nil else { return type }
    let path = path.appending("values")
    var remarks: [String: JSONObject] = [:]
    for (index, entry) in try list(settings["values"], at: path).enumerated() {
      guard case .object(let remark) = entry, let name = remark["value"]?.stringValue,
        values.contains(where: { $0["value"]?.stringValue == name })
      else { throw error("the value is not in \(schemaFile)", path.appending(index: index)) }
      remarks[name] = remark
    }
    type["values"] = .array(
      values.map { value in
        guard case .object(var members) = value, let name = members["value"]?.stringValue,
          let remark = remarks[name]
        else { return value }
        for (key, said) in remark where members[key] == nil && !said.isNull { members[key] = said }
        return .object(members)
      }
    )
    return type
  }

  // MARK: Helpers

  private func list(
    _ value: JSONValue?,
    at path: JSONPath
  ) throws(ProjectError) -> [JSONValue] {
    guard let value, !value.isNull else { return [] }
    guard let elements = value.arrayValue else { throw error("expected a list", path) }
    return elements
  }

  private func error(_ message: String, _ path: JSONPath) -> ProjectError {
    ProjectError(message, file: file, place: .path(path))
  }
}
