import OrderedJSON

// Note [Cutting members out]
//
// A run is a piece of the document that is copied as it stands. It is cut where a member is hidden,
// renamed or replaced. Each written member brings the comma before it along, except for the first
// one that is written: so before a cut the run ends before the comma of the member (`cut`), and
// after a hidden member the next run starts at the next member's comma, or at its key as long as
// nothing of the object has been written.

extension Collector {
  /// Scans a value to whose objects a level applies; returns the offset after it, nil if it is bad.
  mutating func scanValue(at offset: Int, level: Int, depth: Int) -> Int? {
    guard level >= 0 else { return skip(at: offset) }
    switch json.byte(at: offset) {
    case UInt8(ascii: "{"): return scanObject(at: offset, level: level, depth: depth)
    case UInt8(ascii: "["): return scanList(at: offset, level: level, depth: depth)
    default: return skip(at: offset)
    }
  }

  private func skip(at offset: Int) -> Int? {
    let end = json.skipValue(at: offset)
    return end > offset ? end : nil
  }

  private mutating func scanList(at offset: Int, level: Int, depth: Int) -> Int? {
    guard depth < Self.maximumDepth else {
      fail(.tooDeep)
      return nil
    }
    var index = json.skipWhitespace(at: offset &+ 1)
    if json.byte(at: index) == UInt8(ascii: "]") { return index &+ 1 }
    while true {
      guard let end = scanValue(at: index, level: level, depth: depth &+ 1) else { return nil }
      index = json.skipWhitespace(at: end)
      switch json.byte(at: index) {
      case UInt8(ascii: ","): index = json.skipWhitespace(at: index &+ 1)
      case UInt8(ascii: "]"): return index &+ 1
      default: return nil
      }
    }
  }

  /// Scans an object.
  ///
  /// See Note [Cutting members out].
  private mutating func scanObject(at offset: Int, level: Int, depth: Int) -> Int? {
    guard depth < Self.maximumDepth else {
      fail(.tooDeep)
      return nil
    }
    let level = view.levels[level]
    if level.isReplaced { return scanReplaced(at: offset, level: level) }
    var frame = ObjectFrame(partsStart: parts.count, pendingStart: pending.count)
    for _ in 0..<level.partCount { parts.append(0..<0) }
    var index = json.skipWhitespace(at: offset &+ 1)
    if json.byte(at: index) == UInt8(ascii: "}") {
      parts.removeLast(Int(level.partCount))
      return index &+ 1
    }
    frame.cut = index
    while true {
      guard json.byte(at: index) == UInt8(ascii: "\"") else { return nil }
      guard let end = scanMember(at: index, level: level, frame: &frame, depth: depth) else {
        return nil
      }
      index = json.skipWhitespace(at: end)
      switch json.byte(at: index) {
      case UInt8(ascii: ","):
        let comma = index
        index = json.skipWhitespace(at: index &+ 1)
        frame.cut = frame.hasWritten ? comma : index
        if frame.isAfterHidden { runStart = frame.cut }
      case UInt8(ascii: "}"):
        if frame.isAfterHidden { runStart = index }
        assignKeys(of: frame)
        return index &+ 1
      default:
        return nil
      }
    }
  }

  /// What is known of the object that is scanned.
  struct ObjectFrame {
    var partsStart: Int
    var pendingStart: Int
    /// Where a run must end that doesn't include the present member.
    var cut = 0
    /// Whether a member of the object is written.
    var hasWritten = false
    var isAfterHidden = false
  }

