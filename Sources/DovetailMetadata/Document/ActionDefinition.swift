package import OrderedJSON

/// What an action takes and gives, and who is asked.
package struct ActionDefinition: MetadataValue {
  package var kind: Kind
  /// The webhook, in which `{{NAME}}` stands for an environment variable.
  package var handler: String
  package var arguments: [Argument]
  /// A GraphQL type reference: `[User!]!`.
  package var outputType: String
  package var headers: [HeaderSetting]
  package var forwardsClientHeaders: Bool
  /// The client headers that are not forwarded; nil for the common list.
  package var ignoredClientHeaders: [String]?
  /// In seconds.
  package var timeout: Int
  package var requestTransform: RequestTransform?
  package var responseTransform: ResponseTransform?

  /// Which root the field belongs to, and whether the caller waits for the webhook.
  package enum Kind: Sendable, Hashable {
    case query
    case mutation(isAsynchronous: Bool)
  }

  /// An argument of an action.
  package struct Argument: MetadataValue {
    package var name: String
    /// A GraphQL type reference.
    package var type: String
    package var description: String?

    package init(name: String, type: String, description: String? = nil) {
      self.name = name
      self.type = type
      self.description = description
    }

    package init(_ reader: ValueReader) throws(MetadataError) {
      let object = try reader.object(of: "ArgumentDefinition")
      self.init(
        name: try object.required("name"),
        type: try object.required("type"),
        description: try object.optional("description")
      )
      object.reportUnknownKeys()
    }

    package var json: JSONValue {
      var writer = ObjectWriter()
      writer.write("name", name)
      writer.write("type", type)
      writer.write(ifPresent: "description", description)
      return writer.json
    }
  }

  /// The default of `timeout`, in seconds.
  package static let defaultTimeout = 30

  package init(
    kind: Kind = .mutation(isAsynchronous: false),
    handler: String,
    arguments: [Argument] = [],
    outputType: String,
    headers: [HeaderSetting] = [],
    forwardsClientHeaders: Bool = false,
    ignoredClientHeaders: [String]? = nil,
    timeout: Int = ActionDefinition.defaultTimeout,
    requestTransform: RequestTransform? = nil,
    responseTransform: ResponseTransform? = nil
  ) {
    self.kind = kind
    self.handler = handler
    self.arguments = arguments
    self.outputType = outputType
    self.headers = headers
    self.forwardsClientHeaders = forwardsClientHeaders
    self.ignoredClientHeaders = ignoredClientHeaders
    self.timeout = timeout
    self.requestTransform = requestTransform
    self.responseTransform = responseTransform
  }

  package init(_ reader: ValueReader) throws(MetadataError) {
    let object = try reader.object(of: "ActionDefinition")
    self.init(
      kind: try readKind(object),
      handler: try object.required("handler"),
      arguments: try object.optional("arguments", default: []),
      outputType: try object.required("output_type"),
      headers: try object.optional("headers", default: []),
      forwardsClientHeaders: try object.optional("forward_client_headers", default: false),
      ignoredClientHeaders: try object.optional("ignored_client_headers"),
      timeout: try object.optional("timeout", default: ActionDefinition.defaultTimeout),
      requestTransform: try object.optional("request_transform"),
      responseTransform: try object.optional("response_transform")
    )
    object.reportUnknownKeys()
  }

  package var json: JSONValue {
    var writer = ObjectWriter()
    writer.write("handler", handler)
    writer.write("output_type", outputType)
    writer.write(nonEmpty: "arguments", arguments)
    writer.write(nonEmpty: "headers", headers)
    writer.write("forward_client_headers", forwardsClientHeaders, unless: false)
    writer.write(ifPresent: "ignored_client_headers", ignoredClientHeaders)
    if timeout != ActionDefinition.defaultTimeout { writer.write("timeout", timeout) }
    writer.write(ifPresent: "request_transform", requestTransform)
    writer.write(ifPresent: "response_transform", responseTransform)
    writer.write("type", kind == .query ? "query" : "mutation")
    writer.write(ifPresent: "kind", kindName)
    return writer.json
  }

  /// `synchronous` or `asynchronous`; nil for queries, which know no difference.
  var kindName: String? {
    switch kind {
    case .query: nil
    case .mutation(let isAsynchronous): isAsynchronous ? "asynchronous" : "synchronous"
    }
  }
}

private func readKind(_ object: ObjectReader) throws(MetadataError) -> ActionDefinition.Kind {
  let type = try object.optional("type", default: "mutation")
  let kind = try object.optional("kind", default: "synchronous")
  switch (type, kind) {
  case ("query", "synchronous"): return .query
  case ("query", "asynchronous"):
    throw object.error("action type \"query\" cannot be asynchronous")
  case ("mutation", "synchronous"): return .mutation(isAsynchronous: false)
  case ("mutation", "asynchronous"): return .mutation(isAsynchronous: true)
  case ("mutation", _), ("query", _):
    throw object.error("expected one of \"synchronous\", \"asynchronous\" for the action kind")
  default:
    throw object.error("expected one of \"mutation\", \"query\" for the action type")
  }
}
