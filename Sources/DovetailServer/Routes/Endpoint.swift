import NIOHTTP1

/// What a path stands for.
enum Endpoint: Sendable, Hashable {
  case graphQL(GraphQLEndpoint)
  case metadata(MetadataEndpoint)
  case explain
  case pgDump
  case config
  case version
  case health
  case rest
  case openAPI
  case upstreams
  case metrics

  /// The endpoint of a path, which is not decoded; `nil` if there is none.
  init?(path: String) {
    if let endpoint = Self.exact(path) {
      self = endpoint
      return
    }
    // Empty segments don't count.
    let segments = path.split(separator: "/")
    if segments.count > 2, segments[0] == "api", segments[1] == "rest" {
      self = .rest
    } else if let endpoint = Self.exact("/" + segments.joined(separator: "/")) {
      self = endpoint
    } else {
      return nil
    }
  }

  private static func exact(_ path: String) -> Endpoint? {
    switch path {
    case "/v1/graphql": .graphQL(.v1)
    case "/v1alpha1/graphql": .graphQL(.v1Alpha1)
    case "/v1beta1/relay": .graphQL(.relay)
    case "/v1/metadata": .metadata(.metadata)
    case "/v1/query": .metadata(.v1Query)
    case "/v2/query": .metadata(.v2Query)
    case "/v1/graphql/explain", "/v1alpha1/graphql/explain": .explain
    case "/v1alpha1/pg_dump": .pgDump
    case "/v1alpha1/config": .config
    case "/v1/version": .version
    case "/healthz", "/hasura/healthz": .health
    case "/api/swagger/json": .openAPI
    case "/v1alpha1/upstreams": .upstreams
    case "/v1/metrics": .metrics
    default: nil
    }
  }

  /// The methods that the endpoint answers to.
  var methods: [HTTPMethod] {
    switch self {
    case .graphQL(.v1): [.POST, .GET]
    case .graphQL, .metadata, .explain, .pgDump: [.POST]
    case .config, .version, .health, .openAPI, .upstreams, .metrics: [.GET, .HEAD]
    case .rest: [.GET, .POST, .PUT, .PATCH, .DELETE]
    }
  }

  /// The group by which the endpoint can be switched off.
  var group: APIGroup? {
    switch self {
    case .graphQL: .graphql
    case .metadata, .explain, .upstreams: .metadata
    case .pgDump: .pgdump
    case .config: .config
    case .metrics: .metrics
    case .version, .health, .rest, .openAPI: nil
    }
  }

  /// The form of the endpoint's errors.
  var errorFormat: ErrorFormat {
    if case .graphQL = self { .graphQL } else { .query }
  }
}

/// The endpoints that take GraphQL.
enum GraphQLEndpoint: Sendable, Hashable {
  /// `/v1/graphql`, which answers with status 200 whatever happens.
  case v1
  /// `/v1alpha1/graphql`, its legacy twin, which keeps the status of errors.
  case v1Alpha1
  /// `/v1beta1/relay`, with the schema for Relay clients.
  case relay

  /// The schema that requests are for.
  var schema: GraphQLRequest.Schema { self == .relay ? .relay : .standard }
}
