/// The aliases of one object in an outgoing selection.
///
/// Objects of several types may stand in its place; then a name must mean the same for all of them.
struct RemoteAliases {
  /// What an alias is used for.
  enum Use: Hashable {
    /// A field that is written to the response.
    case output
    /// A field with joins inside that concern objects of one type.
    case joined(of: String)
    /// The place of a join.
    case join(Int, of: String)
    /// A part of a join key that the client did not ask for.
    case joinKey(of: String)
  }

  let areForSeveralTypes: Bool
  private let reserved: Set<String>
  private var uses: [String: Use] = [:]

  /// Starts with the response keys of all fields of the object, whatever its type.
  init(reserved: some Sequence<String>, areForSeveralTypes: Bool = false) {
    self.reserved = Set(reserved)
    self.areForSeveralTypes = areForSeveralTypes
  }

  /// An alias that is like the key and has no other use.
  mutating func alias(for key: String, as use: Use) -> String {
    var candidate = key
    while !isFree(candidate, of: key, as: use) { candidate += "_" }
    uses[candidate] = use
    return candidate
  }

  private func isFree(_ candidate: String, of key: String, as use: Use) -> Bool {
    if let known = uses[candidate] { return known == use }
    if case .joinKey = use { return !reserved.contains(candidate) }
    return candidate == key || !reserved.contains(candidate)
  }
}
