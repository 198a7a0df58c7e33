/// A text of one line as YAML: plain where it would be read back as the same text, else in single
/// quotes, and in double quotes where it looks like something that it is not, or has control characters.
func flowScalar(_ string: String) -> String {
  if string.isEmpty || isResolvedPlainScalar(string) || isOldBoolean(string)
    || looksLikeTime(string)
  {
    return doubleQuoted(string)
  }
  if canBePlain(string) { return string }
  guard string.unicodeScalars.allSatisfy(isPrintable) else { return doubleQuoted(string) }
  return "'" + string.replacing("'", with: "''") + "'"
}

/// A text in double quotes.
func doubleQuoted(_ string: String) -> String {
  var text = "\""
  for scalar in string.unicodeScalars {
    switch scalar {
    case "\"": text += "\\\""
    case "\\": text += "\\\\"
    case "\n": text += "\\n"
    case "\r": text += "\\r"
    case "\t": text += "\\t"
    case "\0": text += "\\0"
    case _ where isPrintable(scalar): text.unicodeScalars.append(scalar)
    case _ where scalar.value <= 0xFF: text += "\\x" + hexadecimal(scalar.value, digits: 2)
    case _ where scalar.value <= 0xFFFF: text += "\\u" + hexadecimal(scalar.value, digits: 4)
    default: text += "\\U" + hexadecimal(scalar.value, digits: 8)
    }
  }
  return text + "\""
}

/// Whether a character may stand in YAML without an escape, line breaks and tabs aside.
func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x20...0x7E, 0xA0...0x2027, 0x202A...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD,
    0x10000...0x10FFFF:
    true
  default: false
  }
}

private func hexadecimal(_ value: UInt32, digits: Int) -> String {
  let text = String(value, radix: 16, uppercase: true)
  return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
}

/// The words that YAML 1.1 takes for booleans.
private func isOldBoolean(_ string: String) -> Bool {
  guard string.utf8.count <= 3 else { return false }
  return [
    "y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "n", "N", "no", "No", "NO", "off", "Off",
    "OFF",
  ].contains(string)
}

/// Whether a text is a date, or a number to the base of sixty, for YAML 1.1.
private func looksLikeTime(_ string: String) -> Bool {
  let bytes = Array(string.utf8)
  guard let first = bytes.first else { return false }
  let isDigit: (UInt8) -> Bool = { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  guard isDigit(first) || first == UInt8(ascii: "-") || first == UInt8(ascii: "+") else {
    return false
  }
  let dashes = string.split(separator: "-", maxSplits: 2, omittingEmptySubsequences: false)
  if dashes.count == 3, dashes[0].utf8.count == 4, dashes[0].utf8.allSatisfy(isDigit),
    dashes[1].utf8.allSatisfy(isDigit), dashes[2].utf8.first.map(isDigit) == true
  {
    return true
  }
  let parts = string.split(separator: ":", omittingEmptySubsequences: false)
  return parts.count > 1
    && parts.allSatisfy { part in
      !part.isEmpty
        && part.utf8.allSatisfy {
          isDigit($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".")
            || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+")
        }
    }
}

/// Whether a text may stand without quotes in block style.
private func canBePlain(_ string: String) -> Bool {
  let scalars = Array(string.unicodeScalars)
  guard let first = scalars.first, let last = scalars.last, first != " ", last != " " else {
    return false
  }
  if string.hasPrefix("---") || string.hasPrefix("...") { return false }
  let second = scalars.count > 1 ? scalars[1] : " "
  switch first {
  case "#", ",", "[", "]", "{", "}", "&", "*", "!", "|", ">", "'", "\"", "%", "@", "`": return false
  case "?", ":", "-":
    if second == " " || second == "\t" { return false }
  default: break
  }
  for (index, scalar) in scalars.enumerated() {
    guard isPrintable(scalar) else { return false }
    let next = index + 1 < scalars.count ? scalars[index + 1] : " "
    if scalar == ":", next == " " || next == "\t" { return false }
    if scalar == "#", index > 0, scalars[index - 1] == " " { return false }
  }
  return true
}
