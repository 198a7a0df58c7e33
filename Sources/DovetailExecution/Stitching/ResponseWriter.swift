import DovetailSource
import OrderedJSON

/// Writes a response in one pass: rows from the wire format, documents by their tapes, and at the
/// positions of joins the values that were looked up.
struct ResponseWriter {
  /// A response that would be longer than allowed.
  struct TooLong: Error {
    var limit: Int

    /// The end of the operation.
    var failure: ExecutionFailure {
      ExecutionFailure(errors: [
        ExecutionError(
          code: .unexpected,
          message: "the response is longer than the limit of \(limit) bytes: ask for less"
        )
      ])
    }
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
    _ members: [PreparedPlan.RootMember],
    outcomes: [FetchOutcome?]
  ) throws(TooLong) {
    for member in members {
      json.appendRaw(member.prefix)
      switch member.value {
      case .constant(let bytes):
        json.appendRaw(bytes)
      case .object(let members):
        try write(members, outcomes: outcomes)
      case .fetch(let fetch):
        try write(outcomes[fetch], part: 0)
      case .part(let fetch, let part):
        try write(outcomes[fetch], part: part)
      }
      try checkLength()
    }
    if members.isEmpty { json.append(UInt8(ascii: "{")) }
    json.append(UInt8(ascii: "}"))
  }

  private mutating func write(_ outcome: FetchOutcome?, part: Int) throws(TooLong) {
    if let outcome {
      try write(outcome.result, of: outcome.tapes, part: part)
    } else {
      json.appendRaw("null")
    }
  }

  /// Writes a result, or the part of it that a root field shows.
  mutating func write(_ result: FetchResult, of tapes: TapeSet, part: Int) throws(TooLong) {
    switch result {
    case .rows(let rows):
      try write(rows, of: tapes)
    case .document(let document):
      if tapes.shape.needsScan {
        try write(segment: part, of: tapes, from: document.bytes)
      } else {
        json.appendRaw(document.bytes[document.data])
      }
    }
  }

  /// Writes the rows of a fetch in its shape.
  private mutating func write(_ rows: RowSet, of tapes: TapeSet) throws(TooLong) {
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
