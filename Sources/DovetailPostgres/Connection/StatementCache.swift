/// Which statements a connection has prepared, and under which names; the least used go first.
struct StatementCache: Sendable {
  /// A prepared statement.
  struct Entry: Sendable {
    /// The name at the server: at most 15 bytes, so that passing it to C needs no allocation.
    var name: String
    fileprivate var lastUse: Int
  }

  private let limit: Int
  private var entries: [StatementText: Entry] = [:]
  private var uses = 0
  private var names = 0

  init(limit: Int) {
    self.limit = limit
  }

  var count: Int { entries.count }

  /// The name of a prepared statement.
  mutating func name(for text: StatementText) -> String? {
    guard let index = entries.index(forKey: text) else { return nil }
    uses += 1
    entries.values[index].lastUse = uses
    return entries.values[index].name
  }

  /// Chooses a name for a statement about to be prepared.
  mutating func add(_ text: StatementText) -> String {
    uses += 1
    names += 1
    let name = "d\(names)"
    entries[text] = Entry(name: name, lastUse: uses)
    return name
  }

  mutating func remove(_ text: StatementText) {
    entries[text] = nil
  }

  /// Makes room for a new statement.
  ///
  /// Returns the names to deallocate, several at once since finding them costs a pass.
  mutating func evict() -> [String] {
    guard entries.count >= limit else { return [] }
    let victims = entries.sorted { $0.value.lastUse < $1.value.lastUse }.prefix(max(1, limit / 16))
    for (text, _) in victims { entries[text] = nil }
    return victims.map(\.value.name)
  }
}
