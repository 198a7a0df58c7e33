import DovetailSource
import OrderedJSON

extension FetchNode {
  /// The client's path to a position in the result.
  func path(to slot: Slot, in result: FetchResult) -> [ExecutionError.PathStep] {
    let program = shape.program
    switch result {
    case .rows(let rows):
      return path(to: slot, in: rows)
    case .document(let document):
      let isParts = if case .parts = program.root { true } else { false }
      let root = isParts && slot.item >= 0 && Int(slot.item) < roots.count ? Int(slot.item) : 0
      let prefix: [ExecutionError.PathStep] = roots[root].path.map { .key($0) }
      guard isParts else {
        return prefix + program.path(to: slot, in: document.bytes, at: document.data.lowerBound)
      }
      let inner = document.bytes.withUnsafeBytes { bytes in
        var members = JSONScanner(bytes).members(at: document.data.lowerBound)
        while let member = members.next() {
          if member.value.contains(slot.offset) { return member.value.lowerBound }
        }
        return document.data.lowerBound
      }
      return prefix + program.path(to: slot, in: document.bytes, at: inner)
    }
  }

  private func path(to slot: Slot, in rows: RowSet) -> [ExecutionError.PathStep] {
    var path: [ExecutionError.PathStep] = roots.first.map { $0.path.map { .key($0) } } ?? []
    let program = shape.program
    var column: Int32 = 0
    var level: Int32 = -1
    switch program.root {
    case .column(let own): level = own
    case .rows, .row, .document, .parts:
      let member = Int(slot.rowMember)
      guard member >= 0, member < program.rowMembers.count else { return path }
      if case .rows = program.root { path.append(.index(Int(slot.item))) }
      path.append(.key(program.rowResponseKeys[member]))
      guard slot.offset >= 0, case .document(let own, let inner) = program.rowMembers[member].value
      else { return path }
      (column, level) = (own, inner)
    }
    return path
      + rows.bytes.withUnsafeBytes { bytes in
        let reader = RowReader(rows: rows, bytes: bytes)
        guard let text = reader.text(row: Int(slot.item), column: column) else { return [] }
        return program.path(to: slot.offset, in: text, at: 0, level: level)
      }
  }
}

extension ShapeProgram {
  /// The client's path from a value in which the program's shape applies to a position in it.
  func path(to slot: Slot, in document: [UInt8], at start: Int) -> [ExecutionError.PathStep] {
    var level: Int32 = -1
    switch root {
    case .document(let own), .column(let own): level = own
    case .parts: level = parts.indices.contains(Int(slot.item)) ? parts[Int(slot.item)].level : -1
    case .rows, .row: break
    }
    return document.withUnsafeBytes { path(to: slot.offset, in: $0, at: start, level: level) }
  }

  /// The client's path from the value at `start` to the one at `offset`.
  func path(
    to offset: Int,
    in document: UnsafeRawBufferPointer,
    at start: Int,
    level: Int32
  ) -> [ExecutionError.PathStep] {
    let scanner = JSONScanner(document)
    var path: [ExecutionError.PathStep] = []
    var value = scanner.skipWhitespace(at: start)
    var level = level
    // Each round goes one level down, towards a higher offset.
    while value < offset {
      var next: Int?
      var elements = scanner.elements(at: value)
      var index = 0
      while let element = elements.next() {
        if element.contains(offset) {
          path.append(.index(index))
          next = element.lowerBound
          break
        }
        index += 1
      }
      var members = scanner.members(at: value)
      while next == nil, let member = members.next() {
        guard member.value.contains(offset) else { continue }
        let found = self.member(named: document[member.key], at: level)
        path.append(.key(found.key))
        level = found.level
        next = member.value.lowerBound
      }
      guard let next, next > value else { return path }
      value = next
    }
    return path
  }

  /// The response key of a member, and the level of its value.
  private func member(
    named name: Slice<UnsafeRawBufferPointer>,
    at level: Int32
  ) -> (key: String, level: Int32) {
    let name = UnsafeRawBufferPointer(rebasing: name)
    if level >= 0, Int(level) < levels.count {
      let index = withView { $0.member(named: name, at: levels[Int(level)]) }
      if index >= 0 { return (responseKeys[index], members[index].level) }
    }
    return (String(decoding: name, as: UTF8.self), -1)
  }
}
