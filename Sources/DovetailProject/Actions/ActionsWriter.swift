import OrderedCollections
import OrderedJSON

/// Splits the actions and custom types of a document into `actions.yaml` and `actions.graphql`.
struct ActionsWriter {
  private let actions: [JSONValue]
  private let types: JSONValue

  /// Takes what the document has under `actions` and `custom_types`.
  init(actions: JSONValue?, customTypes: JSONValue?) {
    self.actions = actions?.arrayValue ?? []
    types = customTypes ?? [:]
  }

  // MARK: actions.yaml

  /// What goes into `actions.yaml`: everything that a GraphQL schema cannot say.
  var yaml: JSONValue {
    [
      "actions": .array(actions.map(settings)),
      "custom_types": [
        "enums": .array(entries("enums").map(enumSettings)),
        "input_objects": .array(entries("input_objects").map(typeSettings)),
        "objects": .array(entries("objects").map(typeSettings)),
        "scalars": .array(entries("scalars").map(typeSettings)),
      ],
    ]
  }

  private static let definitionKeys = ["kind", "handler", "forward_client_headers", "headers"]

  private func settings(_ action: JSONValue) -> JSONValue {
    var members: JSONObject = [:]
    let definition = action["definition"] ?? [:]
    var settings: JSONObject = [:]
    settings["kind"] = definition["kind"] ?? ""
    for key in Self.definitionKeys where definition[key] != nil { settings[key] = definition[key] }
    for (key, value) in definition.members
    where settings[key] == nil && !["type", "arguments", "output_type"].contains(key) {
      settings[key] = value
    }
    members["name"] = action["name"]
    members["definition"] = .object(settings)
    for key in ["permissions", "comment"] where action[key] != nil { members[key] = action[key] }
    for (key, value) in action.members where members[key] == nil { members[key] = value }
    return .object(members)
  }

  private func entries(_ group: String) -> [JSONValue] { types[group]?.arrayValue ?? [] }

  private func typeSettings(_ type: JSONValue) -> JSONValue {
    var members: JSONObject = [:]
    members["name"] = type["name"]
    for (key, value) in type.members
    where !["name", "description", "fields"].contains(key) {
      members[key] = value
    }
    return .object(members)
  }

  private func enumSettings(_ type: JSONValue) -> JSONValue {
    let values: [JSONValue] = (type["values"]?.arrayValue ?? []).map { value in
      [
        "description": value["description"] ?? .null,
        "is_deprecated": value["is_deprecated"] ?? .null,
        "value": value["value"] ?? .null,
      ]
    }
    return ["name": type["name"] ?? .null, "values": .array(values)]
  }

  // MARK: actions.graphql

  /// What goes into `actions.graphql`: a block an action, then the types.
  var schema: String {
    var blocks = actions.map(field)
    blocks += entries("enums").map { enumeration in
      let values = (enumeration["values"]?.arrayValue ?? []).map { value in
        let deprecation = value["is_deprecated"] == true ? " @deprecated" : ""
        return described(value, "  ") + "  \(text(value["value"]))\(deprecation)\n"
      }
      return "\(described(enumeration, ""))enum \(name(enumeration)) {\n\(values.joined())}"
    }
    blocks += entries("input_objects").map { type($0, keyword: "input") }
    blocks += entries("objects").map { type($0, keyword: "type") }
    blocks += entries("scalars").map { "\(described($0, ""))scalar \(name($0))" }
    return blocks.map { $0 + "\n\n" }.joined()
  }

  private func field(_ action: JSONValue) -> String {
    let definition = action["definition"] ?? [:]
    let root = definition["type"] == "query" ? "Query" : "Mutation"
    let arguments = (definition["arguments"]?.arrayValue ?? []).map { argument in
      described(argument, "    ") + "    \(name(argument)): \(text(argument["type"]))\n"
    }
    let list = arguments.isEmpty ? "" : "(\n\(arguments.joined())  )"
    let output = text(definition["output_type"])
    return "type \(root) {\n  \(name(action))\(list): \(output)\n}"
  }

  private func type(_ type: JSONValue, keyword: String) -> String {
    let fields = (type["fields"]?.arrayValue ?? []).map { field in
      described(field, "  ") + "  \(name(field)): \(text(field["type"]))\n"
    }
    return "\(described(type, ""))\(keyword) \(name(type)) {\n\(fields.joined())}"
  }

  private func name(_ value: JSONValue) -> String { text(value["name"]) }

  private func text(_ value: JSONValue?) -> String { value?.stringValue ?? "" }

  /// The description as it stands before a definition.
  private func described(_ value: JSONValue, _ indentation: String) -> String {
    guard let description = value["description"]?.stringValue, !description.isEmpty else {
      return ""
    }
    return indentation + GraphQLDescription.text(description, indentation: indentation) + "\n"
  }
}
