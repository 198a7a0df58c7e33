import OrderedCollections
import OrderedJSON
import SeededRandom

/// Databases, services and an action with random rows, a random relationship from each to each, and
/// a role that sees a part of it.
struct JoinWorld {
  var entities: [Entity]
  var links: [Link]

  /// The number that the role's session has, and that owners of rows are compared with.
  static let number = 2

  /// A table, a service's type, or the output of an action.
  struct Entity {
    var name: String
    var place: Place
    var rows: [Row]
    /// What the role sees; nil if nothing.
    var sight: Sight?

    var isTable: Bool {
      switch place {
      case .postgres, .sqlite: true
      case .service, .action: false
      }
    }
  }

  enum Place: Hashable {
    case postgres(String)
    case sqlite(String)
    case service(String)
    case action
  }

  struct Row {
    var id: Int
    var k: Int?
    var s: String?
    var owner: Int
    /// A list of ids, some of them null; nil for no list.
    var list: [Int?]?
    /// What stands at `doc.in.key`; nil where there is nothing.
    var inner: JSONValue?
  }

  /// What a role sees of an entity.
  struct Sight {
    /// Of `k`, `s`, `owner`, `secret`; `id` and `mark` always show.
    var fields: [String]
    var rows: Rows
    var limit: Int?
    var allowsAggregates = false
    var owner = OwnerArgument.open
    /// Whether fields of a service that know no owner are allowed.
    var hasUnowned = true
  }

  /// What the role's permission makes of the argument `owner` of a service's fields.
  enum OwnerArgument: CaseIterable { case open, preset, absent }

  /// A row filter.
  enum Rows: Hashable {
    case all
    case own
    case ownOrUpTo(Int)
    case withKey
    case notOwn
    case some([Int])

    func shows(_ row: Row) -> Bool {
      switch self {
      case .all: true
      case .own: row.owner == JoinWorld.number
      case .ownOrUpTo(let id): row.owner == JoinWorld.number || row.id <= id
      case .withKey: row.k != nil
      case .notOwn: row.owner != JoinWorld.number
      case .some(let ids): ids.contains(row.id)
      }
    }

    var filter: JSONValue {
      let own: JSONValue = ["owner": ["_eq": "X-Hasura-Number"]]
      return switch self {
      case .all: [:]
      case .own: own
      case .ownOrUpTo(let id): ["_or": [own, ["id": ["_lte": .int(id)]]]]
      case .withKey: ["k": ["_is_null": false]]
      case .notOwn: ["_not": own]
      case .some(let ids): ["id": ["_in": .array(ids.map { .int($0) })]]
      }
    }
  }

  /// A relationship.
  struct Link {
    var name: String
    var from: Int
    var to: Int
    var key: Key
    var way: Way
    /// Whether it stands on the union of the service's types, not on their interface.
    var isOnUnion = false
  }

  /// What of a row is the key, and with what of the other side it is compared.
  enum Key: String, CaseIterable {
    case idToK
    case kToID
    case kToK
    case sToS
    case both
    case list
    /// An array column of PostgreSQL.
    case array
    case inner
  }

  /// What a relationship gives.
  enum Way: String, CaseIterable {
    case object
    case array
    /// Fields of a service: by aliases, in a declared batch, by a condition, and as an entity.
    case being
    case byIDs
    case persons
    case one

    var isToTable: Bool { self == .object || self == .array }
  }
}

// MARK: Chance

extension JoinWorld {
  static let rowCount = 14

  init(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let places: [(String, Place)] = [
      ("pa0", .postgres("a")), ("pa1", .postgres("a")), ("pb0", .postgres("b")),
      ("lc0", .sqlite("c")), ("ld0", .sqlite("d")), ("x", .service("x")), ("y", .service("y")),
      ("Out", .action),
    ]
    // One table is not for the role at all.
    let hidden = Int.random(in: 0..<5, using: &random)
    entities = []
    for (index, (name, place)) in places.enumerated() {
      let rows = (1...(place == .action ? 6 : Self.rowCount)).map {
        Row(id: $0, using: &random)
      }
      let sight = index == hidden ? nil : Sight(of: place, using: &random)
      entities.append(Entity(name: name, place: place, rows: rows, sight: sight))
    }
    links = []
    for from in entities.indices {
      for to in entities.indices where entities[to].place != .action {
        if entities[from].place == entities[to].place { continue }
        links.append(link(from, to, using: &random))
      }
    }
  }

  private func link(
    _ from: Int,
    _ to: Int,
    using random: inout SeededGenerator
  ) -> Link {
    var ways: [Way] = entities[to].isTable ? [.object, .array] : [.being, .byIDs, .persons]
    if entities[to].name == "x" { ways.append(.one) }
    let way = random.pick(ways)
    var keys: [Key]
    switch way {
    case .array: keys = [.idToK, .kToK, .sToS, .both]
    case .persons: keys = [.idToK, .kToK]
    case .object, .being, .byIDs, .one: keys = [.kToID, .kToID, .list]
    }
    switch entities[from].place {
    case .postgres: keys += way == .persons || way == .array ? [] : [.array, .inner]
    case .sqlite: keys += way == .persons || way == .array ? [] : [.inner]
    case .service, .action: break
    }
    return Link(
      name: "r\(from)_\(to)",
      from: from,
      to: to,
      key: random.pick(keys),
      way: way,
      isOnUnion: entities[from].place != .action && random.chance(0.4)
    )
  }
}

extension JoinWorld.Row {
  fileprivate init(id: Int, using random: inout SeededGenerator) {
    let ids = -1...JoinWorld.rowCount
    self.id = id
    k = random.chance(0.15) ? nil : Int.random(in: 1...6, using: &random)
    s = random.chance(0.2) ? nil : random.pick(["", "a", "A", "b'", "c\"d", "ü"])
    owner = Int.random(in: 1...3, using: &random)
    list =
      random.chance(0.15)
      ? nil
      : (0..<Int.random(in: 0...4, using: &random)).map { _ in
        random.chance(0.2) ? nil : Int.random(in: ids, using: &random)
      }
    let number = Int.random(in: ids, using: &random)
    inner = random.pick([.int(number), .string("\(number)"), .null, nil, .int(number)])
  }
}

extension JoinWorld.Sight {
  fileprivate init(of place: JoinWorld.Place, using random: inout SeededGenerator) {
    fields = ["k", "s", "owner", "secret"].filter { _ in random.chance(0.6) }
    rows = random.pick([
      .all, .own, .own, .ownOrUpTo(4), .withKey, .notOwn, .some([1, 3, 5, 6, 9, 11]),
    ])
    limit = random.chance(0.3) ? Int.random(in: 1...3, using: &random) : nil
    allowsAggregates = random.chance(0.7)
    owner = random.pick(JoinWorld.OwnerArgument.allCases)
    hasUnowned = random.chance(0.6)
    if case .service = place {
      rows = owner == .preset && !hasUnowned ? .own : .all
      limit = nil
      allowsAggregates = false
    } else if place == .action {
      (fields, rows, limit) = (["k", "s"], .all, nil)
    }
  }
}
