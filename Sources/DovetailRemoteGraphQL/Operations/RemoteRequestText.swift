import DovetailPlan
import DovetailSource
import OrderedJSON

/// The body of a GraphQL request, of which only the variables' values differ between requests.
struct RemoteRequestText: Sendable {
  /// `{"query":"…"`.
  private let start: [UInt8]
  /// `,"operationName":"…"}`.
  private let end: [UInt8]
  private let values: RemoteVariableValues

  init(query: [UInt8], name: String?, values: RemoteVariableValues) {
    var start = JSONWriter()
    start.reserveCapacity(query.count + 32)
    start.appendRaw("{\"query\":")
    query.withUnsafeBufferPointer { start.appendEscaped($0) }
    self.start = start.bytes
    var end = JSONWriter()
    if let name {
      end.appendRaw(",\"operationName\":")
      end.appendString(name)
    }
    end.append(UInt8(ascii: "}"))
    self.end = end.bytes
    self.values = values
  }

  /// The body for a request; the closure appends further members of `variables`, each with a comma.
  func body(
    _ context: ExecutionContext,
    reserving capacity: Int = 0,
    variables append: (inout JSONWriter) -> Void = { _ in }
  ) throws(SourceError) -> [UInt8] {
    var writer = JSONWriter()
    writer.reserveCapacity(start.count + end.count + 256 + capacity)
    writer.appendRaw(start)
    let mark = writer.bytes.count
    writer.appendRaw(",\"variables\":{")
    let empty = writer.bytes.count
    try values.append(to: &writer, context)
    append(&writer)
    if writer.bytes.count == empty {
      writer.bytes.removeLast(empty - mark)
    } else {
      writer.bytes.removeLast()
      writer.append(UInt8(ascii: "}"))
    }
    writer.appendRaw(end)
    return writer.bytes
  }
}
