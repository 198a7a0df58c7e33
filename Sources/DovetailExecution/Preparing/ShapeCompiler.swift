import DovetailPlan
import DovetailSource
import OrderedJSON

/// Compiles the result shape of a fetch or lookup, with the joins of its result.
struct ShapeCompiler {
  private(set) var program = ShapeProgram()
  private let edges: [Int: Edge]
  private var placed: Set<Int> = []

  /// A join edge and the index of its lookup.
  private struct Edge {
    var edge: JoinEdge
    var group: Int
  }

  /// Starts with the joins of a fetch, and for each the index of its lookup.
  init(joins: [JoinEdge], groups: [Int]) {
    edges = Dictionary(
      zip(joins, groups).map { ($0.id, Edge(edge: $0, group: $1)) },
      uniquingKeysWith: { first, _ in first }
    )
  }

  /// Compiles the shape of a fetch, of which root fields take the given members if there are any.
  mutating func compile(_ shape: ResultShape, members: [String]) throws(SourceError) {
    switch shape {
    case .rows(let row):
      program.root = .rows
      try compile(row)
    case .row(let row):
      program.root = .row
      try compile(row)
    case .json(let document):
      program.root = .column(level: try level(for: document))
    case .document(let document) where members.isEmpty:
      program.root = .document(level: try level(for: document))
    case .document(let document):
      program.root = .parts
      for name in members {
        program.parts.append(try part(named: name, of: document))
      }
    }
    try checkPlaces()
  }

  /// Compiles the shape of a lookup's values.
  mutating func compile(_ shape: DocumentShape?) throws(SourceError) {
    program.root = .document(level: try level(for: shape))
    try checkPlaces()
  }

  /// A join without a place would vanish from the response in silence.
  private func checkPlaces() throws(SourceError) {
    for (id, edge) in edges where !placed.contains(id) {
      throw ExecutionError.broken(
        "the source has no place for the relationship \"\(edge.edge.relationship)\""
      )
    }
  }

  // MARK: Rows

  private mutating func compile(_ row: RowShape) throws(SourceError) {
    for member in row.members {
      let opening = UInt8(ascii: program.rowMembers.isEmpty ? "{" : ",")
      let prefix = program.text([opening] + member.prefix)
      program.rowResponseKeys.append(responseKey(ofPrefix: member.prefix))
      let value = try value(member.value, joinKeys: row.joinKeys)
      program.rowMembers.append(ShapeProgram.RowMember(prefix: prefix, value: value))
    }
  }

  private mutating func value(
    _ value: RowShape.Value,
    joinKeys: [RowShape.JoinKey]
  ) throws(SourceError) -> ShapeProgram.RowMember.Value {
    switch value {
    case .column(let column, let form, let isQuoted):
      return .column(Int32(clamping: column), form, isQuoted: isQuoted)
    case .document(let column, let shape):
      return .document(Int32(clamping: column), level: try level(for: shape))
    case .constant(let bytes):
      return .constant(program.text(bytes))
    case .join(let id):
      let edge = try place(id)
      let start = program.rowKeys.count
      for name in edge.edge.key {
        guard let key = joinKeys.first(where: { $0.name == name }) else {
          throw ExecutionError.broken(
            "the source doesn't read the key of the relationship \"\(edge.edge.relationship)\""
          )
        }
        program.rowKeys.append(
          ShapeProgram.RowKey(column: Int32(clamping: key.column), form: key.form)
        )
      }
      return .join(
        group: Int32(clamping: edge.group),
        keys: Int32(clamping: start)..<Int32(clamping: program.rowKeys.count)
      )
    }
  }

  private mutating func place(_ id: Int) throws(SourceError) -> Edge {
    guard let edge = edges[id] else {
      throw ExecutionError.broken("the result has a place for join \(id), which the plan lacks")
    }
    placed.insert(id)
    return edge
  }

  // MARK: Documents

  private mutating func part(
    named name: String,
    of document: DocumentShape
  ) throws(SourceError) -> ShapeProgram.Part {
    var part = ShapeProgram.Part(name: Array(name.utf8))
    switch document.rules[name] {
    case .copy(_, let inner)?:
      part.level = try level(for: inner)
    case .translated(_, let names)?:
      part.translations = translations(names)
    case .hidden?, .join?, nil:
      break
    }
    return part
  }

