import OrderedJSON

extension Collector {
  /// What the scan of a `data` object gave.
  enum PartScan {
    /// There is a segment for each part; all are empty if `data` is null.
    case complete
    /// The index of a part that isn't there.
    case missing(Int)
    case bad
  }

  /// Scans the members of a `data` object that are root fields, each as the segment of its index.
  mutating func scanParts(
    _ document: UnsafeRawBufferPointer,
    at offset: Int,
    parts: [ShapeProgram.Part]
  ) -> PartScan {
    let scanner = JSONScanner(document)
    var segments = [Range<Int>?](repeating: nil, count: parts.count)
    var index = scanner.skipWhitespace(at: offset)
    guard scanner.byte(at: index) == UInt8(ascii: "{") else {
      for _ in parts { addEmptySegment() }
      return .complete
    }
    index = scanner.skipWhitespace(at: index &+ 1)
    while scanner.byte(at: index) == UInt8(ascii: "\"") {
      let keyEnd = scanner.skipString(at: index)
      guard keyEnd &- index >= 2 else { return .bad }
      let key = index &+ 1..<keyEnd &- 1
      index = scanner.skipWhitespace(at: keyEnd)
      guard scanner.byte(at: index) == UInt8(ascii: ":") else { return .bad }
      index = scanner.skipWhitespace(at: index &+ 1)
      let valueStart = index
      if let part = parts.firstIndex(where: { scanner.matches(key, $0.name) }) {
        guard let end = scanPart(parts[part], at: index, of: document, index: part) else {
          return .bad
        }
        segments[part] = removeLastSegment()
        index = end
      } else {
        index = scanner.skipValue(at: index)
      }
      guard index > valueStart else { return .bad }
      index = scanner.skipWhitespace(at: index)
      if scanner.byte(at: index) == UInt8(ascii: ",") {
        index = scanner.skipWhitespace(at: index &+ 1)
      }
    }
    guard scanner.byte(at: index) == UInt8(ascii: "}") else { return .bad }
    for (part, segment) in segments.enumerated() {
      guard let segment else { return .missing(part) }
      addSegment(segment)
    }
    return .complete
  }

  private mutating func scanPart(
    _ part: ShapeProgram.Part,
    at offset: Int,
    of document: UnsafeRawBufferPointer,
    index: Int
  ) -> Int? {
    if !part.translations.isEmpty {
      let end = JSONScanner(document).skipValue(at: offset)
      let string = UnsafeRawBufferPointer(rebasing: document[offset..<end])
      if let text = view.translation(of: string, by: part.translations) {
        addLiteralSegment(text)
        return end
      }
    }
    return scanSegment(document, at: offset, level: Int(part.level), item: index)
  }
}
