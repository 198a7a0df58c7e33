import OrderedJSON
import SeededRandom

extension SeededGenerator {
  /// A random value, nested up to a depth.
  mutating func value(depth: Int = 4) -> JSONValue {
    switch below(depth > 0 ? 8 : 5) {
    case 0: return .null
    case 1: return .bool(below(2) == 0)
    case 2: return .number(JSONNumber(unchecked: numberText()))
    case 3, 4: return .string(string())
    case 5, 6:
      return .object(members: (0..<below(5)).map { _ in (string(), value(depth: depth - 1)) })
    default: return .array((0..<below(5)).map { _ in value(depth: depth - 1) })
    }
  }

  /// A random text with many of the characters that need care.
  mutating func string() -> String {
    let alphabet: [Unicode.Scalar] = [
      "a", "b", "Z", "0", " ", "\"", "\\", "/", "\n", "\t", "\r", "\u{0}", "\u{1F}", "\u{7F}",
      "é", "ß", "€", "\u{2028}", "\u{FFFD}", "😀", "\u{10FFFF}",
    ]
    var text = String.UnicodeScalarView()
    for _ in 0..<below(24) { text.append(alphabet[below(below(2) == 0 ? 4 : alphabet.count)]) }
    return String(text)
  }

  private mutating func numberText() -> String {
    var text = below(2) == 0 ? "-" : ""
    text += below(4) == 0 ? "0" : String(1 + below(1_000_000))
    if below(3) == 0 { text += "." + String(below(1000)) }
    if below(4) == 0 { text += ["e", "E+", "e-", "E"][below(4)] + String(below(400)) }
    return text
  }

  /// The bytes after one to three random changes: a byte replaced, inserted, removed, or a cut.
  mutating func mutate(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    let interesting =
      Array("{}[]\",:\\/ubnrt0123456789.-+eE \n\u{0}".utf8) + [0x80, 0xC0, 0xED, 0xFF]
    for _ in 0...below(3) where !bytes.isEmpty {
      let index = below(bytes.count)
      let byte = below(4) == 0 ? UInt8(below(256)) : interesting[below(interesting.count)]
      switch below(5) {
      case 0: bytes.remove(at: index)
      case 1: bytes.insert(byte, at: index)
      case 2: bytes.removeSubrange(index...)
      case 3: bytes.insert(contentsOf: bytes[index..<min(bytes.count, index + 4)], at: index)
      default: bytes[index] = byte
      }
    }
    return bytes
  }
}
