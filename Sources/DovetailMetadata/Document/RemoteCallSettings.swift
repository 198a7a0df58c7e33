package import OrderedJSON

/// How often a failed query to a remote schema is sent again, and when; what is nil follows the
/// options of the server.
///
/// An additive key of a remote schema's definition: `retry`.
package struct RemoteRetrySettings: MetadataValue {
  /// How often a query is sent again.
  package var limit: Int?
  /// The pause before the first repetition, in milliseconds; it doubles from one to the next.
  package var firstPause: Int?
  /// The longest pause, in milliseconds.
  package var longestPause: Int?
  /// The longest `Retry-After` of the service that is waited for, in seconds.
  package var longestRetryAfter: Int?

  package init(
    limit: Int? = nil,
    firstPause: Int? = nil,
    longestPause: Int? = nil,
    longestRetryAfter: Int? = nil
  ) {
    self.limit = limit
    self.firstPause = firstPause
    self.longestPause = longestPause
    self.longestRetryAfter = longestRetryAfter
  }

  package init(_ reader: ValueReader) throws(MetadataError) {
    let object = try reader.object(of: "RemoteSchemaRetry")
    self.init(
      limit: try object.integer("limit", within: 0...20),
      firstPause: try object.integer("first_pause_ms", within: 1...60_000),
      longestPause: try object.integer("longest_pause_ms", within: 1...600_000),
      longestRetryAfter: try object.integer("longest_retry_after_seconds", within: 0...3_600)
    )
    object.reportUnknownKeys()
  }

  package var json: JSONValue {
    var writer = ObjectWriter()
    writer.write(ifPresent: "limit", limit)
    writer.write(ifPresent: "first_pause_ms", firstPause)
    writer.write(ifPresent: "longest_pause_ms", longestPause)
    writer.write(ifPresent: "longest_retry_after_seconds", longestRetryAfter)
    return writer.json
  }
}

/// When a remote schema that fails is left alone for a while; what is nil follows the options of the
/// server.
///
/// An additive key of a remote schema's definition: `circuit_breaker`.
package struct CircuitBreakerSettings: MetadataValue {
  /// After how many failures in a row the service is left alone; 0 for never.
  package var failures: Int?
  /// For how long, in milliseconds, until one request tries again.
  package var openTime: Int?

  package init(failures: Int? = nil, openTime: Int? = nil) {
    self.failures = failures
    self.openTime = openTime
  }

  package init(_ reader: ValueReader) throws(MetadataError) {
    let object = try reader.object(of: "RemoteSchemaCircuitBreaker")
    self.init(
      failures: try object.integer("failures", within: 0...1_000_000),
      openTime: try object.integer("open_ms", within: 1...3_600_000)
    )
    object.reportUnknownKeys()
  }

  package var json: JSONValue {
    var writer = ObjectWriter()
    writer.write(ifPresent: "failures", failures)
    writer.write(ifPresent: "open_ms", openTime)
    return writer.json
  }
}

extension ObjectReader {
  /// An integer within bounds that may be absent or null.
  func integer(
    _ key: String,
    within bounds: ClosedRange<Int>
  ) throws(MetadataError) -> Int? {
    guard let number = try optional(key, as: Int.self) else { return nil }
    guard bounds.contains(number) else {
      throw MetadataError(
        .parseFailed,
        "\"\(key)\" is \(number), but has to be between \(bounds.lowerBound) and "
          + "\(bounds.upperBound)",
        path: path.appending(key)
      )
    }
    return number
  }
}
