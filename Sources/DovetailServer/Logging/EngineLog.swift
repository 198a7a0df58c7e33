package import OrderedJSON

/// The log of the engine: which lines are wanted, and where they go.
package struct EngineLog: Sendable {
  package let writer: LogWriter
  /// The types of lines that are written.
  package let enabledTypes: Set<LogType>
  /// The least severe level that is written.
  package let level: LogLevel

  /// Makes a log.
  package init(
    writer: LogWriter,
    enabledTypes: Set<LogType> = LogType.enabledByDefault,
    level: LogLevel = .info
  ) {
    self.writer = writer
    self.enabledTypes = enabledTypes
    self.level = level
  }

  /// Whether lines of that type and level are written.
  package func isEnabled(_ type: LogType, _ level: LogLevel) -> Bool {
    level >= self.level && enabledTypes.contains(type)
  }

  /// Writes a line, if such lines are wanted.
  package func log(_ type: LogType, _ level: LogLevel, detail: JSONValue) {
    guard isEnabled(type, level) else { return }
    writer.append(LogLine.make(type: type.rawValue, level: level) { $0.append(detail) })
  }

  /// Writes a line about the start of the engine; the kind tells what, `server_configuration`.
  package func startup(_ kind: String, _ level: LogLevel = .info, info: JSONValue) {
    log(.startup, level, detail: ["kind": .string(kind), "info": info])
  }
}
