package import OrderedJSON

/// A webhook that is asked before a mutation: `validate_input` of a permission.
package struct InputValidation: MetadataValue {
  /// The webhook, in which `{{NAME}}` stands for an environment variable.
  package var url: String
  package var headers: [HeaderSetting]
  package var forwardsClientHeaders: Bool
  /// In seconds.
  package var timeout: Int

  package init(
    url: String,
    headers: [HeaderSetting] = [],
    forwardsClientHeaders: Bool = false,
    timeout: Int = 10
  ) {
    self.url = url
    self.headers = headers
    self.forwardsClientHeaders = forwardsClientHeaders
    self.timeout = timeout
  }

  package init(_ reader: ValueReader) throws(MetadataError) {
    let object = try reader.object(of: "ValidateInput")
    let type = try object.requiredReader("type")
    guard type.value == "http" else {
      throw type.error("invalid type for validate_input, expected \"http\"")
    }
    let definition = try object.requiredReader("definition").object(of: "ValidateInputHttp")
    self.init(
      url: try definition.required("url"),
      headers: try definition.optional("headers", default: []),
      forwardsClientHeaders: try definition.optional("forward_client_headers", default: false),
      timeout: try definition.optional("timeout", default: 10)
    )
    definition.reportUnknownKeys()
    object.reportUnknownKeys()
  }

  package var json: JSONValue {
    var definition = ObjectWriter()
    definition.write("forward_client_headers", forwardsClientHeaders)
    definition.write("headers", headers)
    definition.write("timeout", timeout)
    definition.write("url", url)
    return ["definition": definition.json, "type": "http"]
  }
}
