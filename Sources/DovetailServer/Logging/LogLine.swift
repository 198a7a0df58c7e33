import OrderedJSON
import Synchronization

/// One line of the log: `{"timestamp", "level", "type", "detail"}`.
enum LogLine {
  /// Makes a line, whose `detail` the closure writes.
  static func make(
    type: String,
    level: LogLevel,
    detail: (inout JSONWriter) -> Void
  ) -> [UInt8] {
    var writer = JSONWriter()
    writer.reserveCapacity(768)
    writer.appendRaw(#"{"timestamp":""#)
    writer.appendRaw(LogTimestamp.now())
    writer.appendRaw(#"","level":""#)
    writer.appendRaw(level.rawValue.utf8)
    writer.appendRaw(#"","type":"#)
    writer.appendString(type)
    writer.appendRaw(#","detail":"#)
    detail(&writer)
    writer.appendRaw("}")
    return writer.bytes
  }

  /// The line that tells that others are missing.
  static func dropped(count: Int) -> [UInt8] {
    make(type: "unstructured", level: .warn) { writer in
      writer.append(["message": .string("\(count) log lines were dropped: the log is too slow")])
    }
  }
}

/// Timestamps as the log has them: `2024-05-20T10:15:50.123+0000`.
enum LogTimestamp {
  private struct Cache {
    var second = -1
    var prefix: [UInt8] = []
  }

  private static let cache = Mutex(Cache())

  /// The present time.
  static func now() -> [UInt8] {
    let now = WallClock.now()
    var text = cache.withLock { cache in
      if cache.second != now.second {
        cache.second = now.second
        cache.prefix = render(CalendarDate(secondsSinceEpoch: now.second))
      }
      return cache.prefix
    }
    text.appendPadded(now.microsecond / 1_000, digits: 3)
    text.append(contentsOf: "+0000".utf8)
    return text
  }

  /// Renders a date up to the point before the milliseconds.
  static func render(_ date: CalendarDate) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(32)
    text.appendPadded(date.year, digits: 4)
    text.append(UInt8(ascii: "-"))
    text.appendPadded(date.month, digits: 2)
    text.append(UInt8(ascii: "-"))
    text.appendPadded(date.day, digits: 2)
    text.append(UInt8(ascii: "T"))
    text.appendPadded(date.hour, digits: 2)
    text.append(UInt8(ascii: ":"))
    text.appendPadded(date.minute, digits: 2)
    text.append(UInt8(ascii: ":"))
    text.appendPadded(date.second, digits: 2)
    text.append(UInt8(ascii: "."))
    return text
  }
}