  /// The level of a document shape; -1 if all of it is copied.
  private mutating func level(for shape: DocumentShape?) throws(SourceError) -> Int32 {
    guard let shape else { return -1 }
    var compiled: [String: ShapeProgram.Member] = [:]
    var keys: [String: String] = [:]
    var uses: [(name: String, edge: Edge)] = []
    for (name, rule) in shape.rules.sorted(by: { $0.key < $1.key }) {
      switch rule {
      case .copy(let key, let inner):
        let level = try level(for: inner)
        guard level >= 0 || (key ?? name) != name else { continue }
        compiled[name] = member(name, .copy, key: key)
        compiled[name]?.level = level
        keys[name] = key
      case .hidden:
        compiled[name] = member(name, .hide, key: nil)
      case .translated(let key, let names):
        compiled[name] = member(name, .translate, key: key)
        compiled[name]?.translations = translations(names)
        keys[name] = key
      case .join(let id, let key):
        compiled[name] = member(name, .join, key: key)
        keys[name] = key
        uses.append((name, try place(id)))
      }
    }
    guard !compiled.isEmpty else { return -1 }
    let partCount = addUses(uses, to: &compiled)
    let level = addLevel(compiled, responseKeys: keys, partCount: partCount)
    program.levels[Int(level)].isReplaced = shape.isReplaced
    return level
  }

  private mutating func member(
    _ name: String,
    _ action: ShapeProgram.Member.Action,
    key: String?
  ) -> ShapeProgram.Member {
    var member = ShapeProgram.Member(name: program.text(name.utf8), action: action)
    if let key, key != name { member.rename = program.text(prefix(key)) }
    return member
  }

  /// Gives each member that is a part of a key its index; returns how many there are.
  private mutating func addUses(
    _ uses: [(name: String, edge: Edge)],
    to members: inout [String: ShapeProgram.Member]
  ) -> Int {
    var parts: [String: Int32] = [:]
    for (name, edge) in uses {
      let start = program.useParts.count
      for (index, key) in edge.edge.key.enumerated() {
        let part = parts[key] ?? Int32(clamping: parts.count)
        parts[key] = part
        let paths = edge.edge.keyPaths
        let path = addPath(paths.indices.contains(index) ? paths[index] : [])
        program.useParts.append(ShapeProgram.UsePart(part: part, path: path))
        members[key, default: member(key, .copy, key: nil)].part = part
      }
      members[name]?.use = Int32(clamping: program.uses.count)
      program.uses.append(
        ShapeProgram.EdgeUse(
          group: Int32(clamping: edge.group),
          parts: Int32(clamping: start)..<Int32(clamping: program.useParts.count)
        )
      )
    }
    return parts.count
  }

  private mutating func addPath(_ path: [String]) -> Range<Int32> {
    let start = program.pathSteps.count
    program.pathSteps += path.map {
      ShapeProgram.PathStep(name: Array($0.utf8), index: Int($0))
    }
    return Int32(clamping: start)..<Int32(clamping: program.pathSteps.count)
  }

  private mutating func addLevel(
    _ members: [String: ShapeProgram.Member],
    responseKeys: [String: String],
    partCount: Int
  ) -> Int32 {
    let start = program.members.count
    var lengths: UInt64 = 0
    let sorted = members.sorted { ($0.key.utf8.count, $0.key) < ($1.key.utf8.count, $1.key) }
    for (name, member) in sorted {
      lengths |= 1 << UInt64(min(name.utf8.count, 63))
      program.members.append(member)
      program.responseKeys.append(responseKeys[name] ?? name)
    }
    program.levels.append(
      ShapeProgram.Level(
        members: Int32(clamping: start)..<Int32(clamping: program.members.count),
        lengths: lengths,
        partCount: Int32(clamping: partCount)
      )
    )
    return Int32(clamping: program.levels.count - 1)
  }

  private mutating func translations(_ names: [String: String]) -> Range<Int32> {
    let start = program.translations.count
    for (from, to) in names.sorted(by: { $0.key < $1.key }) {
      program.translations.append(
        ShapeProgram.Translation(from: program.text(literal(from)), to: program.text(literal(to)))
      )
    }
    return Int32(clamping: start)..<Int32(clamping: program.translations.count)
  }

  private func literal(_ text: String) -> [UInt8] {
    var writer = JSONWriter()
    writer.appendString(text)
    return writer.bytes
  }

  private func prefix(_ key: String) -> [UInt8] {
    var writer = JSONWriter()
    writer.appendKey(key)
    return writer.bytes
  }

  /// The key that a prefix such as `"name":` spells.
  private func responseKey(ofPrefix prefix: [UInt8]) -> String {
    let text = prefix.last == UInt8(ascii: ":") ? prefix.dropLast() : prefix[...]
    return (try? JSONValue(parsing: text))?.stringValue ?? String(decoding: text, as: UTF8.self)
  }
}
