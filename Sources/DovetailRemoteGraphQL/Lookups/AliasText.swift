import DovetailPlan
import DovetailSource
import GraphQLLanguage
import OrderedJSON

/// The operation that asks for the same field once a key, under an alias for each.
///
/// ```graphql
/// query($k0_0:ID!,$k1_0:ID!){f0:profile(id:$k0_0){...Leaf}f1:profile(id:$k1_0){...Leaf}}
/// fragment Leaf on Profile{name}
/// ```
///
/// All texts are kept as the content of JSON strings, so that a request only puts pieces together.
struct AliasText: Sendable {
  private let slots: [KeySlot]
  /// What stands between the names of a field's key variables; the slots in between.
  private let pieces: [[UInt8]]
  private let pieceSlots: [Int]
  /// `$k0_1` ends with the slot's number; this is what follows it in a declaration: `:ID!`.
  private let declarationEnds: [[UInt8]]
  /// The client's variables.
  private let declarations: [UInt8]
  private let fragment: [UInt8]
  private let variablePrefix: [UInt8]

  init(_ lookup: RemoteLookup, _ syntax: RemoteSyntax) {
    slots = KeySlot.slots(of: lookup.path)
    var prefix = "k"
    while lookup.variables.contains(where: { $0.name.hasPrefix(prefix) }) { prefix += "k" }
    variablePrefix = Array(prefix.utf8)
    declarationEnds = slots.map { Self.escaped(Array(":\($0.type)".utf8)) }
    declarations = Self.escaped(
      Array(
        syntax.definitions(lookup.variables)
          .map { Printer.compact($0) }.joined(separator: ",").utf8
      )
    )
    (pieces, pieceSlots) = Self.split(Self.fieldText(lookup, slots, syntax))
    if let type = lookup.leafType, let set = syntax.selectionSet(lookup.selections) {
      let definition = FragmentDefinition(
        name: Name("Leaf"),
        typeCondition: Name(type),
        selectionSet: set
      )
      fragment = Self.escaped(Printer.compactBytes(definition))
    } else {
      fragment = []
    }
  }

  /// How many bytes each key adds to a request beside its own.
  var keyOverhead: Int {
    pieces.map(\.count).reduce(0, +) + declarationEnds.map { $0.count + 16 }.reduce(0, +)
      + pieceSlots.count * 8 + slots.count * 12
  }

  /// The text for one key, for people.
  var example: String {
    var writer = JSONWriter()
    writer.append(UInt8(ascii: "\""))
    append(keyCount: 1, to: &writer)
    writer.append(UInt8(ascii: "\""))
    return (try? JSONValue(parsing: writer.bytes))?.stringValue ?? ""
  }

  /// Appends the operation for that many keys, as the content of a JSON string.
  func append(keyCount: Int, to writer: inout JSONWriter) {
    writer.appendRaw("query")
    if !declarations.isEmpty || (!slots.isEmpty && keyCount > 0) {
      writer.append(UInt8(ascii: "("))
      writer.appendRaw(declarations)
      for key in 0..<keyCount {
        for (slot, end) in declarationEnds.enumerated() {
          if key > 0 || slot > 0 || !declarations.isEmpty { writer.append(UInt8(ascii: ",")) }
          writer.append(UInt8(ascii: "$"))
          appendVariable(key, slot, to: &writer)
          writer.appendRaw(end)
        }
      }
      writer.append(UInt8(ascii: ")"))
    }
    writer.append(UInt8(ascii: "{"))
    for key in 0..<keyCount {
      if key > 0 { writer.append(UInt8(ascii: " ")) }
      writer.append(UInt8(ascii: "f"))
      writer.append(key)
      writer.append(UInt8(ascii: ":"))
      for (index, piece) in pieces.enumerated() {
        writer.appendRaw(piece)
        if pieceSlots.indices.contains(index) {
          appendVariable(key, pieceSlots[index], to: &writer)
        }
      }
    }
    writer.append(UInt8(ascii: "}"))
    writer.appendRaw(fragment)
  }

  /// Appends the keys as members of `variables`, each followed by a comma.
  func appendValues(_ keys: LookupKeys, to writer: inout JSONWriter) {
    for key in 0..<keys.count {
      for (index, slot) in slots.enumerated() {
        writer.append(UInt8(ascii: "\""))
        appendVariable(key, index, to: &writer)
        writer.appendRaw("\":")
        KeyValue.append(keys.part(slot.part, of: key), as: slot.type, to: &writer)
        writer.append(UInt8(ascii: ","))
      }
    }
  }

  private func appendVariable(_ key: Int, _ slot: Int, to writer: inout JSONWriter) {
    writer.appendRaw(variablePrefix)
    writer.append(key)
    writer.append(UInt8(ascii: "_"))
    writer.append(slot)
  }

  /// The field with `␀slot␀` in the place of the names of key variables.
  private static func fieldText(
    _ lookup: RemoteLookup,
    _ slots: [KeySlot],
    _ syntax: RemoteSyntax
  ) -> [UInt8] {
    var inner: SelectionSet?
    if !lookup.selections.isEmpty {
      inner =
        lookup.leafType == nil
        ? syntax.selectionSet(lookup.selections)
        : SelectionSet(selections: [.fragmentSpread(FragmentSpread(name: Name("Leaf")))])
    }
    var field: Field?
    for step in lookup.path.reversed() {
      let arguments = syntax.arguments(step.arguments) { part, type in
        let slot = slots.firstIndex(of: KeySlot(part: part, type: type)) ?? 0
        return .variable(Name("\u{0}\(slot)\u{0}"))
      }
      let made = Field(name: Name(step.name), arguments: arguments, selectionSet: inner)
      inner = SelectionSet(selections: [.field(made)])
      field = made
    }
    return field.map { Printer.compactBytes($0) } ?? []
  }

  private static func split(_ text: [UInt8]) -> (pieces: [[UInt8]], slots: [Int]) {
    var pieces: [[UInt8]] = []
    var slots: [Int] = []
    for (index, part) in text.split(separator: 0, omittingEmptySubsequences: false).enumerated() {
      if index % 2 == 0 {
        pieces.append(escaped(Array(part)))
      } else {
        slots.append(Int(String(decoding: part, as: UTF8.self)) ?? 0)
      }
    }
    return (pieces, slots)
  }

  private static func escaped(_ text: [UInt8]) -> [UInt8] {
    var writer = JSONWriter()
    text.withUnsafeBytes { writer.appendEscapedContent($0) }
    return writer.bytes
  }
}
