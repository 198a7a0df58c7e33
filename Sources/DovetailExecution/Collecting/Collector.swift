import OrderedJSON

/// Scans the results of a fetch or lookup: collects join keys, and notes how each document is
/// written.
///
/// SAFETY: `document`, `json` and `view` borrow memory that is alive during a call of `collect` only;
/// they are set in it and not used outside. The document is read through the scanner, which checks
/// offsets, and by ranges that were made of offsets the scanner returned.
struct Collector {
  private(set) var collected = Collected()
  /// The keys of each lookup.
  var tables: [KeyTable]
  /// Why a document couldn't be scanned.
  private(set) var problem: Problem?

  /// A document that isn't what it was said to be.
  enum Problem: Error, Sendable {
    /// It isn't JSON, though its source was to check that.
    case malformed
    /// Its lists and objects are nested too deeply.
    case tooDeep
  }

  /// How deep lists and objects may be nested where a shape applies to them.
  ///
  /// Each level costs a stack frame.
  static let maximumDepth = 1_000

  var document = UnsafeRawBufferPointer(start: nil, count: 0)
  var json = JSONScanner(UnsafeRawBufferPointer(start: nil, count: 0))
  var view = ShapeView.empty
  var item: Int32 = 0
  var rowMember: Int32 = -1
  var runStart = 0
  /// The values that are parts of keys, for the objects that are open.
  var parts: [Range<Int>] = []
  /// The slots whose key isn't known yet, for the objects that are open.
  var pending: [Pending] = []
  var scratch: [UInt8] = []

  /// A slot of an object that is open.
  struct Pending {
    var slot: Int
    var use: Int
  }

  /// Starts without keys, for the lookups that the results need.
  init(joins: [JoinNode]) {
    self.tables = joins.map { KeyTable(partCount: $0.keyParts) }
  }

  /// Forgets what has been collected since a state, after a problem.
  ///
  /// Keys are kept: at worst something is looked up that nothing shows.
  mutating func reset(to state: Collected) {
    collected = state
    parts.removeAll()
    pending.removeAll()
    problem = nil
  }

  /// Scans the value that starts at an offset of a document, as a segment of its own.
  ///
  /// Returns the offset after it; nil if there is a problem.
  mutating func scanSegment(
    _ document: UnsafeRawBufferPointer,
    at offset: Int,
    level: Int,
    item: Int
  ) -> Int? {
    self.document = document
    self.json = JSONScanner(document)
    self.item = Int32(clamping: item)
    let start = collected.tape.count
    let valueStart = json.skipWhitespace(at: offset)
    runStart = valueStart
    guard let end = scanValue(at: valueStart, level: level, depth: 0) else {
      problem = problem ?? .malformed
      return nil
    }
    flush(upTo: end)
    collected.segments.append(start..<collected.tape.count)
    return end
  }

  /// Notes a segment that is a text of the program.
  mutating func addLiteralSegment(_ text: ShapeProgram.Text) {
    let start = collected.tape.count
    collected.tape.append(.literal(text))
    collected.segments.append(start..<collected.tape.count)
  }

  /// Notes a segment without anything: a value that is missing.
  mutating func addEmptySegment() {
    let end = collected.tape.count
    collected.segments.append(end..<end)
  }

  /// Notes a segment that has been scanned before.
  mutating func addSegment(_ segment: Range<Int>) {
    collected.segments.append(segment)
  }

  /// Takes back the segment that was noted last.
  mutating func removeLastSegment() -> Range<Int>? {
    collected.segments.popLast()
  }

  /// Notes a position of a row, with its key (or -1).
  mutating func addSlot(group: Int32, key: Int, item: Int, rowMember: Int) {
    collected.slots.append(
      Slot(
        group: group,
        key: Int32(clamping: key),
        item: Int32(clamping: item),
        rowMember: Int32(clamping: rowMember),
        offset: -1
      )
    )
  }

  /// Notes a position of the document; its key follows when the object ends.
  mutating func addSlot(for use: Int, at offset: Int) {
    let slot = collected.slots.count
    collected.slots.append(
      Slot(
        group: view.uses[use].group,
        key: -1,
        item: item,
        rowMember: rowMember,
        offset: offset
      )
    )
    collected.tape.append(.join(slot: slot))
    pending.append(Pending(slot: slot, use: use))
  }

  mutating func setKey(_ key: Int, ofSlot slot: Int) {
    collected.slots[slot].key = Int32(clamping: key)
  }

  mutating func emit(_ operation: TapeOperation) {
    collected.tape.append(operation)
  }

  /// Ends the piece of the document that is being copied.
  @inline(__always)
  mutating func flush(upTo end: Int) {
    if end > runStart { collected.tape.append(.copy(runStart..<end)) }
  }

  mutating func fail(_ problem: Problem) {
    if self.problem == nil { self.problem = problem }
  }
}
