package import OrderedJSON

/// How the health of a source is tested.
package struct HealthCheck: MetadataValue {
  package var sql: String
  /// All times are in seconds.
  package var interval: Int
  package var retries: Int
  package var retryInterval: Int
  package var timeout: Int

  package init(
    sql: String = "SELECT 1",
    interval: Int,
    retries: Int = 3,
    retryInterval: Int = 10,
    timeout: Int = 10
  ) {
    self.sql = sql
    self.interval = interval
    self.retries = retries
    self.retryInterval = retryInterval
    self.timeout = timeout
  }

  package init(_ reader: ValueReader) throws(MetadataError) {
    let object = try reader.object(of: "HealthCheckConfig")
    var sql = "SELECT 1"
    if let test = object.reader("test"), !test.value.isNull {
      let members = try test.object(of: "HealthCheckTestSql")
      sql = try members.optional("sql", default: sql)
      members.reportUnknownKeys()
    }
    self.init(
      sql: sql,
      interval: try object.required("interval"),
      retries: try object.optional("retries", default: 3),
      retryInterval: try object.optional("retry_interval", default: 10),
      timeout: try object.optional("timeout", default: 10)
    )
    for (key, value, least) in [
      ("interval", interval, 1), ("retries", retries, 0), ("retry_interval", retryInterval, 0),
      ("timeout", timeout, 1),
    ] {
      guard (least...1_000_000).contains(value) else {
        throw object.error("\"\(key)\" is between \(least) and 1000000, not \(value)")
      }
    }
    object.reportUnknownKeys()
  }

  package var json: JSONValue {
    var writer = ObjectWriter()
    writer.write("interval", interval)
    if retries != 3 { writer.write("retries", retries) }
    if retryInterval != 10 { writer.write("retry_interval", retryInterval) }
    writer.write("test", ["sql": .string(sql)] as JSONValue)
    if timeout != 10 { writer.write("timeout", timeout) }
    return writer.json
  }
}
