import OrderedCollections
import OrderedJSON
import SeededRandom

/// A random selection on an entity: what shows by itself, and relationships with selections.
struct JoinSelection {
  var entity: Int
  var fields: [String]
  var joins: [Join] = []

  struct Join {
    var alias: String
    var link: JoinWorld.Link
    var arguments: Arguments
    var isAggregate: Bool
    var inner: JoinSelection
  }

  /// What the client says of a relationship.
  struct Arguments {
    var condition: JSONValue?
    var others = ""
  }

  /// As which type the fields of an entity are selected.
  enum Context { case plain, interface, union }
}

// MARK: Chance

extension JoinWorld {
  /// A selection whose first relationship is the given one.
  func selection(
    on entity: Int,
    first: Link?,
    depth: Int,
    using random: inout SeededGenerator
  ) -> JoinSelection {
    let fields = entities[entity].sight?.fields ?? []
    var selection = JoinSelection(
      entity: entity,
      fields: ["id", "mark"] + fields.filter { _ in random.chance(0.7) }
    )
    var links = first.map { [$0] } ?? []
    if depth > 0 {
      let seen = self.links.filter { $0.from == entity && isVisible($0) }
      for _ in 0..<Int.random(in: 0...2, using: &random) where !seen.isEmpty {
        links.append(random.pick(seen))
      }
    }
    for (index, link) in links.enumerated() {
      let sight = entities[link.to].sight
      let isAggregate =
        link.way == .array && sight?.allowsAggregates == true && random.chance(0.4)
      selection.joins.append(
        JoinSelection.Join(
          alias: "j\(index)",
          link: link,
          arguments: arguments(of: link, using: &random),
          isAggregate: isAggregate,
          inner: self.selection(on: link.to, first: nil, depth: depth - 1, using: &random)
        )
      )
    }
    return selection
  }

  /// Whether the role sees a relationship's target.
  func isVisible(_ link: Link) -> Bool {
    guard let sight = entities[link.to].sight else { return false }
    // The fields of the condition and of the batch's key are named, too.
    return link.way != .one || sight.hasUnowned
  }

  private func arguments(
    of link: Link,
    using random: inout SeededGenerator
  ) -> JoinSelection.Arguments {
    var arguments = JoinSelection.Arguments()
    guard let sight = entities[link.to].sight else { return arguments }
    if link.way == .persons, random.chance(0.3) { arguments.others = "limit: 2" }
    guard link.way == .array else { return arguments }
    if random.chance(0.5) {
      var conditions: [JSONValue] = [
        ["id": ["_lt": .int(Int.random(in: 3...14, using: &random))]],
        ["_not": ["id": ["_eq": 3]]],
      ]
      if sight.fields.contains("owner") { conditions.append(["owner": ["_gte": 2]]) }
      if sight.fields.contains("s") { conditions.append(["s": ["_is_null": false]]) }
      arguments.condition = random.pick(conditions)
    }
    var order = sight.fields.contains("k") && random.chance(0.5) ? "{k: desc_nulls_last}, " : ""
    if case .postgres = entities[link.to].place, sight.fields.contains("owner"),
      random.chance(0.3)
    {
      arguments.others += "distinct_on: owner, "
      order = "{owner: asc}, " + order
    }
    arguments.others += "order_by: [\(order){id: \(random.chance(0.5) ? "asc" : "desc")}]"
    if random.chance(0.4) {
      arguments.others += ", limit: \(Int.random(in: 0...3, using: &random))"
    }
    if random.chance(0.2) { arguments.others += ", offset: 1" }
    return arguments
  }
}

// MARK: Text

extension JoinWorld {
  /// The selection as text, with relationships or without.
  func text(
    of selection: JoinSelection,
    as context: JoinSelection.Context,
    withJoins: Bool = true
  ) -> String {
    let entity = entities[selection.entity]
    let fields = selection.fields.joined(separator: " ")
    let joins = withJoins ? selection.joins : []
    let direct = joins.filter { context != .interface || !$0.link.isOnUnion }.map { text(of: $0) }
    let members = joins.filter { context == .interface && $0.link.isOnUnion }.map { text(of: $0) }
    let all = ([fields] + direct).joined(separator: " ")
    let types = ["Person" + entity.name, "Robot" + entity.name]
    switch context {
    case .plain: return all
    case .union: return types.map { "... on \($0) { \(all) }" }.joined(separator: " ")
    case .interface:
      guard !members.isEmpty else { return all }
      let inner = members.joined(separator: " ")
      return all + types.map { " ... on \($0) { \(inner) }" }.joined()
    }
  }

  private func text(of join: JoinSelection.Join) -> String {
    let name = join.link.name + (join.isAggregate ? "_aggregate" : "")
    let condition = join.arguments.condition.map { "where: \(Self.graphQL($0))" }
    let arguments = [condition, join.arguments.others].compactMap(\.self).filter { !$0.isEmpty }
      .joined(separator: ", ")
    let shown = text(of: join.inner, as: join.link.way.context)
    return "\(join.alias): \(name)\(arguments.isEmpty ? "" : "(\(arguments))") "
      + (join.isAggregate ? Self.aggregate(shown) : "{ \(shown) }")
  }

  /// What is selected of an aggregate.
  static func aggregate(_ nodes: String) -> String {
    "{ aggregate { count max { id } } nodes { \(nodes) } }"
  }

  /// A value as a literal of GraphQL.
  static func graphQL(_ value: JSONValue) -> String {
    switch value {
    case .object:
      "{" + value.members.map { "\($0.key): \(graphQL($0.value))" }.joined(separator: ", ") + "}"
    case .array(let items): "[" + items.map { graphQL($0) }.joined(separator: ", ") + "]"
    default: value.serializedText
    }
  }
}

extension JoinWorld.Way {
  /// The kind of type that the relationship gives.
  var context: JoinSelection.Context {
    switch self {
    case .object, .array, .persons, .one: .plain
    case .being, .byIDs: .interface
    }
  }
}
