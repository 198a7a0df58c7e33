/// The distinct keys of one lookup request.
///
/// All bytes lie in one array, so that thousands of keys cost a few allocations. Translations to SQL
/// or GraphQL read `part(_:of:)`; as a collection of `LookupKey` it is convenient, and copies.
package struct LookupKeys: Sendable {
  /// How many parts each key has.
  package let partCount: Int
  /// The texts of all parts, with a zero byte between the parts of a key.
  private let bytes: [UInt8]
  /// Where each part lies in `bytes`, key by key.
  private let parts: [Range<Int>]
  /// Which keys of `parts` belong to this request.
  private let window: Range<Int>

  /// Wraps keys that lie in one array.
  ///
  /// A key may have no parts: that of a relationship that depends on nothing of its parent. Keys
  /// whose parts don't lie in `bytes` are left out, with all that follow.
  package init(count: Int, partCount: Int, bytes: [UInt8], parts: [Range<Int>]) {
    self.partCount = partCount
    self.bytes = bytes
    self.parts = parts
    let bad = parts.firstIndex { $0.lowerBound < 0 || $0.upperBound > bytes.count }
    let sound = partCount > 0 ? (bad ?? parts.count) / partCount : count
    self.window = 0..<Swift.max(0, Swift.min(sound, count))
  }

  /// Copies keys; all must have as many parts as the first.
  package init(_ keys: some Sequence<LookupKey>) {
    var bytes: [UInt8] = []
    var parts: [Range<Int>] = []
    var partCount = 0
    var count = 0
    for key in keys {
      count += 1
      partCount = key.parts.count
      for part in key.parts {
        parts.append(bytes.count..<(bytes.count + part.count))
        bytes.append(contentsOf: part)
        bytes.append(0)
      }
    }
    self.init(count: count, partCount: partCount, bytes: bytes, parts: parts)
  }

  private init(_ keys: LookupKeys, window: Range<Int>) {
    self.partCount = keys.partCount
    self.bytes = keys.bytes
    self.parts = keys.parts
    self.window = window
  }

  /// The JSON text of a part of a key; empty if there is no such part.
  package func part(_ part: Int, of key: Int) -> ArraySlice<UInt8> {
    guard key >= 0, key < count, part >= 0, part < partCount else { return [] }
    return bytes[parts[(window.lowerBound + key) * partCount + part]]
  }

  /// Some of the keys, sharing the bytes.
  package func chunk(_ range: Range<Int>) -> LookupKeys {
    let clamped = range.clamped(to: 0..<count)
    return LookupKeys(
      self,
      window: (window.lowerBound + clamped.lowerBound)..<(window.lowerBound + clamped.upperBound)
    )
  }
}

extension LookupKeys: RandomAccessCollection, ExpressibleByArrayLiteral {
  package var startIndex: Int { 0 }
  package var endIndex: Int { window.count }

  package subscript(position: Int) -> LookupKey {
    LookupKey(parts: (0..<partCount).map { Array(part($0, of: position)) })
  }

  package init(arrayLiteral elements: LookupKey...) {
    self.init(elements)
  }
}
