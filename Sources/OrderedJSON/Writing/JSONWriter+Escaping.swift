extension JSONWriter {
  /// Appends UTF-8 text as a string, quoted and escaped.
  ///
  /// Escapes only what RFC 8259 requires: quotes, backslashes and control characters. The text must
  /// be valid UTF-8; that isn't checked.
  package mutating func appendEscaped(_ text: UnsafeBufferPointer<UInt8>) {
    bytes.append(UInt8(ascii: "\""))
    appendEscapedContent(UnsafeRawBufferPointer(text))
    bytes.append(UInt8(ascii: "\""))
  }

  /// Appends UTF-8 text, escaped as in a string, without quotes.
  ///
  /// For strings that are written piece by piece. The text must be valid UTF-8.
  package mutating func appendEscapedContent(_ text: UnsafeRawBufferPointer) {
    // SAFETY: `runStart <= index <= text.count` throughout: `firstEscapable(in:from:)` returns
    // offsets in that range, and each is compared with `text.count` before its byte is read.
    var runStart = 0
    var index = firstEscapable(in: text, from: 0)
    while index < text.count {
      bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: text[runStart..<index]))
      appendEscape(text[index])
      runStart = index &+ 1
      index = firstEscapable(in: text, from: runStart)
    }
    bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: text[runStart..<text.count]))
  }

  /// The offset of the first byte at or after `start` that must be escaped, or the length.
  @inline(__always)
  private func firstEscapable(in text: UnsafeRawBufferPointer, from start: Int) -> Int {
    var index = start
    // SAFETY: Eight bytes are read only where `index + 8 <= text.count`, one only where
    // `index < text.count`.
    while index &+ 8 <= text.count {
      if let match = ByteWord(text, at: index).firstEscapable { return index &+ match }
      index &+= 8
    }
    while index < text.count {
      let byte = text[index]
      if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return index }
      index &+= 1
    }
    return index
  }

  private mutating func appendEscape(_ byte: UInt8) {
    bytes.append(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
    case 0x08: bytes.append(UInt8(ascii: "b"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    case 0x0A: bytes.append(UInt8(ascii: "n"))
    case 0x0C: bytes.append(UInt8(ascii: "f"))
    case 0x0D: bytes.append(UInt8(ascii: "r"))
    default:
      appendRaw("u00")
      bytes.append(UInt8(ascii: "0") + byte >> 4)
      let digit = byte & 0xF
      bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") - 10 + digit)
    }
  }
}