  /// Scans a member whose key's quote is at an offset; returns the offset after the value.
  @inline(__always)
  private mutating func scanMember(
    at keyStart: Int,
    level: ShapeProgram.Level,
    frame: inout ObjectFrame,
    depth: Int
  ) -> Int? {
    let (keyEnd, isPlain) = scanKey(at: keyStart)
    guard keyEnd &- keyStart >= 2 else { return nil }
    var index = json.skipWhitespace(at: keyEnd)
    guard json.byte(at: index) == UInt8(ascii: ":") else { return nil }
    index = json.skipWhitespace(at: index &+ 1)
    let name = keyStart &+ 1..<keyEnd &- 1
    let found = isPlain ? find(name, at: level) : findEscaped(name, at: level)
    if found < 0 {
      frame.hasWritten = true
      frame.isAfterHidden = false
      return skip(at: index)
    }
    let member = view.members[found]
    let end: Int?
    switch member.action {
    case .hide: end = hide(at: index, frame: &frame)
    case .copy: end = copy(member, keyStart: keyStart, at: index, depth: depth)
    case .translate: end = translate(member, keyStart: keyStart, at: index)
    case .join: end = join(member, keyStart: keyStart, at: index)
    }
    guard let end else { return nil }
    if member.action != .hide {
      frame.hasWritten = true
      frame.isAfterHidden = false
    }
    if member.part >= 0 { parts[frame.partsStart &+ Int(member.part)] = index..<end }
    return end
  }

  private mutating func hide(at offset: Int, frame: inout ObjectFrame) -> Int? {
    if !frame.isAfterHidden { flush(upTo: frame.cut) }
    frame.isAfterHidden = true
    return skip(at: offset)
  }

  private mutating func copy(
    _ member: ShapeProgram.Member,
    keyStart: Int,
    at offset: Int,
    depth: Int
  ) -> Int? {
    if member.rename.isPresent { rename(member, keyStart: keyStart, at: offset) }
    return scanValue(at: offset, level: Int(member.level), depth: depth &+ 1)
  }

  private mutating func rename(_ member: ShapeProgram.Member, keyStart: Int, at offset: Int) {
    flush(upTo: keyStart)
    emit(.literal(member.rename))
    runStart = offset
  }

  private mutating func translate(
    _ member: ShapeProgram.Member,
    keyStart: Int,
    at offset: Int
  ) -> Int? {
    if member.rename.isPresent { rename(member, keyStart: keyStart, at: offset) }
    guard let end = skip(at: offset) else { return nil }
    let string = UnsafeRawBufferPointer(rebasing: document[offset..<end])
    if let text = view.translation(of: string, by: member.translations) {
      flush(upTo: offset)
      emit(.literal(text))
      runStart = end
    }
    return end
  }

  private mutating func join(
    _ member: ShapeProgram.Member,
    keyStart: Int,
    at offset: Int
  ) -> Int? {
    if member.rename.isPresent { rename(member, keyStart: keyStart, at: offset) }
    guard let end = skip(at: offset) else { return nil }
    flush(upTo: offset)
    addSlot(for: Int(member.use), at: offset)
    runStart = end
    return end
  }

  /// Scans an object of which nothing is written but the joins in it.
  private mutating func scanReplaced(at offset: Int, level: ShapeProgram.Level) -> Int? {
    flush(upTo: offset)
    let frame = ObjectFrame(partsStart: parts.count, pendingStart: pending.count)
    for _ in 0..<level.partCount { parts.append(0..<0) }
    var index = json.skipWhitespace(at: offset &+ 1)
    while json.byte(at: index) == UInt8(ascii: "\"") {
      let (keyEnd, isPlain) = scanKey(at: index)
      guard keyEnd &- index >= 2 else { return nil }
      let name = index &+ 1..<keyEnd &- 1
      index = json.skipWhitespace(at: keyEnd)
      guard json.byte(at: index) == UInt8(ascii: ":") else { return nil }
      index = json.skipWhitespace(at: index &+ 1)
      guard let end = skip(at: index) else { return nil }
      let found = isPlain ? find(name, at: level) : findEscaped(name, at: level)
      if found >= 0 {
        let member = view.members[found]
        if member.action == .join { addSlot(for: Int(member.use), at: index) }
        if member.part >= 0 { parts[frame.partsStart &+ Int(member.part)] = index..<end }
      }
      index = json.skipWhitespace(at: end)
      guard json.byte(at: index) == UInt8(ascii: ",") else { break }
      index = json.skipWhitespace(at: index &+ 1)
    }
    guard json.byte(at: index) == UInt8(ascii: "}") else { return nil }
    assignKeys(of: frame)
    runStart = index &+ 1
    return runStart
  }
}
