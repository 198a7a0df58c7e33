package import OrderedJSON

/// How often and when an event trigger's webhook is called again.
package struct RetryConfiguration: MetadataValue {
  package var retries: Int
  /// In seconds.
  package var interval: Int
  /// In seconds.
  package var timeout: Int
  /// In seconds; nil if lateness does not matter.
  package var tolerance: Int?

  package init(retries: Int = 0, interval: Int = 10, timeout: Int = 60, tolerance: Int? = nil) {
    self.retries = retries
    self.interval = interval
    self.timeout = timeout
    self.tolerance = tolerance
  }

  package init(_ reader: ValueReader) throws(MetadataError) {
    let object = try reader.object(of: "RetryConf")
    self.init(
      retries: try object.optional("num_retries", default: 0),
      interval: try object.optional("interval_sec", default: 10),
      timeout: try object.optional("timeout_sec", default: 60),
      tolerance: try object.optional("tolerance_seconds")
    )
    object.reportUnknownKeys()
  }

  package var json: JSONValue {
    var writer = ObjectWriter()
    writer.write("interval_sec", interval)
    writer.write("num_retries", retries)
    writer.write("timeout_sec", timeout)
    writer.write(ifPresent: "tolerance_seconds", tolerance)
    return writer.json
  }
}
