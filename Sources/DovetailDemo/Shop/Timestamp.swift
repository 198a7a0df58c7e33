/// A moment in UTC, to the second.
package struct Timestamp: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Counted from 1970, without leap seconds.
  package var seconds: Int

  /// The day on which the demo's world stands still, 2026-06-30 12:00, so that nothing in it
  /// depends on the clock.
  package static let now = Timestamp(seconds: 1_782_820_800)

  /// The number of seconds of a day.
  static let day = 86_400

  /// The moment so many seconds after 1970 began.
  package init(seconds: Int) {
    self.seconds = seconds
  }

  package static func < (left: Timestamp, right: Timestamp) -> Bool { left.seconds < right.seconds }

  /// The moment so many days before.
  func before(days: Int) -> Timestamp {
    Timestamp(seconds: seconds - days * Self.day)
  }

  /// `2026-06-30T12:00:00`.
  package var description: String {
    let time = seconds % Self.day
    return "\(date)T\(pad(time / 3_600)):\(pad(time / 60 % 60)):\(pad(time % 60))"
  }

  /// `2026-06-30`.
  package var date: String {
    // Years are counted from a March, so that the leap day comes last, and in eras of 400 years,
    // after which the calendar repeats; day 0 is 0000-03-01.
    let days = seconds / Self.day + 719_468
    let era = days / 146_097
    let dayOfEra = days - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shifted + 2) / 5 + 1
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return "\(year)-\(pad(month))-\(pad(day))"
  }

  private func pad(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}
