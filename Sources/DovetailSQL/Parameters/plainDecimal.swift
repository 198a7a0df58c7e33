/// The text of a number without an exponent, for types whose input form has none.
///
/// Exponents beyond a hundred are left to the database to refuse.
func plainDecimal(_ text: String) -> String {
  guard let mark = text.firstIndex(where: { $0 == "e" || $0 == "E" }),
    let exponent = Int(text[text.index(after: mark)...]), abs(exponent) <= 100
  else { return text }
  var mantissa = text[..<mark]
  let sign = mantissa.first == "-" ? "-" : ""
  if !sign.isEmpty { mantissa.removeFirst() }
  let parts = mantissa.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
  let whole = String(parts.first ?? "0")
  let fraction = parts.count > 1 ? String(parts[1]) : ""
  let digits = whole + fraction
  let place = whole.count + exponent
  if place <= 0 { return sign + "0." + String(repeating: "0", count: -place) + digits }
  if place >= digits.count {
    return sign + digits + String(repeating: "0", count: place - digits.count)
  }
  return sign + digits.prefix(place) + "." + digits.dropFirst(place)
}
