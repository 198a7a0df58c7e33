/// What a log line is about.
package enum LogType: String, Sendable, Hashable, CaseIterable {
  case startup
  case http = "http-log"
  case webhook = "webhook-log"
  case webSocket = "websocket-log"
  case jwkRefresh = "jwk-refresh-log"
  case query = "query-log"
  case execution = "execution-log"
  case liveQueryPoller = "livequery-poller-log"
  case actionHandler = "action-handler-log"
  case dataConnector = "data-connector-log"
  case validateInput = "validate-input-log"

  /// Whether there are lines of the type; the others are accepted because the reference has them.
  package var isWritten: Bool { self == .startup || self == .http }

  /// The types that are logged unless the configuration says otherwise.
  package static let enabledByDefault: Set<LogType> = [
    .startup, .http, .webhook, .webSocket, .jwkRefresh,
  ]
}
