package import Logging

/// How severe what a log line reports is.
package enum LogLevel: String, Sendable, Hashable, Comparable, CaseIterable {
  case debug
  case info
  case warn
  case error

  package static func < (left: LogLevel, right: LogLevel) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .debug: 0
    case .info: 1
    case .warn: 2
    case .error: 3
    }
  }

  /// The level of swift-log that shows the same.
  package var loggerLevel: Logger.Level {
    switch self {
    case .debug: .debug
    case .info: .info
    case .warn: .warning
    case .error: .error
    }
  }

  /// The level that shows what swift-log's level means.
  init(_ level: Logger.Level) {
    switch level {
    case .trace, .debug: self = .debug
    case .info, .notice: self = .info
    case .warning: self = .warn
    case .error, .critical: self = .error
    }
  }
}
