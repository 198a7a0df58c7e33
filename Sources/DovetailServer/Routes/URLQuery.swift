/// The query of a URL as `name=value` pairs.
struct URLQuery: Sendable {
  /// The pairs in their order, percent-decoded; `nil` for a name without `=`.
  let parameters: [(name: String, value: String?)]

  /// Takes a query apart, given without its `?`.
  init(_ query: String) {
    parameters = query.split(separator: "&").map { pair in
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = parts.first.map { percentDecoded($0, plusIsBlank: true) } ?? ""
      return (name, parts.count > 1 ? percentDecoded(parts[1], plusIsBlank: true) : nil)
    }
  }

  /// Whether a name is there without a value or with `true`.
  func flag(_ name: String) -> Bool {
    parameters.contains { $0.name == name && ($0.value ?? "true").lowercased() == "true" }
  }
}

/// Replaces `%41` by the byte it stands for; what is no such escape stays.
///
/// In queries `+` stands for a blank.
func percentDecoded(_ text: some StringProtocol, plusIsBlank: Bool) -> String {
  var decoded: [UInt8] = []
  var rest = text.utf8[...]
  while let byte = rest.popFirst() {
    switch byte {
    case UInt8(ascii: "+") where plusIsBlank: decoded.append(UInt8(ascii: " "))
    case UInt8(ascii: "%"):
      let digits = rest.prefix(2)
      if digits.count == 2, let value = hexadecimalByte(digits) {
        decoded.append(value)
        rest = rest.dropFirst(2)
      } else {
        decoded.append(byte)
      }
    default: decoded.append(byte)
    }
  }
  return String(decoding: decoded, as: UTF8.self)
}

/// The byte that hexadecimal digits spell.
private func hexadecimalByte(_ digits: some Sequence<UInt8>) -> UInt8? {
  var value: UInt8 = 0
  for digit in digits {
    let nibble: UInt8
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): nibble = digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): nibble = digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): nibble = digit - UInt8(ascii: "A") + 10
    default: return nil
    }
    value = value << 4 | nibble
  }
  return value
}
