import OrderedJSON

extension ResponseWriter {
  /// Writes the document of a segment; null for an empty segment.
  mutating func write(
    segment: Int,
    of tapes: TapeSet,
    from document: [UInt8]
  ) throws(TooLong) {
    let failure = document.withUnsafeBytes { document -> TooLong? in
      do throws(TooLong) {
        try write(segment: segment, of: tapes, from: document)
        return nil
      } catch {
        return error
      }
    }
    if let failure { throw failure }
  }

  /// Writes the document of a segment; null for an empty segment.
  mutating func write(
    segment: Int,
    of tapes: TapeSet,
    from document: UnsafeRawBufferPointer
  ) throws(TooLong) {
    let range = segment < tapes.collected.segments.count ? tapes.collected.segments[segment] : 0..<0
    if range.isEmpty { json.appendRaw("null") }
    for index in range {
      let operation = tapes.collected.tape[index]
      switch operation.kind {
      case .copy:
        // SAFETY: The range was made by the scan of this very document.
        json.bytes.append(
          contentsOf: UnsafeRawBufferPointer(rebasing: document[operation.range])
        )
      case .literal:
        json.bytes.append(contentsOf: tapes.shape.program.bytes[operation.range])
      case .join:
        let slot = tapes.collected.slots[operation.start]
        try write(key: Int(slot.key), of: tapes.joins[Int(slot.group)])
      }
    }
  }

  /// Writes what a lookup found for a key; null for key -1, and where nothing was found.
  mutating func write(key: Int, of lookup: LookupOutcome) throws(TooLong) {
    guard key >= 0, key < lookup.layout.keyCount else {
      json.appendRaw("null")
      return
    }
    let (chunk, index) = lookup.layout.place(of: key)
    guard let value = lookup.chunks[chunk].values[index], !value.isEmpty else {
      json.appendRaw("null")
      return
    }
    if lookup.tapes.collected.segments.isEmpty {
      lookup.chunks[chunk].bytes.withUnsafeBytes { bytes in
        // SAFETY: That values lie in the bytes was checked when they were received.
        json.bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[value]))
      }
    } else {
      try write(segment: key, of: lookup.tapes, from: lookup.chunks[chunk].bytes)
    }
    try checkLength()
  }
}
