import DovetailSource
import OrderedJSON

/// Writes a response in one pass: rows from the wire format, documents by their tapes, and at the
/// positions of joins the values that were looked up.
struct ResponseWriter {
  /// A response that would be longer than allowed.
  struct TooLong: Error {
    var limit: Int
  }

  var json: JSONWriter
  private let limit: Int

  /// Starts after bytes that stand before the response; those don't count.
  init(prefix: [UInt8], capacity: Int, limit: Int) {
    json = JSONWriter(prefix)
    self.limit = limit > Int.max - prefix.count ? Int.max : limit + prefix.count
    json.reserveCapacity(prefix.count + min(capacity, max(0, limit)))
  }

  /// Ends the operation when the response gets too long.
  @inline(__always)
  mutating func checkLength() throws(TooLong) {
    if json.bytes.count > limit { throw TooLong(limit: limit) }
  }

  // MARK: Root fields

  /// Writes `data` or a namespace in it; a fetch without outcome has failed, its fields are null.
  mutating func write(
    _ members: [PreparedPlan.RootMember], of plan: PreparedPlan, outcomes: [FetchOutcome?]
  ) throws(TooLong) {
    for member in members {
      json.appendRaw(member.prefix)
      switch member.value {
      case .constant(let bytes):
        json.appendRaw(bytes)
      case .object(let members):
        try write(members, of: plan, outcomes: outcomes)
      case .fetch(let fetch):
        try write(plan.fetches[fetch], outcomes[fetch], part: nil)
      case .part(let fetch, let part):
        try write(plan.fetches[fetch], outcomes[fetch], part: part)
      }
      try checkLength()
    }
    if members.isEmpty { json.append(UInt8(ascii: "{")) }
    json.append(UInt8(ascii: "}"))
  }

  private mutating func write(
    _ node: FetchNode, _ outcome: FetchOutcome?, part: Int?
  ) throws(TooLong) {
    switch outcome?.result {
    case .rows(let rows)?:
      guard let outcome else { return }
      try write(rows, of: node, outcome)
    case .document(let document)?:
      guard let outcome else { return }
      try write(document, of: node, outcome, part: part)
    case nil:
      json.appendRaw("null")
    }
  }

  private mutating func write(
    _ document: RemoteDocument, of node: FetchNode, _ outcome: FetchOutcome, part: Int?
  ) throws(TooLong) {
    guard node.program.needsScan else {
      json.appendRaw(document.bytes[document.data])
      return
    }
    let tapes = TapeSet(collected: outcome.collected, program: node.program, joins: outcome.joins)
    try write(segment: part ?? 0, of: tapes, from: document.bytes)
  }

  /// Writes the rows of a fetch in its shape.
  private mutating func write(
    _ rows: RowSet, of node: FetchNode, _ outcome: FetchOutcome
  ) throws(TooLong) {
    let tapes = TapeSet(collected: outcome.collected, program: node.program, joins: outcome.joins)
    let failure = rows.bytes.withUnsafeBytes { bytes -> TooLong? in
      let reader = RowReader(rows: rows, bytes: bytes)
      do throws(TooLong) {
        try write(reader, of: tapes)
        return nil
      } catch {
        return error
      }
    }
    if let failure { throw failure }
  }
}
