import OrderedJSON

extension Collector {
  /// The offset after the key whose quote is at an offset, and whether it is free of escapes.
  @inline(__always)
  func scanKey(at offset: Int) -> (end: Int, isPlain: Bool) {
    let ones: UInt64 = 0x0101_0101_0101_0101
    var index = offset &+ 1
    // SAFETY: Eight bytes are read only where `index + 8 <= document.count`.
    while index &+ 8 <= document.count {
      let word = UInt64(
        littleEndian: document.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      )
      let quotes = word ^ (ones &* 0x22)
      let slashes = word ^ (ones &* 0x5C)
      let matches =
        (((quotes &- ones) & ~quotes) | ((slashes &- ones) & ~slashes)) & (ones &* 0x80)
      if matches == 0 {
        index &+= 8
        continue
      }
      index &+= matches.trailingZeroBitCount &>> 3
      break
    }
    while true {
      switch json.byte(at: index) {
      case UInt8(ascii: "\""): return (index &+ 1, true)
      case UInt8(ascii: "\\"): return (json.skipString(at: offset), false)
      default: break
      }
      guard index < document.count else { return (offset, true) }
      index &+= 1
    }
  }

  /// The member of a level by its name in the document; -1 if nothing happens to it.
  @inline(__always)
  func find(_ name: Range<Int>, at level: ShapeProgram.Level) -> Int {
    view.member(named: UnsafeRawBufferPointer(rebasing: document[name]), at: level)
  }

  /// The same for a name with escapes, which no service has a reason to write.
  func findEscaped(_ name: Range<Int>, at level: ShapeProgram.Level) -> Int {
    let literal = document[(name.lowerBound - 1)..<(name.upperBound + 1)]
    guard let key = (try? JSONValue(parsing: Array(literal)))?.stringValue else { return -1 }
    return Array(key.utf8).withUnsafeBytes { view.member(named: $0, at: level) }
  }

  /// Gives the slots of an object that ends their keys.
  @inline(__always)
  mutating func assignKeys(of frame: ObjectFrame) {
    while pending.count > frame.pendingStart, let next = pending.popLast() {
      let use = view.uses[next.use]
      if let key = key(of: use, partsStart: frame.partsStart) {
        setKey(key, ofSlot: next.slot)
      }
    }
    if parts.count > frame.partsStart { parts.removeLast(parts.count &- frame.partsStart) }
  }

  /// The index of a join's key, which is added if it is new; nil if a part is null or missing.
  private mutating func key(of use: ShapeProgram.EdgeUse, partsStart: Int) -> Int? {
    let group = Int(use.group)
    if use.parts.count == 1 {
      let range = value(of: view.useParts[Int(use.parts.lowerBound)], partsStart)
      guard isValue(range) else { return nil }
      return tables[group].index(of: UnsafeRawBufferPointer(rebasing: document[range]))
    }
    scratch.removeAll(keepingCapacity: true)
    for index in use.parts {
      let range = value(of: view.useParts[Int(index)], partsStart)
      guard isValue(range) else { return nil }
      scratch.append(contentsOf: UnsafeRawBufferPointer(rebasing: document[range]))
      scratch.append(0)
    }
    return scratch.withUnsafeBytes { tables[group].index(ofParts: $0) }
  }

  /// Where a part of a key lies; nowhere if there is nothing at the end of its path.
  @inline(__always)
  private func value(of part: ShapeProgram.UsePart, _ partsStart: Int) -> Range<Int> {
    let range = parts[partsStart &+ Int(part.part)]
    return part.path.isEmpty ? range : follow(part.path, from: range)
  }

  private func follow(_ path: Range<Int32>, from start: Range<Int>) -> Range<Int> {
    var range = start
    for index in path {
      guard !range.isEmpty else { break }
      let step = view.pathSteps[Int(index)]
      var next = range.lowerBound..<range.lowerBound
      switch json.kind(at: range.lowerBound) {
      case .object:
        // Of equal names the last one counts, as it does in databases.
        var members = json.members(at: range.lowerBound)
        while let member = members.next() {
          if json.matches(member.key, step.name) { next = member.value }
        }
      case .array:
        guard let wanted = step.index else { break }
        var elements = json.elements(at: range.lowerBound)
        var index = 0
        while let element = elements.next() {
          if index == wanted {
            next = element
            break
          }
          index += 1
        }
      default: break
      }
      range = next
    }
    return range
  }

  @inline(__always)
  private func isValue(_ range: Range<Int>) -> Bool {
    !range.isEmpty && json.byte(at: range.lowerBound) != UInt8(ascii: "n")
  }
}
