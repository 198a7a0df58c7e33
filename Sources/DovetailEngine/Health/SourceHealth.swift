package import OrderedJSON

/// What the last health check of a source found.
package struct SourceHealth: Sendable, Hashable {
  package var status: Status
  /// What went wrong, if anything did.
  package var message: String?
  /// How long the last attempt took, in seconds.
  package var responseTime: Double

  package init(status: Status, message: String?, responseTime: Double) {
    self.status = status
    self.message = message
    self.responseTime = responseTime
  }

  /// The findings; the raw values are those of the gauge `hasura_source_health`.
  package enum Status: Int, Sendable {
    case ok = 0
    case timeout = 1
    case failed = 2

    /// The name in logs and answers.
    package var name: String {
      switch self {
      case .ok: "OK"
      case .timeout: "TIMEOUT"
      case .failed: "FAILED"
      }
    }
  }

  /// The finding as `dump_internal_state` and the log show it.
  package var json: JSONValue {
    [
      "status": .string(status.name),
      "message": message.map { .string($0) } ?? .null,
      "response_time": .number(JSONNumber(unchecked: "\(responseTime)")),
    ]
  }
}
