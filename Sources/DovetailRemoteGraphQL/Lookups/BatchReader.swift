import DovetailPlan
import DovetailSource
import OrderedJSON

/// What the answer to a batch has for its keys.
struct BatchAnswer: Sendable {
  var result: LookupResult
  /// The keys without an item.
  var missing: [Int]
  /// Whether the items are as many as the service counts, and all belong to keys.
  var isComplete: Bool
}

/// Gives the items of a batch's answer to keys.
struct BatchReader: Sendable {
  /// The names of the fields from the root to the items.
  private let itemsPath: [[UInt8]]
  /// The names of the fields from an item to the leaf.
  private let leafPath: [[UInt8]]
  /// For each part of the key the way to it in an item; empty if items come in the order of keys.
  private let keyPaths: [[[UInt8]]]
  /// The parts of the key that are matched.
  private let parts: [Int]
  private let isMany: Bool
  private let countPath: [[UInt8]]?

  init(_ batch: RemoteBatch, keyPaths: [[String]]) {
    let names = batch.path.map { Array($0.name.utf8) }
    itemsPath = Array(names[...batch.step])
    leafPath = Array(names[(batch.step + 1)...])
    self.keyPaths = keyPaths.map { $0.map { Array($0.utf8) } }
    var parts: [Int] = []
    for slot in KeySlot.slots(of: batch.item) where !parts.contains(slot.part) {
      parts.append(slot.part)
    }
    self.parts = parts
    isMany = batch.isMany
    if case .count = batch.completeness {
      countPath =
        names.dropLast() + [BatchText.countAlias, "aggregate", "count"].map { Array($0.utf8) }
    } else {
      countPath = nil
    }
  }

  /// Reads an answer.
  ///
  /// - Throws: where it has nothing for any key.
  func read(_ answer: RemoteAnswer, _ keys: LookupKeys) throws(SourceError) -> BatchAnswer {
    var upstream: [JSONValue] = []
    if case .list(let errors) = answer.errors { upstream = errors }
    guard answer.hasData, let data = answer.data else {
      guard upstream.isEmpty else { throw upstreamFailure(upstream, code: .unexpected) }
      throw lookupFailure("\"data\" field not found in remote response")
    }
    var leaves = LeafReader(answer.bytes, path: itemsPath[...])
    guard let list = try leaves.readValue(in: data) else {
      guard upstream.isEmpty else { throw upstreamFailure(upstream, code: .unexpected) }
      return BatchAnswer(
        result: LookupResult(
          bytes: [],
          values: Array(repeating: nil, count: keys.count)
        ),
        missing: Array(0..<keys.count),
        isComplete: false
      )
    }
    let items = try items(list, in: answer.bytes)
    let index = KeyIndex(keys, parts: keyPaths.isEmpty ? [] : parts)
    let owners = try owners(of: items, in: answer.bytes, keys, index)
    var (result, missing) = try give(items, owners, answer.bytes, keyCount: keys.count)
    for (key, first) in index.twins { result.values[key] = result.values[first] }
    if !index.twins.isEmpty {
      let notFound = Set(missing)
      missing.removeAll { key in index.twins[key].map { !notFound.contains($0) } ?? false }
    }
    result.errors = upstream.map { error($0, owners) }
    return BatchAnswer(
      result: result,
      missing: missing,
      isComplete: try isComplete(answer.bytes, data, owners)
    )
  }

  private func items(_ list: Range<Int>, in bytes: [UInt8]) throws(SourceError) -> [Range<Int>] {
    guard bytes[list].first == UInt8(ascii: "[") else {
      throw lookupFailure("expected a list of items from the remote server")
    }
    return bytes.withUnsafeBytes { buffer in
      var items: [Range<Int>] = []
      var elements = JSONScanner(buffer).elements(at: list.lowerBound)
      while let element = elements.next() { items.append(element) }
      return items
    }
  }

  // MARK: Whose an item is

  private func owners(
    of items: [Range<Int>],
    in bytes: [UInt8],
    _ keys: LookupKeys,
    _ index: KeyIndex
  ) throws(SourceError) -> [Int?] {
    guard !keyPaths.isEmpty else {
      guard items.count == keys.count else {
        throw lookupFailure(
          "expected \(keys.count) items in the order of the keys, but the remote server returned "
            + "\(items.count)"
        )
      }
      return items.indices.map { $0 }
    }
    return bytes.withUnsafeBytes { buffer in
      let scanner = JSONScanner(buffer)
      var value: [UInt8] = []
      return items.map { item in
        value.removeAll(keepingCapacity: true)
        for path in keyPaths {
          guard let range = Self.value(in: item, at: path[...], scanner) else { return nil }
          KeyIndex.append(bytes[range], to: &value)
        }
        return index.key(of: value)
      }
    }
  }

