import DovetailDemo
import OrderedCollections
import OrderedJSON

/// The databases and services of the world.
extension JoinWorld {
  /// The script that makes and fills the tables of a place.
  func script(of place: Place) -> String {
    var isPostgres = false
    if case .postgres = place { isPostgres = true }
    let json = isPostgres ? "jsonb" : "json"
    return entities.filter { $0.place == place }.map { table in
      let rows = table.rows.map { row -> String in
        let list = row.list.map { "'\(Self.text(of: $0))'" } ?? "NULL"
        let array =
          row.list.map { list in
            "ARRAY["
              + list.map { $0.map(String.init) ?? "NULL" }.joined(separator: ",") + "]::int[]"
          } ?? "NULL"
        let doc = row.inner.map { "{\"in\": {\"key\": \($0.serializedText)}}" } ?? #"{"in": 5}"#
        let s = row.s.map { "'\($0.replacing("'", with: "''"))'" } ?? "NULL"
        let values = [
          "\(row.id)", row.k.map(String.init) ?? "NULL", s, "\(row.owner)",
          "'\(table.mark(of: row.id))'", "'\(table.secret(of: row.id))'", list, "'\(doc)'", "0",
        ]
        return "(" + (isPostgres ? values + [array] : values).joined(separator: ", ") + ")"
      }
      return """
        CREATE TABLE \(table.name) (id integer PRIMARY KEY, k integer, s text,
          owner integer NOT NULL, mark text NOT NULL, secret text NOT NULL, list \(json),
          doc \(json), touch integer NOT NULL\(isPostgres ? ", arr integer[]" : ""));
        INSERT INTO \(table.name) VALUES \(rows.joined(separator: ", "));
        """
    }.joined(separator: "\n")
  }

  private static func text(of list: [Int?]) -> String {
    "[" + list.map { $0.map(String.init) ?? "null" }.joined(separator: ", ") + "]"
  }

  /// The types of a service without its root fields.
  static func types(of x: String, fields: [String]) -> String {
    let types = [
      "k": "Int", "s": "String", "owner": "Int!", "secret": "String!", "list": "[Int]",
    ]
    let all = (["id: Int!", "mark: String!"] + fields.map { "\($0): \(types[$0] ?? "")" })
      .joined(separator: " ")
    return """
      interface Being\(x) { \(all) }
      type Person\(x) implements Being\(x) { \(all) }
      type Robot\(x) implements Being\(x) { \(all) }
      union Anyone\(x) = Person\(x) | Robot\(x)
      input Int\(x) { _eq: Int _in: [Int!] }
      input Where\(x) { k: Int\(x) id: Int\(x) }
      type Count\(x) { count: Int! }
      type Aggregate\(x) { aggregate: Count\(x) }

      """
  }

  /// The root fields of a service; `owner` is what is said of that argument.
  static func root(of x: String, owner: String, hasUnowned: Bool) -> String {
    let only = owner.isEmpty ? "" : "(\(owner))"
    let unowned = """
      \(x)_one(id: Int!): Person\(x)
      \(x == "x" ? "_entities(representations: [_Any!]!): [_Entity]! _service: _Service!" : "")
      """
    return """
      type Query {
        \(x)_beings\(only): [Being\(x)!]!
        \(x)_anyone\(only): [Anyone\(x)!]!
        \(x)_being(id: Int!, \(owner)): Being\(x)
        \(x)_byIDs(ids: [Int!]!, \(owner)): [Being\(x)]
        \(x)_persons(where: Where\(x), limit: Int, \(owner)): [Person\(x)!]!
        \(x)_persons_aggregate(where: Where\(x), \(owner)): Aggregate\(x)!
        \(hasUnowned ? unowned : "")
      }

      """
  }

  static let federation = "union _Entity = Personx scalar _Any type _Service { sdl: String! }\n"

  /// The service of an entity.
  func service(of entity: Entity) throws -> GraphService {
    let x = entity.name
    let sdl =
      Self.types(of: x, fields: ["k", "s", "owner", "secret", "list"])
      + Self.root(of: x, owner: "owner: Int", hasUnowned: true)
      + (x == "x" ? Self.federation : "")
    return try GraphService(sdl) { (field, arguments) throws(ResolverError) in
      let owner = arguments["owner"]?.intValue
      let rows = entity.rows.filter { owner == nil || $0.owner == owner }
      let node = { (id: Int?) -> ResolvedValue in
        .optional(rows.first { $0.id == id }.map { entity.node(of: $0) })
      }
      switch field {
      case x + "_beings", x + "_anyone": return .list(rows.map { .object(entity.node(of: $0)) })
      case x + "_being": return node(arguments["id"]?.intValue)
      case x + "_one":
        return .optional(
          entity.rows.first { $0.id == arguments["id"]?.intValue }
            .map { entity.node(of: $0, as: "Person") }
        )
      case x + "_byIDs":
        return .list(People.numbers(arguments["ids"]).reversed().map { node($0) })
      case x + "_persons", x + "_persons_aggregate":
        let found = rows.filter { $0.fits(arguments["where"] ?? .null) }
        guard field == x + "_persons" else {
          let count = Node("Count\(x)", ["count": .int(found.count)])
          return .object(Node("Aggregate\(x)") { (_, _) throws(ResolverError) in .object(count) })
        }
        return .list(
          found.prefix(arguments["limit"]?.intValue ?? .max).map {
            .object(entity.node(of: $0, as: "Person"))
          }
        )
      case "_entities":
        return .list(
          (arguments["representations"]?.arrayValue ?? []).map { key in
            .optional(
              entity.rows.first { $0.id == key["id"]?.intValue }
                .map { entity.node(of: $0, as: "Person") }
            )
          }
        )
      default:
        let keys = #"type Personx @key(fields: "id") { id: Int! } type Query { a: Int }"#
        return .object(Node("_Service", ["sdl": .string(keys)]))
      }
    }
  }
}

extension JoinWorld.Entity {
  func mark(of id: Int) -> String { "mark-\(name)-\(id)-" }

  func secret(of id: Int) -> String { "secret-\(name)-\(id)-" }

  /// A row as an object of JSON.
  func object(of row: JoinWorld.Row) -> JSONObject {
    [
      "id": .int(row.id), "k": row.k.map { .int($0) } ?? .null,
      "s": row.s.map { .string($0) } ?? .null, "owner": .int(row.owner),
      "mark": .string(mark(of: row.id)), "secret": .string(secret(of: row.id)),
      "list": row.list.map { .array($0.map { $0.map { .int($0) } ?? .null }) } ?? .null,
    ]
  }

  /// A row as an object of the service; who is looked up as a person is one.
  fileprivate func node(of row: JoinWorld.Row, as type: String? = nil) -> Node {
    let type = type ?? (row.id % 2 == 0 ? "Robot" : "Person")
    let object = object(of: row)
    return Node(type + name) { (field, _) throws(ResolverError) in
      guard field == "list" else { return .leaf(object[field] ?? .null) }
      guard let list = object["list"]?.arrayValue else { return .null }
      return .list(list.map { .leaf($0) })
    }
  }
}

extension JoinWorld.Row {
  fileprivate func fits(_ condition: JSONValue) -> Bool {
    for (name, value) in [("k", k), ("id", id)] {
      guard let comparison = condition[name] else { continue }
      if let equal = comparison["_eq"], equal.intValue != value { return false }
      if let list = comparison["_in"], !(value.map { People.numbers(list).contains($0) } ?? false) {
        return false
      }
    }
    return true
  }
}

extension JSONValue {
  /// The value as JSON text.
  var serializedText: String { String(decoding: serialized(), as: UTF8.self) }
}
