import DovetailSource
import OrderedJSON

/// Looks up keys with one field that takes all of them.
struct BatchLookup: Sendable {
  let caller: RemoteCaller
  let text: RemoteRequestText
  /// The name of the variable that carries the keys.
  let variable: String
  let slot: KeySlot
  /// The alias of the items' key; without it items come in the order of the keys.
  let keyAlias: [UInt8]?
  /// The names of the fields from the root to the leaf.
  let path: [[UInt8]]

  /// Asks for keys and gives each its item.
  func run(
    _ keys: LookupKeys,
    _ context: ExecutionContext
  ) async throws(SourceError) -> LookupResult {
    let body = try text.body(context, reserving: keys.count * 24) { writer in
      writer.appendKey(variable)
      writer.append(UInt8(ascii: "["))
      for key in 0..<keys.count {
        if key > 0 { writer.append(UInt8(ascii: ",")) }
        KeyValue.append(keys.part(slot.part, of: key), as: slot.type, to: &writer)
      }
      writer.appendRaw("],")
    }
    let answer = try await caller.lookUp(body, context)
    var upstream: [JSONValue] = []
    if case .list(let errors) = answer.errors { upstream = errors }
    guard answer.hasData, let data = answer.data else {
      guard upstream.isEmpty else { throw upstreamFailure(upstream, code: .unexpected) }
      throw lookupFailure("\"data\" field not found in remote response")
    }
    var leaf = LeafReader(answer.bytes, path: path[...])
    guard let list = try leaf.readValue(in: data) else {
      guard upstream.isEmpty else { throw upstreamFailure(upstream, code: .unexpected) }
      return LookupResult(
        bytes: leaf.bytes,
        values: Array(repeating: nil, count: keys.count)
      )
    }
    let (values, owners) = try match(list, in: leaf.bytes, keys)
    return LookupResult(
      bytes: leaf.bytes,
      values: values,
      errors: upstream.map { itemError($0, owners: owners) }
    )
  }

  /// The item of each key, and the key of each item.
  private func match(
    _ list: Range<Int>,
    in bytes: [UInt8],
    _ keys: LookupKeys
  ) throws(SourceError) -> (values: [Range<Int>?], owners: [Int?]) {
    let items = try items(list, in: bytes)
    var values: [Range<Int>?] = Array(repeating: nil, count: keys.count)
    var owners: [Int?] = []
    if let keyAlias {
      var indices: [[UInt8]: Int] = [:]
      indices.reserveCapacity(keys.count)
      for key in 0..<keys.count {
        indices[KeyValue.canonical(keys.part(slot.part, of: key))] = key
      }
      bytes.withUnsafeBytes { buffer in
        let scanner = JSONScanner(buffer)
        for item in items {
          let owner = Self.key(of: item, keyAlias, scanner)
            .flatMap { indices[KeyValue.canonical(bytes[$0])] }
          // Of several items with one key the first counts.
          if let owner, values[owner] == nil { values[owner] = item }
          owners.append(owner)
        }
      }
      return (values, owners)
    }
    guard items.count == keys.count else {
      throw lookupFailure(
        "expected \(keys.count) items in the order of the keys, but the remote server returned "
          + "\(items.count)"
      )
    }
    for (key, item) in items.enumerated() {
      let isNull = bytes[item].elementsEqual("null".utf8)
      values[key] = isNull ? nil : item
      owners.append(key)
    }
    return (values, owners)
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

  private static func key(
    of item: Range<Int>,
    _ alias: [UInt8],
    _ scanner: JSONScanner
  ) -> Range<Int>? {
    var members = scanner.members(at: item.lowerBound)
    guard scanner.kind(at: item.lowerBound) == .object else { return nil }
    while let member = members.next() {
      if scanner.matches(member.key, alias) { return member.value }
    }
    return nil
  }

  /// An error with the key of the item that it concerns.
  private func itemError(_ error: JSONValue, owners: [Int?]) -> SourceError {
    var steps = (error["path"]?.arrayValue ?? [])[...]
    var place: SourceError.Place?
    if let position = steps.firstIndex(where: { $0.intValue != nil }),
      let index = steps[position].intValue, owners.indices.contains(index), let key = owners[index]
    {
      steps = steps[(position + 1)...]
      let rest = steps.compactMap { step -> SourceError.Place.Step? in
        if let index = step.intValue { return .index(index) }
        return step.stringValue.map { .key($0) }
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
