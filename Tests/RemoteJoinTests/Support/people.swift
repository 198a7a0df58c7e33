import DovetailDemo
import OrderedCollections
import OrderedJSON

/// A service that knows people in all the ways in which keys can be looked up.
enum People {
  static let sdl = """
    type Person { id: Int! name: String! team: Team boss: Person friends: [Person] mood: Mood }
    type Team { code: String! country: String! members: [Person!]! }
    enum Mood { GOOD BAD }
    input Filter { ids: [Int!] }
    input TeamKey { country: String! code: String! }
    type Directory { byIds(filter: Filter!): [Person] }
    type Query {
      person(id: Int!): Person
      people(ids: [Int!]!): [Person]
      inOrder(ids: [Int!]!): [Person]
      directory: Directory
      team(code: String!, country: String!): Team
      teams(keys: [TeamKey!]!): [Team!]!
      reports(bosses: [Int!]!): [Person!]!
      moods(mood: Mood!): [Person!]!
      broken(id: Int!): Person
    }
    """

  /// The person of a number; nobody has one that is not positive.
  static func person(_ id: Int) -> (any ResolvedObject)? {
    guard id > 0 else { return nil }
    return Node("Person") { (field, _) throws(ResolverError) in
      switch field {
      case "id": return .leaf(.int(id))
      case "name": return .leaf(.string("p\(id)"))
      case "mood": return .leaf(.string(id % 2 == 0 ? "GOOD" : "BAD"))
      case "boss": return .optional(person(id / 2))
      case "friends": return .list([.optional(person(id + 1)), .null])
      case "team": return id % 3 == 0 ? .null : .object(team("t\(id % 3)", "DE"))
      default: throw ResolverError(message: "no \(field)")
      }
    }
  }

  static func team(_ code: String, _ country: String) -> Node {
    Node("Team") { (field, _) throws(ResolverError) in
      switch field {
      case "code": .leaf(.string(code))
      case "country": .leaf(.string(country))
      default: .list([.optional(person(1)), .optional(person(2))])
      }
    }
  }

  static let resolve: Node.Resolver = { (field, arguments) throws(ResolverError) in
    let ids = numbers(arguments["ids"])
    switch field {
    case "person": return .optional(person(arguments["id"]?.intValue ?? 0))
    // Another order than was asked for, and some more.
    case "people": return .list((ids + [99_999_999]).reversed().map { .optional(person($0)) })
    case "inOrder": return .list(ids.map { .optional(person($0)) })
    case "directory":
      return .object(
        Node("Directory") { (_, arguments) throws(ResolverError) in
          .list(numbers(arguments["filter"]?["ids"]).reversed().map { .optional(person($0)) })
        }
      )
    case "team":
      return .object(
        team(arguments["code"]?.stringValue ?? "", arguments["country"]?.stringValue ?? "")
      )
    case "teams":
      return .list(
        (arguments["keys"]?.arrayValue ?? []).reversed().map { key in
          .object(team(key["code"]?.stringValue ?? "", key["country"]?.stringValue ?? ""))
        }
      )
    case "reports":
      let bosses = Set(numbers(arguments["bosses"]))
      return .list((2...40).filter { bosses.contains($0 / 2) }.map { .optional(person($0)) })
    case "moods":
      let isGood = arguments["mood"]?.stringValue == "GOOD"
      return .list((1...4).filter { ($0 % 2 == 0) == isGood }.map { .optional(person($0)) })
    default:
      let id = arguments["id"]?.intValue ?? 0
      if id % 2 == 0 { throw ResolverError(message: "no even person \(id)") }
      return .optional(person(id))
    }
  }

  static func numbers(_ value: JSONValue?) -> [Int] {
    (value?.arrayValue ?? []).compactMap(\.intValue)
  }

  static func service() throws -> GraphService { try GraphService(sdl, resolve) }
}

/// A service like another Dovetail: lists take conditions.
enum Articles {
  static let sdl = """
    type article { id: Int! author_id: Int! title: String! }
    type author { id: Int! name: String! }
    input Int_comparison_exp { _eq: Int _in: [Int!] }
    input article_bool_exp { author_id: Int_comparison_exp }
    input author_bool_exp { id: Int_comparison_exp }
    type count_fields { count: Int! }
    type article_aggregate { aggregate: count_fields }
    type query_root {
      article(where: article_bool_exp, limit: Int, order_by: [String!]): [article!]!
      article_aggregate(where: article_bool_exp): article_aggregate!
      author_by_pk(id: Int!): author
      author(where: author_bool_exp, limit: Int): [author!]!
    }
    schema { query: query_root }
    """

  /// The service; no list is longer than the limit, and author n has n % 3 articles.
  static func service(limit: Int = .max) throws -> GraphService {
    try GraphService(sdl) { (field, arguments) throws(ResolverError) in
      let condition = arguments["where"]
      let ids = { (member: String) -> [Int] in
        let comparison = condition?[member]
        return comparison?["_eq"]?.intValue.map { [$0] } ?? People.numbers(comparison?["_in"])
      }
      let articles = ids("author_id").flatMap { author in
        (0..<(author % 3)).map { (author, $0) }
      }
      switch field {
      case "article":
        return .list(
          articles.prefix(min(limit, arguments["limit"]?.intValue ?? .max)).map { author, index in
            .object(
              Node(
                "article",
                [
                  "id": .int(author * 10 + index), "author_id": .int(author),
                  "title": .string("a\(author).\(index)"),
                ]
              )
            )
          }
        )
      case "article_aggregate":
        let count = Node("count_fields", ["count": .int(articles.count)])
        return .object(
          Node("article_aggregate") { (_, _) throws(ResolverError) in .object(count) }
        )
      case "author_by_pk":
        return .optional(author(arguments["id"]?.intValue ?? 0))
      default:
        return .list(ids("id").compactMap { author($0) }.prefix(limit).map { .object($0) })
      }
    }
  }

  private static func author(_ id: Int) -> Node? {
    id > 0 ? Node("author", ["id": .int(id), "name": .string("w\(id)")]) : nil
  }
}
