import DovetailSource

/// How the keys of a lookup are divided among its requests.
struct ChunkLayout: Sendable {
  /// How many keys there are.
  let keyCount: Int
  /// How many keys each chunk but the last has; 0 where they differ.
  private let size: Int
  /// The first key of each chunk, where they differ.
  private let starts: [Int]

  /// All keys in chunks of one size.
  init(keyCount: Int, size: Int) {
    self.keyCount = keyCount
    self.size = max(1, size)
    starts = []
  }

  /// As many keys a chunk as the limits allow, but at least one.
  init(_ keys: LookupKeys, limits: LookupLimits) {
    keyCount = keys.count
    guard limits.bytes < .max || limits.spread != nil else {
      size = max(1, limits.keys)
      starts = []
      return
    }
    var starts: [Int] = []
    var count = 0
    var bytes = 0
    var isUniform = limits.spread == nil
    for key in 0..<keys.count {
      let elements = limits.spread.map { elementCount(keys.part($0, of: key)) } ?? 1
      var weight = elements * limits.keyOverhead
      for part in 0..<keys.partCount { weight += keys.part(part, of: key).count }
      let isFull = count > 0 && count + elements > limits.keys
      let isLong = count > 0 && bytes + weight > limits.bytes
      if isLong && !isFull { isUniform = false }
      if starts.isEmpty || isFull || isLong {
        starts.append(key)
        (count, bytes) = (0, 0)
      }
      count += elements
      bytes += weight
    }
    if isUniform {
      size = max(1, limits.keys)
      self.starts = []
    } else {
      size = 0
      self.starts = starts
    }
  }

  /// How many chunks there are.
  var count: Int {
    guard keyCount > 0 else { return 0 }
    return size > 0 ? (keyCount + size - 1) / size : starts.count
  }

  /// The keys of a chunk.
  func keys(ofChunk chunk: Int) -> Range<Int> {
    if size > 0 { return (chunk * size)..<min((chunk + 1) * size, keyCount) }
    let end = chunk + 1 < starts.count ? starts[chunk + 1] : keyCount
    return starts[chunk]..<end
  }

  /// The chunk of a key, and its index there; the key must not be negative.
  func place(of key: Int) -> (chunk: Int, index: Int) {
    if size > 0 { return (key / size, key % size) }
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= key { low = middle } else { high = middle }
    }
    return (low, key - (low < starts.count ? starts[low] : 0))
  }
}

/// How much the requests of a lookup may carry.
struct LookupLimits: Sendable {
  /// How many keys a request carries at most.
  var keys: Int
  /// About how many bytes of keys a request carries at most.
  var bytes = Int.max
  /// How many bytes a key adds beside its own.
  var keyOverhead = 0
  /// How many requests may be under way at once; nil for the engine's limit.
  var concurrency: Int?
  /// The part of the key whose elements count as keys.
  var spread: Int?
}

/// About how many elements a JSON list has: its commas, whatever they are in, and one.
private func elementCount(_ list: ArraySlice<UInt8>) -> Int {
  guard list.first == UInt8(ascii: "[") else { return 1 }
  return 1 + list.count { $0 == UInt8(ascii: ",") }
}
