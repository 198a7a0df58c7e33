import DovetailSource

/// The distinct keys of a lookup, in the order in which they were first met.
///
/// An open-addressing hash table over bytes that lie in one array: a key that is there already costs
/// no allocation.
struct KeyTable: Sendable {
  private let partCount: Int
  /// The keys one after the other; a zero byte ends each part.
  private var bytes: [UInt8] = []
  private var keys: [Key] = []
  /// Where each part lies in `bytes`; only kept where keys have several parts.
  private var parts: [Range<Int>] = []
  /// For each place the index of a key plus one; 0 where the place is free.
  private var places: [UInt32]

  private struct Key {
    var start: Int
    var length: Int
    var hash: UInt64
  }

  /// Keeps anyone from choosing keys that all have the same hash.
  private static let seed = UInt64.random(in: .min ... .max) | 1

  /// Makes an empty table of keys with so many parts.
  init(partCount: Int) {
    self.partCount = partCount
    self.places = []
  }

  var count: Int { keys.count }

  /// All keys, in order of first use.
  var lookupKeys: LookupKeys {
    let ranges =
      partCount == 1 ? keys.map { $0.start..<($0.start + $0.length) } : parts
    return LookupKeys(count: count, partCount: partCount, bytes: bytes, parts: ranges)
  }

  /// The index of a key of one part, which is added if it is new.
  mutating func index(of text: UnsafeRawBufferPointer) -> Int {
    insert(text).index
  }

  /// The index of a key of several parts, each followed by a zero byte in `text`.
  mutating func index(ofParts text: UnsafeRawBufferPointer) -> Int {
    let (index, isNew) = insert(text)
    if isNew, index < keys.count {
      var start = keys[index].start
      var end = start
      for byte in text {
        if byte == 0 {
          parts.append(start..<end)
          start = end + 1
        }
        end += 1
      }
    }
    return index
  }

  private mutating func insert(_ text: UnsafeRawBufferPointer) -> (index: Int, isNew: Bool) {
    if (keys.count + 1) * 2 > places.count { grow() }
    let hash = Self.hash(text)
    let mask = places.count - 1
    var place = Int(truncatingIfNeeded: hash) & mask
    while true {
      let found = places[place]
      if found == 0 { break }
      let index = Int(found) - 1
      if keys[index].hash == hash, isEqual(keys[index], text) { return (index, false) }
      place = (place + 1) & mask
    }
    let index = keys.count
    places[place] = UInt32(truncatingIfNeeded: index + 1)
    keys.append(Key(start: bytes.count, length: text.count, hash: hash))
    bytes.append(contentsOf: text)
    if partCount == 1 { bytes.append(0) }
    return (index, true)
  }

  private func isEqual(_ key: Key, _ text: UnsafeRawBufferPointer) -> Bool {
    guard key.length == text.count else { return false }
    return bytes.withUnsafeBytes {
      areEqual(UnsafeRawBufferPointer(rebasing: $0[key.start..<(key.start + key.length)]), text)
    }
  }

  private mutating func grow() {
    var larger = [UInt32](repeating: 0, count: max(16, places.count * 2))
    let mask = larger.count - 1
    for (index, key) in keys.enumerated() {
      var place = Int(truncatingIfNeeded: key.hash) & mask
      while larger[place] != 0 { place = (place + 1) & mask }
      larger[place] = UInt32(truncatingIfNeeded: index + 1)
    }
    places = larger
  }

  /// Multiplies and folds eight bytes at a time.
  private static func hash(_ text: UnsafeRawBufferPointer) -> UInt64 {
    var state = seed ^ UInt64(truncatingIfNeeded: text.count)
    var offset = 0
    // SAFETY: Eight bytes are read only where `offset + 8 <= text.count`.
    while offset &+ 8 <= text.count {
      state = fold(state ^ text.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      offset &+= 8
    }
    var rest: UInt64 = 0
    while offset < text.count {
      rest = rest &<< 8 | UInt64(text[offset])
      offset &+= 1
    }
    return fold(state ^ rest)
  }

  @inline(__always)
  private static func fold(_ value: UInt64) -> UInt64 {
    let product = (value ^ seed).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    return product.high ^ product.low
  }
}
