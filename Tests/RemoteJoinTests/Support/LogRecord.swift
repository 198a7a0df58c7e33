import Logging
import Synchronization

/// What an engine logs, line by line.
final class LogRecord: Sendable {
  private let recorded = Mutex<[String]>([])

  /// The lines so far: the level, the message, and the metadata by name.
  var lines: [String] { recorded.withLock { $0 } }

  /// A logger that writes here.
  var logger: Logger { Logger(label: "test", factory: { _ in Handler(record: self) }) }

  private struct Handler: LogHandler {
    let record: LogRecord
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info

    func log(event: LogEvent) {
      let metadata = (event.metadata ?? [:]).sorted { $0.key < $1.key }
        .map { " \($0.key)=\($0.value)" }.joined()
      record.recorded.withLock { $0.append("\(event.level): \(event.message)\(metadata)") }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }
  }
}
