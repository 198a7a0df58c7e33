import DovetailSource

extension Collector {
  /// Collects from the result of a fetch.
  ///
  /// - Throws: If the result isn't what the source's shape says.
  mutating func collect(_ result: FetchResult, of node: FetchNode) throws(SourceError) {
    guard node.shape.fits(result) else {
      throw ExecutionError.broken("the source's result has another form than its shape")
    }
    guard node.shape.needsScan else { return }
    switch result {
    case .rows(let rows): try collect(rows, of: node)
    case .document(let document): try collect(document, of: node)
    }
  }

  private mutating func collect(_ rows: RowSet, of node: FetchNode) throws(SourceError) {
    let isSound = rows.bytes.withUnsafeBytes { bytes in
      node.shape.program.withView { view in
        self.view = view
        defer { self.view = .empty }
        let reader = RowReader(rows: rows, bytes: bytes)
        switch node.shape.program.root {
        case .rows:
          return scan(reader, count: reader.count, program: node.shape.program)
        case .row:
          return scan(reader, count: min(reader.count, 1), program: node.shape.program)
        case .column(let level):
          guard reader.count > 0, let text = reader.text(row: 0, column: 0), !text.isEmpty else {
            addEmptySegment()
            return true
          }
          return scanSegment(text, at: 0, level: Int(level), item: 0) != nil
        case .document, .parts:
          return true
        }
      }
    }
    if !isSound { throw error(of: node.target.name) }
  }

  private mutating func collect(
    _ document: RemoteDocument,
    of node: FetchNode
  ) throws(SourceError) {
    let start = document.data.lowerBound
    let outcome = document.bytes.withUnsafeBytes { bytes -> PartScan in
      node.shape.program.withView { view -> PartScan in
        self.view = view
        defer { self.view = .empty }
        // What follows the data isn't for the scanner.
        let data = UnsafeRawBufferPointer(rebasing: bytes[..<document.data.upperBound])
        guard case .document(let level) = node.shape.program.root else {
          return scanParts(data, at: start, parts: node.shape.program.parts)
        }
        return scanSegment(data, at: start, level: Int(level), item: 0) == nil ? .bad : .complete
      }
    }
    switch outcome {
    case .complete: break
    case .bad: throw error(of: node.target.name)
    case .missing(let part):
      throw SourceError(
        code: .unexpected,
        message:
          "expecting key \(String(decoding: node.shape.program.parts[part].name, as: UTF8.self))"
      )
    }
  }

  /// Collects from the values of a chunk whose first key has the given index.
  ///
  /// - Throws: If a value isn't JSON; then nothing has been collected from the chunk.
  mutating func collect(
    _ chunk: LookupChunk,
    of join: JoinNode,
    firstKey: Int,
    source: String
  ) throws(SourceError) {
    let state = collected
    let isSound = chunk.bytes.withUnsafeBytes { bytes in
      join.shape.program.withView { view in
        self.view = view
        defer { self.view = .empty }
        guard case .document(let level) = join.shape.program.root else { return false }
        for (index, value) in chunk.values.enumerated() {
          guard let value, !value.isEmpty else {
            addEmptySegment()
            continue
          }
          let text = UnsafeRawBufferPointer(rebasing: bytes[..<value.upperBound])
          let item = firstKey + index
          guard
            scanSegment(text, at: value.lowerBound, level: Int(level), item: item) != nil
          else { return false }
        }
        return true
      }
    }
    if isSound { return }
    let error = error(of: source)
    reset(to: state)
    throw error
  }

  private func error(of source: String) -> SourceError {
    switch problem {
    case .tooDeep?:
      SourceError(
        code: .unexpected,
        message: "the answer of \"\(source)\" is nested more than \(Self.maximumDepth) levels deep"
      )
    case .malformed?, nil:
      SourceError(code: .unexpected, message: "the answer of \"\(source)\" isn't valid JSON")
    }
  }
}
