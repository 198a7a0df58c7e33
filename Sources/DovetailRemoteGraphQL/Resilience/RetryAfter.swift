/// The header `Retry-After` (RFC 9110 §10.2.3).
package enum RetryAfter {
  /// How long a service wants to be left alone: seconds, or until a date.
  ///
  /// - Parameters:
  ///   - text: the value of the header.
  ///   - now: seconds since 1970.
  /// - Returns: nil for a text that says neither.
  package static func delay(_ text: String, now: Int64) -> Duration? {
    let text = trimmed(text)
    if !text.isEmpty, text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) {
      // A number that is too large for an integer is a very long time.
      return .seconds(Int64(text) ?? Int64(Int32.max))
    }
    guard let date = seconds(of: text) else { return nil }
    return .seconds(max(0, date - now))
  }

  /// A date such as `Sun, 06 Nov 1994 08:49:37 GMT` as seconds since 1970.
  private static func seconds(of text: Substring) -> Int64? {
    let parts = text.split(separator: " ")
    guard parts.count == 6, parts[5] == "GMT", parts[0].hasSuffix(","),
      let day = Int64(parts[1]), (1...31).contains(day),
      let month = months.firstIndex(of: String(parts[2])),
      let year = Int64(parts[3]), (1970...9999).contains(year)
    else { return nil }
    let clock = parts[4].split(separator: ":", omittingEmptySubsequences: false)
    guard clock.count == 3, let hour = Int64(clock[0]), (0...23).contains(hour),
      let minute = Int64(clock[1]), (0...59).contains(minute),
      let second = Int64(clock[2]), (0...60).contains(second)
    else { return nil }
    return days(year: year, month: Int64(month) + 1, day: day) * 86_400
      + hour * 3_600 + minute * 60 + second
  }

  /// Days since 1970-01-01 in the Gregorian calendar, with years that begin in March.
  private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  private static func trimmed(_ text: String) -> Substring {
    var text = text[...]
    while text.first == " " || text.first == "\t" { text.removeFirst() }
    while text.last == " " || text.last == "\t" { text.removeLast() }
    return text
  }
}
