import GraphQLLanguage
package import GraphQLTypeSystem
import OrderedCollections

/// The directives that requests may use (contract 03 §14).
package enum RequestDirectives {
  package static let all: [SchemaDirective] = [
    SchemaDirective(
      name: "include",
      description: "whether this query should be included",
      arguments: [
        "if": SchemaInputValue(name: "if", type: .nonNull(.named(Name("Boolean"))))
      ],
      locations: [.field, .fragmentSpread, .inlineFragment]
    ),
    SchemaDirective(
      name: "skip",
      description: "whether this query should be skipped",
      arguments: [
        "if": SchemaInputValue(name: "if", type: .nonNull(.named(Name("Boolean"))))
      ],
      locations: [.field, .fragmentSpread, .inlineFragment]
    ),
    SchemaDirective(
      name: "cached",
      description: "whether this query should be cached (Hasura Cloud only)",
      arguments: [
        "ttl": SchemaInputValue(
          name: "ttl",
          description: "measured in seconds",
          type: .nonNull(.named(Name("Int"))),
          defaultValue: .int("60")
        ),
        "refresh": SchemaInputValue(
          name: "refresh",
          description: "refresh the cache entry",
          type: .nonNull(.named(Name("Boolean"))),
          defaultValue: .boolean(false)
        ),
      ],
      locations: [.query]
    ),
    SchemaDirective(
      name: "_multiple_top_level_fields",
      locations: [.subscription]
    ),
  ]
}
