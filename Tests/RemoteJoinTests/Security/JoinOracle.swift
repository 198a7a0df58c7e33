import DovetailMetadata
import OrderedCollections
import OrderedJSON
import Testing

/// Says what a role may get by a relationship: what it gets when it asks the target itself for the
/// same keys, one at a time.
final class JoinOracle {
  private let world: JoinWorld
  private let test: JoinEngine
  private let session: Session
  /// Answers by the text of the question.
  private var known: [String: JSONValue] = [:]
  /// The relationships that have brought something.
  private(set) var walked: Set<String> = []

  init(_ world: JoinWorld, _ test: JoinEngine, _ session: Session) {
    self.world = world
    self.test = test
    self.session = session
  }

  /// Compares all relationships in objects of an entity with what the role gets by itself.
  func check(_ objects: JSONValue?, _ selection: JoinSelection, _ place: String) async throws {
    for object in objects?.arrayValue ?? [] {
      let id = object["id"]?.intValue
      let row = try #require(world.entities[selection.entity].rows.first { $0.id == id })
      for join in selection.joins {
        try await check(object[join.alias], join, of: row, "\(place).\(join.link.name)")
      }
    }
  }

  private func check(
    _ value: JSONValue?,
    _ join: JoinSelection.Join,
    of row: JoinWorld.Row,
    _ place: String
  ) async throws {
    guard let keys = keys(of: row, by: join.link.key) else {
      #expect(value == .null, "\(place) of \(row.id) has no key")
      return
    }
    guard join.link.key.isList else {
      return try await check(value, join, key: keys.first ?? [], place)
    }
    let values = try #require(value?.arrayValue, "\(place) of \(row.id) is no list")
    try #require(values.count == keys.count, "\(place) of \(row.id)")
    for (value, key) in zip(values, keys) { try await check(value, join, key: key, place) }
  }

  private func check(
    _ value: JSONValue?,
    _ join: JoinSelection.Join,
    key: [JSONValue],
    _ place: String
  ) async throws {
    let expected = key.contains(.null) ? .null : try await answer(of: join, key: key)
    let plain = plain(value, join)
    #expect(plain == expected, "\(place) for \(key): \(join.arguments)")
    guard plain == expected, let value, !value.isNull else { return }
    let objects = join.isAggregate ? value["nodes"] : value.arrayValue == nil ? [value] : value
    if objects?.arrayValue?.isEmpty == false { walked.insert(join.link.name) }
    try await check(objects, join.inner, place)
  }

  /// A value without the relationships in it.
  private func plain(_ value: JSONValue?, _ join: JoinSelection.Join) -> JSONValue? {
    func plain(_ value: JSONValue) -> JSONValue {
      switch value {
      case .array(let items): .array(items.map { plain($0) })
      case .object(let members):
        .object(members.filter { name, _ in !join.inner.joins.contains { $0.alias == name } })
      default: value
      }
    }
    guard join.isAggregate, var members = value?.objectValue else { return value.map { plain($0) } }
    members["nodes"] = members["nodes"].map { plain($0) }
    return .object(members)
  }

  // MARK: Keys

  /// The keys of a row, one for each element where the key is a list; nil for no key at all.
  private func keys(of row: JoinWorld.Row, by key: JoinWorld.Key) -> [[JSONValue]]? {
    let k = row.k.map { JSONValue.int($0) } ?? .null
    let s = row.s.map { JSONValue.string($0) } ?? .null
    let parts: [JSONValue]
    switch key {
    case .idToK: parts = [.int(row.id)]
    case .kToID, .kToK: parts = [k]
    case .sToS: parts = [s]
    case .both: parts = [k, s]
    case .inner:
      let number = row.inner.flatMap { $0.intValue ?? $0.stringValue.flatMap { Int($0) } }
      parts = [number.map { .int($0) } ?? .null]
    case .list, .array:
      return row.list?.map { [$0.map { .int($0) } ?? .null] }
    }
    return parts.contains(.null) ? nil : [parts]
  }

  // MARK: Asking

  private func answer(of join: JoinSelection.Join, key: [JSONValue]) async throws -> JSONValue {
    let to = world.entities[join.link.to]
    let shown = world.text(of: join.inner, as: join.link.way.context, withJoins: false)
    guard to.isTable else { return try await answer(of: join, key: key, of: to.name, shown) }
    let columns: [KeyPath<JoinWorld.Row, JSONValue>] =
      switch join.link.key {
      case .idToK, .kToK: [\.kValue]
      case .kToID, .list, .array, .inner: [\.idValue]
      case .sToS: [\.sValue]
      case .both: [\.kValue, \.sValue]
      }
    let rows = to.rows.filter { row in
      zip(columns, key).allSatisfy { row[keyPath: $0] == $1 }
    }
    let ids: JSONValue = ["id": ["_in": .array(rows.map { .int($0.id) })]]
    let condition: JSONValue = join.arguments.condition.map { ["_and": [ids, $0]] } ?? ids
    let arguments = "(where: \(JoinWorld.graphQL(condition)), \(join.arguments.others))"
    if join.isAggregate {
      return try await ask("\(to.name)_aggregate\(arguments) \(JoinWorld.aggregate(shown))")
    }
    let found = try await ask("\(to.name)\(arguments) { \(shown) }")
    return join.link.way == .array ? found : found.arrayValue?.first ?? .null
  }

  private func answer(
    of join: JoinSelection.Join,
    key: [JSONValue],
    of service: String,
    _ shown: String
  ) async throws -> JSONValue {
    let key = JoinWorld.graphQL(key.first ?? .null)
    let name = "\(service)_\(join.link.way.rawValue)"
    switch join.link.way {
    case .byIDs:
      return try await ask("\(name)(ids: [\(key)]) { \(shown) }").arrayValue?.first ?? .null
    case .persons:
      let arguments = "where: {k: {_eq: \(key)}}, \(join.arguments.others)"
      return try await ask("\(name)(\(arguments)) { \(shown) }")
    default:
      return try await ask("\(name)(id: \(key)) { \(shown) }")
    }
  }

  private func ask(_ field: String) async throws -> JSONValue {
    if let answer = known[field] { return answer }
    let data = try await test.query("{ d: \(field) }", session: session)
    let answer = try #require(data["d"], "\(field)")
    known[field] = answer
    return answer
  }
}

extension JoinWorld.Key {
  /// Whether a row has several keys.
  var isList: Bool { self == .list || self == .array }
}

extension JoinWorld.Row {
  fileprivate var idValue: JSONValue { .int(id) }
  fileprivate var kValue: JSONValue { k.map { .int($0) } ?? .null }
  fileprivate var sValue: JSONValue { s.map { .string($0) } ?? .null }
}
