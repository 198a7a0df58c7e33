import DovetailSource
import OrderedJSON

extension ResponseWriter {
  /// Writes rows as a list, or one row as an object, or the one JSON text that was read.
  mutating func write(_ reader: RowReader, of tapes: TapeSet) throws(TooLong) {
    var place = RowPlace()
    switch tapes.shape.program.root {
    case .rows:
      var separator = UInt8(ascii: "[")
      for row in 0..<reader.count {
        json.append(separator)
        separator = UInt8(ascii: ",")
        place.row = row
        try writeRow(reader, at: &place, of: tapes)
        try checkLength()
      }
      if reader.count == 0 { json.append(separator) }
      json.append(UInt8(ascii: "]"))
    case .row:
      if reader.count > 0 {
        try writeRow(reader, at: &place, of: tapes)
      } else {
        json.appendRaw("null")
      }
    case .column(let level):
      let text = reader.count > 0 ? reader.text(row: 0, column: 0) : nil
      try writeDocument(text, level: level, at: &place, of: tapes)
    case .document, .parts:
      json.appendRaw("null")
    }
  }

  /// Where in the rows the writer stands: what has been collected is in the order of writing.
  private struct RowPlace {
    var row = 0
    var slot = 0
    var segment = 0
  }

  private mutating func writeRow(
    _ reader: RowReader,
    at place: inout RowPlace,
    of tapes: TapeSet
  ) throws(TooLong) {
    for member in tapes.shape.program.rowMembers {
      append(member.prefix, of: tapes.shape.program)
      switch member.value {
      case .column(let column, let form, let isQuoted):
        if let text = reader.text(row: place.row, column: column) {
          json.append(text, form: form, isQuoted: isQuoted)
        } else {
          json.appendRaw("null")
        }
      case .document(let column, let level):
        let text = reader.text(row: place.row, column: column)
        try writeDocument(text, level: level, at: &place, of: tapes)
      case .constant(let text):
        append(text, of: tapes.shape.program)
      case .join:
        let slot = tapes.collected.slots[place.slot]
        place.slot += 1
        try write(key: Int(slot.key), of: tapes.joins[Int(slot.group)])
      }
    }
    if tapes.shape.program.rowMembers.isEmpty { json.append(UInt8(ascii: "{")) }
    json.append(UInt8(ascii: "}"))
  }

  private mutating func writeDocument(
    _ text: UnsafeRawBufferPointer?,
    level: Int32,
    at place: inout RowPlace,
    of tapes: TapeSet
  ) throws(TooLong) {
    guard level >= 0 else {
      if let text, !text.isEmpty {
        json.bytes.append(contentsOf: text)
      } else {
        json.appendRaw("null")
      }
      return
    }
    let segment = place.segment
    place.segment += 1
    guard let text else {
      json.appendRaw("null")
      return
    }
    try write(segment: segment, of: tapes, from: text)
    let operations = tapes.collected.segments[segment]
    if let last = tapes.collected.tape[operations].last(where: { $0.kind == .join }) {
      place.slot = last.start + 1
    }
  }

  @inline(__always)
  private mutating func append(_ text: ShapeProgram.Text, of program: ShapeProgram) {
    json.bytes.append(contentsOf: program.bytes[text.range])
  }
}
