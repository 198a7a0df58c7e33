import DovetailExecution
import DovetailMetadata
import DovetailPlan

/// The calls of upstreams that an operation made, as a table for people.
struct FetchTable {
  private static let callWidth = 46

  private static let headings = ["source", "call", "keys", "rows", "bytes", "start", "time"]

  private let rows: [[String]]

  /// A line for each call, by their start.
  init(_ calls: [ExecutionTrace.Call]) {
    rows = calls.map { call in
      [
        Self.name(of: call.target),
        Self.shortened(call.text),
        call.relationship == nil ? "" : "\(call.keyCount)",
        call.failure == nil ? "\(call.rowCount)" : "failed",
        "\(call.byteCount)",
        "\(milliseconds(call.start))",
        "\(milliseconds(call.duration))",
      ]
    }
  }

  /// The table, each line without the end of line.
  var lines: [String] {
    let table = [Self.headings] + rows
    let widths = Self.headings.indices.map { column in
      table.map { $0[column].count }.max() ?? 0
    }
    return table.map { row in
      zip(row, widths).enumerated().map { column, cell in
        let padding = String(repeating: " ", count: cell.1 - cell.0.count)
        // Texts on the left, numbers on the right.
        return column < 2 ? cell.0 + padding : padding + cell.0
      }.joined(separator: "  ")
    }
  }

  private static func name(of target: FetchTarget) -> String {
    switch target {
    case .source(let name): name.value
    case .remoteSchema(let name): name.value
    case .action(let name): name.value
    case .request: "request"
    }
  }

  /// The beginning of a text on one line.
  private static func shortened(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return line.count <= callWidth ? line : line.prefix(callWidth - 1) + "…"
  }
}

/// A duration as `12.34 ms`.
func milliseconds(_ duration: Duration) -> String {
  let (seconds, attoseconds) = duration.components
  let hundredths = (seconds * 100_000) + (attoseconds + 5_000_000_000_000) / 10_000_000_000_000
  let fraction = hundredths % 100
  return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction) ms"
}
