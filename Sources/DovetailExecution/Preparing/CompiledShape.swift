import DovetailSource

/// A shape program that is shared by all that runs with it.
final class CompiledShape: Sendable {
  let program: ShapeProgram
  /// Whether results must be scanned before they are written.
  let needsScan: Bool
  /// About how many bytes a row needs beside its values.
  private let rowOverhead: Int

  init(_ program: ShapeProgram) {
    self.program = program
    self.needsScan = program.needsScan
    self.rowOverhead = program.rowMembers.reduce(4) { $0 + Int($1.prefix.length) + 2 }
  }

  /// About how long a result is when it is written, without its joins.
  func expectedLength(of result: FetchResult) -> Int {
    switch result {
    case .rows(let rows): rows.bytes.count + rows.rowCount * rowOverhead + 64
    case .document(let document): document.data.count + 64
    }
  }

  /// Whether a result has the form that the shape is for, and its data lie where they should.
  func fits(_ result: FetchResult) -> Bool {
    switch (result, program.root) {
    case (.rows, .rows), (.rows, .row), (.rows, .column): true
    case (.document(let document), .document), (.document(let document), .parts):
      document.data.lowerBound >= 0 && document.data.upperBound <= document.bytes.count
        && !document.data.isEmpty
    default: false
    }
  }
}