  private static func value(
    in item: Range<Int>,
    at path: ArraySlice<[UInt8]>,
    _ scanner: JSONScanner
  ) -> Range<Int>? {
    var value = item
    for name in path {
      guard scanner.kind(at: value.lowerBound) == .object else { return nil }
      var found: Range<Int>?
      var members = scanner.members(at: value.lowerBound)
      while found == nil, let member = members.next() {
        if scanner.matches(member.key, name) { found = member.value }
      }
      guard let found else { return nil }
      value = found
    }
    return value
  }

  // MARK: Values

  private func give(
    _ items: [Range<Int>],
    _ owners: [Int?],
    _ bytes: [UInt8],
    keyCount: Int
  ) throws(SourceError) -> (LookupResult, missing: [Int]) {
    var bytes = bytes
    let leaves = try leaves(of: items, &bytes)
    var result = LookupResult(bytes: [], values: Array(repeating: nil, count: keyCount))
    var isFound = [Bool](repeating: false, count: keyCount)
    if isMany {
      var lists = [[Range<Int>?]](repeating: [], count: keyCount)
      for (leaf, owner) in zip(leaves, owners) {
        guard let owner else { continue }
        lists[owner].append(leaf)
        isFound[owner] = true
      }
      let end = bytes.count
      for (key, list) in lists.enumerated() {
        let start = bytes.count
        bytes.append(UInt8(ascii: "["))
        for (index, leaf) in list.enumerated() {
          if index > 0 { bytes.append(UInt8(ascii: ",")) }
          if let leaf {
            bytes.append(contentsOf: bytes[leaf])
          } else {
            bytes.append(contentsOf: "null".utf8)
          }
        }
        bytes.append(UInt8(ascii: "]"))
        result.values[key] = (start - end)..<(bytes.count - end)
      }
      // What the lists were made of is no longer needed.
      bytes.removeFirst(end)
    } else {
      for (leaf, owner) in zip(leaves, owners) {
        // Of several items with one key the first counts.
        guard let owner, !isFound[owner] else { continue }
        result.values[owner] = leaf
        isFound[owner] = true
      }
    }
    result.bytes = bytes
    return (result, isFound.indices.filter { !isFound[$0] })
  }

  /// The leaf of each item; those in lists on the way are texts put after the answer.
  private func leaves(
    of items: [Range<Int>],
    _ bytes: inout [UInt8]
  ) throws(SourceError) -> [Range<Int>?] {
    var leaves: [Range<Int>?] = []
    var texts: [[UInt8]] = []
    var end = bytes.count
    let failure: SourceError? = bytes.withUnsafeBytes { buffer in
      let scanner = JSONScanner(buffer)
      do throws(SourceError) {
        for item in items {
          switch try LeafReader.leaf(scanner, item, leafPath[...]) {
          case .null: leaves.append(nil)
          case .range(let range): leaves.append(range)
          case .text(let text):
            leaves.append(end..<(end + text.count))
            end += text.count
            texts.append(text)
          }
        }
        return nil
      } catch {
        return error
      }
    }
    if let failure { throw failure }
    for text in texts { bytes += text }
    return leaves
  }

  private func isComplete(
    _ bytes: [UInt8],
    _ data: Range<Int>,
    _ owners: [Int?]
  ) throws(SourceError) -> Bool {
    guard let countPath else { return true }
    guard !owners.contains(nil) else { return false }
    let count = bytes.withUnsafeBytes { buffer in
      Self.value(in: data, at: countPath[...], JSONScanner(buffer)).map {
        String(decoding: bytes[$0], as: UTF8.self)
      }
    }
    return count == String(owners.count)
  }

  // MARK: Errors

  /// An error with the key of the item that it concerns.
  private func error(_ error: JSONValue, _ owners: [Int?]) -> SourceError {
    let steps = error["path"]?.arrayValue ?? []
    var place: SourceError.Place?
    if let position = steps.firstIndex(where: { $0.intValue != nil }),
      let index = steps[position].intValue, owners.indices.contains(index), let key = owners[index]
    {
      var onTheWay = leafPath[...]
      var rest: [SourceError.Place.Step] = []
      if isMany { rest.append(.index(owners[..<index].count { $0 == key })) }
      for step in steps[(position + 1)...] {
        if let index = step.intValue {
          rest.append(.index(index))
        } else if let name = step.stringValue {
          if let next = onTheWay.first, next.elementsEqual(name.utf8) {
            onTheWay.removeFirst()
          } else {
            rest.append(.key(name))
          }
        }
      }
      place = SourceError.Place(key: key, path: rest)
    }
    return SourceError(
      code: .unexpected,
      message: error["message"]?.stringValue ?? "Errors from remote server",
      detail: ["errors": [error]],
      upstreamErrors: [error],
      place: place
    )
  }
}
