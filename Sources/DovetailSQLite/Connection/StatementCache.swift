import CSQLite

/// Prepared statements of a connection; the least used go first.
struct StatementCache {
  private struct Entry {
    var handle: OpaquePointer
    var lastUse: Int
  }

  private let limit: Int
  private var entries: [StatementText: Entry] = [:]
  private var uses = 0

  init(limit: Int) {
    self.limit = max(1, limit)
  }

  var count: Int { entries.count }

  /// The prepared statement of a text.
  mutating func handle(for text: StatementText) -> OpaquePointer? {
    guard let index = entries.index(forKey: text) else { return nil }
    uses += 1
    entries.values[index].lastUse = uses
    return entries.values[index].handle
  }

  /// Keeps a prepared statement, and finalizes others if there are too many.
  mutating func add(_ handle: OpaquePointer, for text: StatementText) {
    if entries.count >= limit {
      // Several at once, since finding them costs a pass.
      let victims = entries.sorted { $0.value.lastUse < $1.value.lastUse }
        .prefix(max(1, limit / 16))
      for (text, entry) in victims {
        sqlite3_finalize(entry.handle)
        entries[text] = nil
      }
    }
    uses += 1
    entries[text] = Entry(handle: handle, lastUse: uses)
  }

  /// Finalizes all.
  mutating func removeAll() {
    for entry in entries.values { sqlite3_finalize(entry.handle) }
    entries = [:]
  }
}
