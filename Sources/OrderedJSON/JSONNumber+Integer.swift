extension JSONNumber {
  /// The value, if it is an integer that fits, however it is written: `2`, `2.0` and `2e0` are two.
  package var integer: Int64? {
    if let plain = int64 { return plain }
    var rest = Substring(text)
    let isNegative = rest.first == "-"
    if isNegative { rest.removeFirst() }
    var exponent = 0
    if let mark = rest.firstIndex(where: { $0 == "e" || $0 == "E" }) {
      let digits = rest[rest.index(after: mark)...]
      guard let given = Int(digits), abs(given) < 1_000_000 else { return nil }
      exponent = given
      rest = rest[..<mark]
    }
    if let point = rest.firstIndex(of: ".") {
      let fraction = rest[rest.index(after: point)...]
      exponent -= fraction.utf8.count
      rest = rest[..<point] + fraction
    }
    rest = rest.drop { $0 == "0" }
    guard !rest.isEmpty else { return 0 }
    while exponent < 0, rest.last == "0" {
      rest.removeLast()
      exponent += 1
    }
    // No integer of 64 bits has more than 19 digits.
    guard exponent >= 0, rest.utf8.count + exponent <= 19 else { return nil }
    return Int64((isNegative ? "-" : "") + rest + String(repeating: "0", count: exponent))
  }
}
