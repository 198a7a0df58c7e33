/// Where lines and characters of a text begin, so that a place is found without reading all before it.
///
/// Every expression has a place; counting each from the start would take the square of the length.
struct PlaceIndex {
  /// How many bytes are counted together.
  private static let blockLength = 256

  private let bytes: [UInt8]
  /// The offset of each line's first byte.
  private var lineStarts = [0]
  /// How many characters begin before each block.
  private var charactersBefore: [Int] = []

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var characters = 0
    for (offset, byte) in bytes.enumerated() {
      if offset % Self.blockLength == 0 { charactersBefore.append(characters) }
      if Self.beginsCharacter(byte) { characters += 1 }
      if byte == 0x0A { lineStarts.append(offset + 1) }
    }
    charactersBefore.append(characters)
  }

  /// The line and column of a byte; offsets behind the text mean its end.
  func position(of offset: Int) -> SourceSpan.Position {
    let offset = min(offset, bytes.count)
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return SourceSpan.Position(
      line: low,
      column: characters(before: offset) - characters(before: lineStarts[low])
    )
  }

  private func characters(before offset: Int) -> Int {
    let block = offset / Self.blockLength
    return charactersBefore[block]
      + bytes[(block * Self.blockLength)..<offset].count(where: Self.beginsCharacter)
  }

  private static func beginsCharacter(_ byte: UInt8) -> Bool { byte & 0xC0 != 0x80 }
}
