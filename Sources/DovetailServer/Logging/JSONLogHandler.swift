package import Logging
import OrderedJSON

/// Writes what goes through swift-log as lines of the engine's log.
///
/// The logger's label is the line's `type`. Values under keys that look like secrets are left out.
package struct JSONLogHandler: LogHandler {
  package var metadata: Logger.Metadata = [:]
  package var metadataProvider: Logger.MetadataProvider?
  package var logLevel: Logger.Level

  private let label: String
  private let writer: LogWriter
  private let isEnabled: Bool

  /// Makes the handler of a logger with that label.
  package init(label: String, log: EngineLog) {
    self.label = label
    self.writer = log.writer
    self.logLevel = log.level.loggerLevel
    // Types that cannot be switched off are always written.
    self.isEnabled = LogType(rawValue: label).map(log.enabledTypes.contains) ?? true
  }

  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  package func log(event: LogEvent) {
    guard isEnabled else { return }
    var all = metadata
    if let provided = metadataProvider?.get() {
      all.merge(provided) { _, new in new }
    }
    if let own = event.metadata {
      all.merge(own) { _, new in new }
    }
    let line = LogLine.make(type: label, level: LogLevel(event.level)) { writer in
      writer.appendRaw(#"{"message":"#)
      writer.appendString(event.message.description)
      if let error = event.error {
        writer.appendRaw(#","error":"#)
        writer.appendString("\(error)")
      }
      for (key, value) in all.sorted(by: { $0.key < $1.key }) {
        writer.appendRaw(",")
        writer.appendKey(key)
        writer.append(SecretNames.contains(key) ? "<redacted>" : Self.json(value))
      }
      writer.appendRaw("}")
    }
    self.writer.append(line)
  }

  private static func json(_ value: Logger.Metadata.Value) -> JSONValue {
    switch value {
    case .string(let text): .string(text)
    case .stringConvertible(let value): .string(value.description)
    case .array(let values): .array(values.map(json))
    case .dictionary(let values):
      .object(
        members: values.sorted(by: { $0.key < $1.key }).map { key, value in
          (key: key, value: SecretNames.contains(key) ? "<redacted>" : json(value))
        }
      )
    @unknown default: .string("\(value)")
    }
  }
}
