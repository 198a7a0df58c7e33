package import OrderedCollections
package import OrderedJSON

/// The permissions of one kind on one table, by role.
///
/// Most of a large document is permissions, and most of them are never looked at. So a list may be
/// the text that was stored; a permission is read when it is asked for. One that cannot be read is
/// there (`contains`) and has no entry: it allows nothing.
package struct PermissionList<Definition: MetadataValue>: Sendable, Hashable {
  package typealias Entry = PermissionEntry<Definition>

  private enum Form: Sendable {
    case text(PermissionText)
    case slots(OrderedDictionary<RoleName, Slot>)
  }

  /// A permission in a list that has been changed.
  private enum Slot: Sendable {
    case entry(Entry)
    case text(PermissionText, Int)
  }

  private var form: Form

  /// No permissions.
  package init() {
    form = .slots([:])
  }

  package init(_ entries: OrderedDictionary<RoleName, Entry>) {
    form = .slots(entries.mapValues { .entry($0) })
  }

  init(_ text: PermissionText) {
    form = text.roles.isEmpty ? .slots([:]) : .text(text)
  }

  /// The roles that have a permission, in the order of the document.
  package var roles: [RoleName] {
    switch form {
    case .text(let text): text.roles
    case .slots(let slots): Array(slots.keys)
    }
  }

  package var isEmpty: Bool {
    switch form {
    case .text: false
    case .slots(let slots): slots.isEmpty
    }
  }

  /// Whether a role has a permission, whether or not it can be read.
  package func contains(_ role: RoleName) -> Bool {
    switch form {
    case .text(let text): text.index(of: role) != nil
    case .slots(let slots): slots[role] != nil
    }
  }

  /// The permission of a role; nil if it has none.
  ///
  /// - Throws: if what is stored cannot be read.
  package func entry(of role: RoleName) throws(MetadataError) -> Entry? {
    switch form {
    case .text(let text):
      guard let index = text.index(of: role) else { return nil }
      return try Entry(ValueReader(text.json(at: index)))
    case .slots(let slots):
      switch slots[role] {
      case .entry(let entry): return entry
      case .text(let text, let index): return try Entry(ValueReader(text.json(at: index)))
      case nil: return nil
      }
    }
  }

  /// The permission of a role; nil if it has none that can be read.
  package subscript(_ role: RoleName) -> Entry? {
    get { try? entry(of: role) }
    set {
      var slots = slots
      slots[role] = newValue.map { .entry($0) }
      form = .slots(slots)
    }
  }

  private var slots: OrderedDictionary<RoleName, Slot> {
    switch form {
    case .slots(let slots): slots
    case .text(let text):
      OrderedDictionary(
        text.roles.enumerated().map { ($1, Slot.text(text, $0)) },
        uniquingKeysWith: { first, _ in first }
      )
    }
  }

  /// The permission as export writes it; as it is stored if it cannot be read.
  package func json(of role: RoleName) -> JSONValue? {
    if let entry = self[role] { return entry.json }
    return slots[role].map { slot in
      switch slot {
      case .entry(let entry): entry.json
      case .text(let text, let index): text.json(at: index)
      }
    }
  }

  /// The permissions in the order of their roles, as export writes them.
  package var sortedJSON: [JSONValue] {
    roles.sorted().compactMap { json(of: $0) }
  }

  package static func == (one: PermissionList, other: PermissionList) -> Bool {
    if case .text(let text) = one.form, case .text(let otherText) = other.form,
      text === otherText || text.bytes == otherText.bytes
    {
      return true
    }
    let roles = one.roles
    return roles == other.roles && roles.allSatisfy { one.json(of: $0) == other.json(of: $0) }
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(roles)
  }
}

extension PermissionList {
  /// Whether the list is a text.
  var isCompact: Bool {
    switch form {
    case .text: true
    case .slots(let slots): slots.isEmpty
    }
  }

  /// Whether a permission may contain a name, be it as a key or as a value.
  func mayContain(_ name: String) -> Bool {
    switch form {
    case .text(let text): text.mayContain(name)
    case .slots(let slots): !slots.isEmpty
    }
  }

  /// Turns the list into a text, which takes far less memory.
  mutating func compact(_ pool: inout PermissionTextPool) {
    guard !isCompact else { return }
    var writer = JSONWriter()
    writeJSON(to: &writer)
    if let text = pool.text(trusting: writer.bytes) { form = .text(text) }
  }

  /// Appends the list as JSON; what is a text is copied.
  func writeJSON(to writer: inout JSONWriter) {
    switch form {
    case .text(let text):
      writer.appendRaw(text.bytes)
    case .slots(let slots):
      var separator = UInt8(ascii: "[")
      for (_, slot) in slots.sorted(by: { $0.key < $1.key }) {
        writer.append(separator)
        separator = UInt8(ascii: ",")
        switch slot {
        case .entry(let entry): writer.append(entry.json)
        case .text(let text, let index): writer.appendRaw(text.text(at: index))
        }
      }
      if slots.isEmpty { writer.append(separator) }
      writer.append(UInt8(ascii: "]"))
    }
  }
}
