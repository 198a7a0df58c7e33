import Synchronization

/// The value of the `Date` header, rendered once a second.
final class DateHeader: Sendable {
  private struct State {
    var second = -1
    var text: [UInt8] = []
  }

  private let state = Mutex(State())

  /// The date of now as RFC 9110 §5.6.7 prescribes: `Sun, 06 Nov 1994 08:49:37 GMT`.
  func current() -> [UInt8] {
    let now = WallClock.now()
    return state.withLock { state in
      if state.second != now.second {
        state.second = now.second
        state.text = Self.render(CalendarDate(secondsSinceEpoch: now.second))
      }
      return state.text
    }
  }

  /// Renders a date.
  static func render(_ date: CalendarDate) -> [UInt8] {
    let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    var text: [UInt8] = []
    text.append(contentsOf: days[date.weekday % 7].utf8)
    text.append(contentsOf: ", ".utf8)
    text.appendPadded(date.day, digits: 2)
    text.append(contentsOf: " \(months[(date.month - 1) % 12]) ".utf8)
    text.appendPadded(date.year, digits: 4)
    text.append(UInt8(ascii: " "))
    text.appendPadded(date.hour, digits: 2)
    text.append(UInt8(ascii: ":"))
    text.appendPadded(date.minute, digits: 2)
    text.append(UInt8(ascii: ":"))
    text.appendPadded(date.second, digits: 2)
    text.append(contentsOf: " GMT".utf8)
    return text
  }
}
