/// The text of a decimal number with the decimals that the reference sends.
///
/// These are groups of four, and one for a number with an exponent and none. Other texts stay as they
/// are.
func groupDecimals(of text: String) -> String {
  if let mark = text.firstIndex(where: { $0 == "e" || $0 == "E" }) {
    guard !text[..<mark].contains("."), text[..<mark].last?.isNumber == true else { return text }
    return text[..<mark] + ".0" + text[mark...]
  }
  guard let point = text.firstIndex(of: "."), text.last?.isNumber == true else { return text }
  let decimals = text.distance(from: point, to: text.endIndex) - 1
  return text + String(repeating: "0", count: (4 - decimals % 4) % 4)
}
