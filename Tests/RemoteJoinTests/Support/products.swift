import DovetailDemo
import OrderedCollections
import OrderedJSON

/// A federation subgraph of products, which are known by their `upc`.
enum Products {
  private static let sdl = """
    type Product { upc: String! name: String! reviews: [Review!]! }
    type Review { text: String! }
    union _Entity = Product
    scalar _Any
    type _Service { sdl: String! }
    type Query {
      product(upc: String!): Product
      named(name: String!): Product
      _entities(representations: [_Any!]!): [_Entity]!
      _service: _Service!
    }
    """

  static func service() throws -> GraphService {
    try GraphService(sdl) { (field, arguments) throws(ResolverError) in
      switch field {
      case "_service":
        return .object(
          Node(
            "_Service",
            ["sdl": #"type Product @key(fields: "upc") { upc: String! } type Query { a: Int }"#]
          )
        )
      case "_entities":
        return .list(
          (arguments["representations"]?.arrayValue ?? []).map {
            .optional(product($0["upc"]?.stringValue))
          }
        )
      default: return .optional(product(arguments["upc"]?.stringValue))
      }
    }
  }

  private static func product(_ upc: String?) -> Node? {
    guard let upc, upc != "none" else { return nil }
    return Node("Product") { (field, _) throws(ResolverError) in
      if field == "name", upc == "bad" { throw ResolverError(message: "no name") }
      return field == "reviews"
        ? .list([.object(Node("Review", ["text": .string("r" + upc)]))])
        : .leaf(.string(field == "upc" ? upc : "n" + upc))
    }
  }
}
