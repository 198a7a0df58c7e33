import DovetailPlan
import DovetailSource
import GraphQLLanguage
import OrderedJSON

/// Tells keys that can be values of the types that a service declares from those that cannot, which
/// would make the service refuse a whole request.
struct KeyTypes: Sendable {
  private let slots: [KeySlot]
  private let types: [String: RemoteInputType.Kind]
  private let target: String

  init(_ lookup: RemoteLookup, target: String) {
    var slots = KeySlot.slots(of: lookup.path)
    if case .batch(let batch) = lookup.strategy {
      if batch.completeness == .assumed { slots = [] }
      for slot in KeySlot.slots(of: batch.item) where !slots.contains(slot) { slots.append(slot) }
    }
    self.slots = slots
    self.types = Dictionary(lookup.keyTypes.map { ($0.name, $0.kind) }) { first, _ in first }
    self.target = target
  }

  /// Looks up the keys that fit; the others have nothing, and one error tells of them.
  func checked(
    _ keys: LookupKeys,
    _ run: (LookupKeys) async throws(SourceError) -> LookupResult
  ) async throws(SourceError) -> LookupResult {
    let bad = (0..<keys.count).filter { misfit(of: $0, in: keys) != nil }
    guard let first = bad.first else { return try await run(keys) }
    let misfits = Set(bad)
    let good = keys.indices.filter { !misfits.contains($0) }
    var result =
      good.isEmpty
      ? LookupResult(bytes: [], values: [])
      : try await run(LookupKeys(good.map { keys[$0] }))
    result.spread(over: keys.count, at: good)
    let slot = misfit(of: first, in: keys)
    let value = slot.map { keys.part($0.part, of: first).prefix(100) } ?? []
    result.errors.insert(
      SourceError(
        code: .validationFailed,
        message: "the value \(String(decoding: value, as: UTF8.self)) of the join field cannot "
          + "become the type "
          + "'\(slot.map { String(describing: $0.type) } ?? "")' of \"\(target)\"",
        place: SourceError.Place(key: first),
        failedKeys: bad
      ),
      at: 0
    )
    return result
  }

  /// The first slot of which a part of the key can be no value.
  private func misfit(of key: Int, in keys: LookupKeys) -> KeySlot? {
    slots.first { !fits(keys.part($0.part, of: key), $0.type) }
  }

  private func fits(_ text: ArraySlice<UInt8>, _ type: TypeReference) -> Bool {
    if text.first == UInt8(ascii: "["), case .list(let item) = type.nullable {
      guard let elements = (try? JSONValue(parsing: text))?.arrayValue else { return false }
      return elements.allSatisfy { element in
        element.isNull ? !item.isNonNull : fits(element.serialized()[...], item)
      }
    }
    let name = type.namedType
    let first = text.first ?? 0
    switch types[name] {
    case .names(let names)?:
      guard first == UInt8(ascii: "\"") else { return false }
      var name: [UInt8] = []
      KeyValue.appendCanonical(text, to: &name)
      return names.contains { name.elementsEqual($0.utf8) }
    case .object?:
      return first == UInt8(ascii: "{")
    case nil:
      return KeyValue.canConvert(text, to: name)
    }
  }
}

extension LookupResult {
  /// Gives the values to some of more keys, the others having none.
  mutating func spread(over count: Int, at indices: [Int]) {
    var all = [Range<Int>?](repeating: nil, count: count)
    for (index, value) in zip(indices, values) { all[index] = value }
    values = all
    for error in errors.indices {
      if let place = errors[error].place, indices.indices.contains(place.key) {
        errors[error].place?.key = indices[place.key]
      }
      errors[error].failedKeys = errors[error].failedKeys.compactMap {
        indices.indices.contains($0) ? indices[$0] : nil
      }
    }
  }
}
