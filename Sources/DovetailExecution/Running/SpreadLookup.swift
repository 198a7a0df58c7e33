import DovetailSource
import OrderedJSON

/// A lookup whose keys are lists: each element is looked up once, and a key's value is the list of
/// what was found, in the order of its elements.
struct SpreadLookup: Sendable {
  let inner: PreparedLookup
  /// The part of the key that is a list.
  let part: Int
  /// How many elements one request carries at most.
  let maxKeys: Int

  /// The lookup as its users see it.
  var prepared: PreparedLookup {
    var prepared = inner
    prepared.run = { (keys, context) async throws(SourceError) in try await run(keys, context) }
    return prepared
  }

  /// Elements of lists as keys of their own.
  private struct Elements {
    var table: KeyTable
    /// For each list the key of each element; nil for null.
    var lists: [[Int?]] = []
  }

  private func run(
    _ keys: LookupKeys,
    _ context: ExecutionContext
  ) async throws(SourceError) -> LookupResult {
    let elements = elements(of: keys)
    let all = elements.table.lookupKeys
    var bytes: [UInt8] = []
    var values: [Range<Int>?] = []
    var errors: [SourceError] = []
    // One list may be longer than a request.
    var start = 0
    while start < all.count {
      let range = start..<min(start + max(1, maxKeys), all.count)
      let result = try await inner.run(all.chunk(range), context)
      guard result.values.count == range.count else {
        throw ExecutionError.broken(
          "\(result.values.count) values came for \(range.count) elements of lists"
        )
      }
      let offset = bytes.count
      bytes += result.bytes
      values += result.values.map { value in
        value.map { ($0.lowerBound + offset)..<($0.upperBound + offset) }
      }
      errors += result.errors.map { moved($0, by: start, elements) }
      start = range.upperBound
    }
    guard values.allSatisfy({ value in value.map { $0.upperBound <= bytes.count } ?? true }) else {
      throw ExecutionError.broken("a value lies outside of its answer")
    }
    return result(elements.lists, bytes, values, errors)
  }

  private func result(
    _ lists: [[Int?]],
    _ bytes: [UInt8],
    _ values: [Range<Int>?],
    _ errors: [SourceError]
  ) -> LookupResult {
    var text: [UInt8] = []
    var ranges: [Range<Int>?] = []
    for list in lists {
      let start = text.count
      text.append(UInt8(ascii: "["))
      for (index, element) in list.enumerated() {
        if index > 0 { text.append(UInt8(ascii: ",")) }
        if let element, let value = values[element], !value.isEmpty {
          text.append(contentsOf: bytes[value])
        } else {
          text.append(contentsOf: "null".utf8)
        }
      }
      text.append(UInt8(ascii: "]"))
      ranges.append(start..<text.count)
    }
    return LookupResult(bytes: text, values: ranges, errors: errors)
  }

  private func elements(of keys: LookupKeys) -> Elements {
    var elements = Elements(table: KeyTable(partCount: keys.partCount))
    for key in 0..<keys.count {
      let texts = Self.elements(of: keys.part(part, of: key))
      elements.lists.append(
        texts.map { text in
          guard let text else { return nil }
          if keys.partCount == 1 {
            return text.withUnsafeBytes { elements.table.index(of: $0) }
          }
          var parts: [UInt8] = []
          for index in 0..<keys.partCount {
            parts += index == part ? text : keys.part(index, of: key)
            parts.append(0)
          }
          return parts.withUnsafeBytes { elements.table.index(ofParts: $0) }
        }
      )
    }
    return elements
  }

  /// The texts of a list's elements, nil for null; what is no list is a list of one.
  private static func elements(of list: ArraySlice<UInt8>) -> [ArraySlice<UInt8>?] {
    guard list.first == UInt8(ascii: "[") else { return [list] }
    let ranges = list.withUnsafeBytes { buffer in
      var ranges: [Range<Int>] = []
      var elements = JSONScanner(buffer).elements(at: 0)
      while let element = elements.next() { ranges.append(element) }
      return ranges
    }
    return ranges.map { range in
      let text = list[(list.startIndex + range.lowerBound)..<(list.startIndex + range.upperBound)]
      return text.first == UInt8(ascii: "n") ? nil : text
    }
  }

  /// An error of an element as one of the first list that has it.
  private func moved(
    _ error: SourceError,
    by offset: Int,
    _ elements: Elements
  ) -> SourceError {
    var error = error
    if let place = error.place {
      error.place = nil
      for (key, list) in elements.lists.enumerated() {
        guard let index = list.firstIndex(of: place.key + offset) else { continue }
        error.place = SourceError.Place(key: key, path: [.index(index)] + place.path)
        break
      }
    }
    // The lists are there; it is elements that are null.
    error.failedKeys = []
    return error
  }
}
