/// The value of a block string from the text between its quotes.
///
/// Removes the indentation that all lines but the first share, and blank lines at both ends, as
/// https://spec.graphql.org/September2025/#BlockStringValue() describes.
func blockStringValue(_ raw: Slice<UnsafeBufferPointer<UInt8>>) -> String {
  let lines = splitLines(raw)
  let indentation = commonIndentation(lines.dropFirst())
  guard let first = lines.firstIndex(where: { !isBlank($0) }),
    let last = lines.lastIndex(where: { !isBlank($0) })
  else { return "" }
  var value: [UInt8] = []
  value.reserveCapacity(raw.count)
  for index in first...last {
    if index > first { value.append(UInt8(ascii: "\n")) }
    let line = lines[index]
    appendUnescaped(index == 0 ? line : line.dropFirst(indentation), to: &value)
  }
  return String(decoding: value, as: UTF8.self)
}

private typealias Line = Slice<UnsafeBufferPointer<UInt8>>

private func splitLines(_ raw: Line) -> [Line] {
  var lines: [Line] = []
  var start = raw.startIndex
  var index = start
  while index < raw.endIndex {
    let byte = raw[index]
    guard byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") else {
      index += 1
      continue
    }
    lines.append(raw[start..<index])
    index += 1
    if byte == UInt8(ascii: "\r"), index < raw.endIndex, raw[index] == UInt8(ascii: "\n") {
      index += 1
    }
    start = index
  }
  lines.append(raw[start..<raw.endIndex])
  return lines
}

private func commonIndentation(_ lines: ArraySlice<Line>) -> Int {
  lines.filter { !isBlank($0) }.map { $0.prefix(while: isBlank).count }.min() ?? 0
}

private func isBlank(_ line: Line) -> Bool { line.allSatisfy(isBlank) }

private func isBlank(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
}

/// Appends a line, each `\"""` of which stands for three quotes.
private func appendUnescaped(_ line: Line, to value: inout [UInt8]) {
  let escape = StaticString("\\\"\"\"")
  let pattern = UnsafeBufferPointer(start: escape.utf8Start, count: escape.utf8CodeUnitCount)
  var rest = line
  while let backslash = rest.firstIndex(of: UInt8(ascii: "\\")) {
    value.append(contentsOf: rest[rest.startIndex..<backslash])
    rest = rest[backslash..<rest.endIndex]
    if rest.starts(with: pattern) {
      value.append(contentsOf: pattern.dropFirst())
      rest = rest.dropFirst(pattern.count)
    } else {
      value.append(UInt8(ascii: "\\"))
      rest = rest.dropFirst()
    }
  }
  value.append(contentsOf: rest)
}
