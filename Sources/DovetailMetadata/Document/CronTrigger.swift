package import OrderedJSON

/// A webhook that is called at times.
package struct CronTrigger: MetadataValue {
  package var name: TriggerName
  /// A URL template, or `{"from_env": …}`.
  package var webhook: JSONValue
  /// Five fields, in UTC.
  package var schedule: String
  package var payload: JSONValue?
  package var headers: [HeaderSetting]
  package var retry: Retry
  package var isInMetadata: Bool
  package var comment: String?
  package var requestTransform: JSONValue?
  package var responseTransform: JSONValue?

  /// How often and when the webhook is called again; times are in seconds.
  package struct Retry: MetadataValue {
    package var retries: Int
    package var interval: Int
    package var timeout: Int
    package var tolerance: Int

    package init(
      retries: Int = 0,
      interval: Int = 10,
      timeout: Int = 60,
      tolerance: Int = 21600
    ) {
      self.retries = retries
      self.interval = interval
      self.timeout = timeout
      self.tolerance = tolerance
    }

    package init(_ reader: ValueReader) throws(MetadataError) {
      let object = try reader.object(of: "STRetryConf")
      self.init(
        retries: try object.optional("num_retries", default: 0),
        interval: try object.optional("retry_interval_seconds", default: 10),
        timeout: try object.optional("timeout_seconds", default: 60),
        tolerance: try object.optional("tolerance_seconds", default: 21600)
      )
      guard retries >= 0 else {
        throw object.error("num_retries cannot be a negative value")
      }
      object.reportUnknownKeys()
    }

    package var json: JSONValue {
      var writer = ObjectWriter()
      writer.write("num_retries", retries)
      writer.write("retry_interval_seconds", interval)
      writer.write("timeout_seconds", timeout)
      writer.write("tolerance_seconds", tolerance)
      return writer.json
    }
  }

  package init(_ reader: ValueReader) throws(MetadataError) {
    let object = try reader.object(of: "CronTriggerMetadata")
    self = try CronTrigger(object)
    object.reportUnknownKeys()
  }

  /// Reads the members, which a command has among its own.
  init(_ object: ObjectReader) throws(MetadataError) {
    name = try object.required("name")
    webhook = try object.required("webhook")
    schedule = try object.required("schedule")
    payload = try object.optional("payload")
    headers = try object.optional("headers", default: [])
    retry = try object.optional("retry_conf", default: Retry())
    isInMetadata = try object.required("include_in_metadata")
    comment = try object.optional("comment")
    requestTransform = try object.optional("request_transform")
    responseTransform = try object.optional("response_transform")
  }

  package var json: JSONValue {
    var writer = ObjectWriter()
    writer.write("name", name)
    writer.write("webhook", webhook)
    writer.write("schedule", schedule)
    writer.write("include_in_metadata", isInMetadata)
    writer.write(ifPresent: "payload", payload)
    if retry != Retry() { writer.write("retry_conf", retry) }
    writer.write(nonEmpty: "headers", headers)
    writer.write(ifPresent: "comment", comment)
    writer.write(ifPresent: "request_transform", requestTransform)
    writer.write(ifPresent: "response_transform", responseTransform)
    return writer.json
  }
}
