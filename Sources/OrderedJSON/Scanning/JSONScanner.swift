/// A reader of JSON text as bytes, for paths where decoding every value would cost too much.
///
/// `validate(limits:)` checks a text that comes from outside. The other operations expect text that
/// is valid and find their way through it without checking again. On text that isn't valid their
/// results mean nothing, but they end, never trap, and never read outside the buffer.
///
/// ```swift
/// bytes.withUnsafeBytes { buffer in
///   let scanner = JSONScanner(buffer)
///   var members = scanner.members(at: scanner.skipWhitespace(at: 0))
///   while let member = members.next() { … member.key, member.value … }
/// }
/// ```
///
/// SAFETY: A scanner borrows the buffer and must not outlive it. Every access to the buffer is in
/// this folder, and each follows a comparison of the offset with `count`: single bytes are read by
/// `byte(at:)`, which makes that comparison, or where a comment says what makes it; words of eight
/// bytes are read only while `offset + 8 <= count`. Offsets never are negative: they start at
/// arguments that are clamped to 0 and only grow.
package struct JSONScanner {
  /// The text.
  let buffer: UnsafeRawBufferPointer

  /// Borrows a buffer for as long as the scanner is used.
  package init(_ buffer: UnsafeRawBufferPointer) {
    self.buffer = buffer
  }

  /// Borrows a buffer for as long as the scanner is used.
  package init(_ buffer: UnsafeBufferPointer<UInt8>) {
    self.buffer = UnsafeRawBufferPointer(buffer)
  }

  /// The length of the text in bytes.
  @inline(__always)
  package var count: Int { buffer.count }

  /// The byte at an offset; 0, which no valid text contains, outside of the text.
  @inline(__always)
  package func byte(at offset: Int) -> UInt8 {
    // SAFETY: The unsigned comparison also turns negative offsets away.
    UInt(bitPattern: offset) < UInt(bitPattern: buffer.count) ? buffer[offset] : 0
  }

  /// The offset of the first byte at or after `offset` that isn't a blank.
  @inline(__always)
  package func skipWhitespace(at offset: Int) -> Int {
    var index = offset
    while isWhitespace(byte(at: index)) { index &+= 1 }
    return index
  }

  @inline(__always)
  private func isWhitespace(_ byte: UInt8) -> Bool {
    byte <= 0x20 && (byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09)
  }

  /// The kind of the value that starts at an offset, by its first byte.
  package func kind(at offset: Int) -> JSONKind? {
    JSONKind(firstByte: byte(at: offset))
  }
}
