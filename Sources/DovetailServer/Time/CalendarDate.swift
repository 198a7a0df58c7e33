/// A date and time of day of the Gregorian calendar, UTC.
struct CalendarDate: Sendable, Hashable {
  let year: Int
  /// From 1 on.
  let month: Int
  /// From 1 on.
  let day: Int
  let hour: Int
  let minute: Int
  let second: Int
  /// From 0 for Sunday on.
  let weekday: Int

  /// The date of a time that is not before 1970.
  init(secondsSinceEpoch: Int) {
    let seconds = max(0, secondsSinceEpoch)
    let days = seconds / 86_400
    let secondOfDay = seconds % 86_400
    hour = secondOfDay / 3_600
    minute = secondOfDay / 60 % 60
    second = secondOfDay % 60
    weekday = (days + 4) % 7

    // Years are counted from March on, so that the leap day is the last of a year, in eras of 400.
    let shifted = days + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted % 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }
}

extension [UInt8] {
  /// Appends a number that is not negative with leading zeros.
  mutating func appendPadded(_ number: Int, digits: Int) {
    let text = String(number).utf8
    append(contentsOf: repeatElement(UInt8(ascii: "0"), count: Swift.max(0, digits - text.count)))
    append(contentsOf: text)
  }
}
