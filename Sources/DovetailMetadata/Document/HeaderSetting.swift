package import OrderedJSON

/// A header that is sent upstream: `{name, value}` or `{name, value_from_env}`.
package struct HeaderSetting: MetadataValue {
  package var name: String
  package var value: Value

  /// Where a header's text comes from.
  package enum Value: Sendable, Hashable {
    /// Text, in which `{{NAME}}` stands for an environment variable.
    case template(String)
    case environment(String)
  }

  package init(name: String, value: Value) {
    self.name = name
    self.value = value
  }

  package init(_ reader: ValueReader) throws(MetadataError) {
    let object = try reader.object(of: "HeaderConf")
    name = try object.required("name")
    let text = try object.optional("value", as: String.self)
    let variable = try object.optional("value_from_env", as: String.self)
    switch (text, variable) {
    case (nil, nil):
      throw object.error("expecting value or value_from_env keys")
    case (let text?, nil):
      value = .template(text)
    case (nil, let variable?):
      guard !variable.hasPrefix("HASURA_GRAPHQL_") else {
        throw object.error(
          "env variables starting with \"HASURA_GRAPHQL_\" are not allowed in value_from_env: "
            + variable
        )
      }
      value = .environment(variable)
    case (.some, .some):
      throw object.error("expecting only one of value or value_from_env keys")
    }
    object.reportUnknownKeys()
  }

  package var json: JSONValue {
    switch value {
    case .template(let text): ["name": .string(name), "value": .string(text)]
    case .environment(let variable):
      ["name": .string(name), "value_from_env": .string(variable)]
    }
  }
}
