package import OrderedJSON

/// A webhook that is called for changes of a table.
package struct EventTriggerMetadata: MetadataValue {
  package var name: TriggerName
  package var operations: Operations
  package var webhook: WebhookSetting
  package var headers: [HeaderSetting]
  package var retry: RetryConfiguration
  package var requestTransform: JSONValue?
  package var responseTransform: JSONValue?
  package var cleanup: JSONValue?
  package var firesOnReplication: Bool

  /// Which changes fire the trigger, by the columns they concern.
  package struct Operations: Sendable, Hashable {
    package var insert: Operation?
    package var update: Operation?
    package var delete: Operation?
    /// Whether the trigger can be invoked by command.
    package var enablesManual: Bool

    package init(
      insert: Operation? = nil,
      update: Operation? = nil,
      delete: Operation? = nil,
      enablesManual: Bool = false
    ) {
      self.insert = insert
      self.update = update
      self.delete = delete
      self.enablesManual = enablesManual
    }
  }

  /// The columns of one kind of change.
  package struct Operation: MetadataValue {
    package var columns: ColumnSelection
    /// The columns in the body; nil for all.
    package var payload: ColumnSelection?

    package init(columns: ColumnSelection, payload: ColumnSelection? = nil) {
      self.columns = columns
      self.payload = payload
    }

    package init(_ reader: ValueReader) throws(MetadataError) {
      let object = try reader.object(of: "SubscribeOpSpec")
      self.init(
        columns: try object.required("columns"),
        payload: try object.optional("payload")
      )
      object.reportUnknownKeys()
    }

    package var json: JSONValue {
      var writer = ObjectWriter()
      writer.write("columns", columns)
      writer.write(ifPresent: "payload", payload)
      return writer.json
    }
  }

  package init(
    name: TriggerName,
    operations: Operations,
    webhook: WebhookSetting,
    headers: [HeaderSetting] = [],
    retry: RetryConfiguration = RetryConfiguration(),
    requestTransform: JSONValue? = nil,
    responseTransform: JSONValue? = nil,
    cleanup: JSONValue? = nil,
    firesOnReplication: Bool = false
  ) {
    self.name = name
    self.operations = operations
    self.webhook = webhook
    self.headers = headers
    self.retry = retry
    self.requestTransform = requestTransform
    self.responseTransform = responseTransform
    self.cleanup = cleanup
    self.firesOnReplication = firesOnReplication
  }

  package init(_ reader: ValueReader) throws(MetadataError) {
    let object = try reader.object(of: "EventTriggerConf")
    let definition = try object.requiredReader("definition").object(of: "TriggerOpsDef")
    self.init(
      name: try object.required("name"),
      operations: try Operations(definition, enablesManualByDefault: false),
      webhook: try WebhookSetting(object),
      headers: try object.optional("headers", default: []),
      retry: try object.optional("retry_conf", default: RetryConfiguration()),
      requestTransform: try object.optional("request_transform"),
      responseTransform: try object.optional("response_transform"),
      cleanup: try object.optional("cleanup_config"),
      firesOnReplication: try object.optional("trigger_on_replication", default: false)
    )
    if !name.value.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "_-".contains($0)) }) {
      object.context.report(
        .illegalEventTriggerName,
        "the event trigger name \"\(name)\" should consist of letters, digits, "
          + "underscores and hyphens",
        at: object.path
      )
    }
    definition.reportUnknownKeys()
    object.reportUnknownKeys()
  }

  package var json: JSONValue {
    var writer = ObjectWriter()
    writer.write("name", name)
    writer.write("definition", operations.json)
    writer.write("retry_conf", retry)
    webhook.write(to: &writer)
    writer.write(nonEmpty: "headers", headers)
    writer.write(ifPresent: "request_transform", requestTransform)
    writer.write(ifPresent: "response_transform", responseTransform)
    writer.write(ifPresent: "cleanup_config", cleanup)
    writer.write("trigger_on_replication", firesOnReplication, unless: false)
    return writer.json
  }
}

extension EventTriggerMetadata.Operations {
  init(
    _ object: ObjectReader,
    enablesManualByDefault fallback: Bool
  ) throws(MetadataError) {
    self.init(
      insert: try object.optional("insert"),
      update: try object.optional("update"),
      delete: try object.optional("delete"),
      enablesManual: try object.optional("enable_manual", default: fallback)
    )
  }

  var json: JSONValue {
    var writer = ObjectWriter()
    writer.write(ifPresent: "delete", delete)
    writer.write("enable_manual", enablesManual)
    writer.write(ifPresent: "insert", insert)
    writer.write(ifPresent: "update", update)
    return writer.json
  }
}
