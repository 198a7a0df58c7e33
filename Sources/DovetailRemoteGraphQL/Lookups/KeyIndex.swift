import DovetailSource

/// The keys of a batch by their values.
struct KeyIndex {
  private var places: [Value: Int] = [:]
  /// The keys whose value another one has that comes before: `7` and `"7"` are two texts, and one
  /// value.
  private(set) var twins: [Int: Int] = [:]

  /// Bytes that are hashed at once; arrays hash one element after the other.
  private struct Value: Hashable {
    var bytes: [UInt8]

    func hash(into hasher: inout Hasher) {
      bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
    }
  }

  /// Takes in keys by those of their parts that are matched; nothing if there are none.
  init(_ keys: LookupKeys, parts: [Int]) {
    guard !parts.isEmpty else { return }
    places.reserveCapacity(keys.count)
    for key in 0..<keys.count {
      var value: [UInt8] = []
      for part in parts { Self.append(keys.part(part, of: key), to: &value) }
      if let first = places[Value(bytes: value)] {
        twins[key] = first
      } else {
        places[Value(bytes: value)] = key
      }
    }
  }

  /// The first key of a value.
  func key(of value: [UInt8]) -> Int? { places[Value(bytes: value)] }

  /// Appends a part of a value.
  static func append(_ part: ArraySlice<UInt8>, to value: inout [UInt8]) {
    KeyValue.appendCanonical(part, to: &value)
    value.append(0)
  }
}
