import OrderedJSON

/// What a plain scalar means, by the rules of YAML 1.2 with the spellings of 1.1 for numbers.
///
/// - Returns: nil for numbers that JSON cannot express: infinities and NaN.
func plainScalarValue(_ text: String) -> JSONValue? {
  switch text {
  case "", "~", "null", "Null", "NULL": return .null
  case "true", "True", "TRUE": return true
  case "false", "False", "FALSE": return false
  case ".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf",
    "-.INF":
    return nil
  default: break
  }
  guard let first = text.utf8.first, isNumberStart(first) else { return .string(text) }
  if let number = JSONNumber(text) { return .number(number) }
  return plainNumber(text).map { .number($0) } ?? .string(text)
}

/// Whether a plain scalar would not be read as the text that it is.
func isResolvedPlainScalar(_ text: String) -> Bool {
  if text == "<<" { return true }
  guard let value = plainScalarValue(text) else { return true }
  return value.stringValue == nil
}

private func isNumberStart(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
    UInt8(ascii: "."):
    true
  default: false
  }
}

/// A number in a spelling that JSON lacks: `0x1F`, `0o17`, `1_000`, `+5`, `.5`, `5.`.
private func plainNumber(_ text: String) -> JSONNumber? {
  guard text.utf8.count <= 400 else { return nil }
  let isNegative = text.hasPrefix("-")
  var digits = text.filter { $0 != "_" }[...]
  if digits.hasPrefix("-") || digits.hasPrefix("+") { digits = digits.dropFirst() }
  guard let first = digits.utf8.first, first != UInt8(ascii: "_") else { return nil }
  for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] where digits.hasPrefix(prefix) {
    guard
      digits.utf8.dropFirst(2).allSatisfy({ $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "+") }),
      let value = Int(digits.dropFirst(2), radix: radix)
    else { return nil }
    return JSONNumber(isNegative ? -value : value)
  }
  if digits.utf8.allSatisfy(isDigit) {
    // A leading zero means octal, as in the reference's tool; others are no integer but a name.
    if digits.utf8.count > 1, digits.hasPrefix("0") {
      return Int(digits, radix: 8).map { JSONNumber(isNegative ? -$0 : $0) }
    }
    return JSONNumber((isNegative ? "-" : "") + digits)
  }
  guard isDecimalFraction(digits) else { return nil }
  return Double(digits).flatMap { JSONNumber(isNegative ? -$0 : $0) }
}

private func isDigit(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}

/// Whether a text is of the form `1.5`, `.5`, `5.`, perhaps with an exponent.
private func isDecimalFraction(_ text: Substring) -> Bool {
  let parts = text.lowercased().split(
    separator: "e",
    maxSplits: 1,
    omittingEmptySubsequences: false
  )
  guard let mantissa = parts.first else { return false }
  if parts.count > 1 {
    var exponent = parts[1]
    if exponent.hasPrefix("+") || exponent.hasPrefix("-") { exponent = exponent.dropFirst() }
    guard !exponent.isEmpty, exponent.utf8.allSatisfy(isDigit) else { return false }
  }
  let halves = mantissa.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
  return halves.contains { !$0.isEmpty } && halves.allSatisfy { $0.utf8.allSatisfy(isDigit) }
}
