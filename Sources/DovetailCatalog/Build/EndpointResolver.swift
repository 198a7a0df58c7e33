import DovetailMetadata
import GraphQLLanguage
import OrderedCollections

/// Finds the operations of REST endpoints, and reports what is wrong with the endpoints.
struct EndpointResolver {
  private let metadata: Metadata
  private(set) var endpoints: OrderedDictionary<String, RESTEndpoint> = [:]
  private(set) var inconsistencies: [Inconsistency] = []

  init(_ metadata: Metadata) {
    self.metadata = metadata
  }

  mutating func resolve() {
    for endpoint in metadata.restEndpoints.values {
      let path = EndpointPath(endpoint.url)
      if path.hasEmptySegment {
        report(
          endpoint,
          "Empty segments or unnamed variables are not allowed: \(endpoint.url)",
          isComplete: true
        )
      } else if path.repeatsVariable {
        report(
          endpoint,
          "Duplicate variables found in endpoint path: \(endpoint.url)",
          isComplete: true
        )
      } else {
        resolve(endpoint, path)
      }
    }
    reportConflicts()
  }

  private mutating func resolve(_ endpoint: RestEndpoint, _ path: EndpointPath) {
    let query = "query with name \(endpoint.query)"
    guard
      let text = metadata.queryCollections[endpoint.collection]?.queries[endpoint.query]?.query
    else {
      report(
        endpoint,
        "in endpoint \(endpoint.name): \(query) does not exist in collection "
          + "\(endpoint.collection)"
      )
      return
    }
    guard let document = try? Document(parsing: text) else {
      report(endpoint, "in endpoint \(endpoint.name): \(query) is not a valid graphql query")
      return
    }
    guard document.operations.count == 1, let operation = document.operations.first else {
      report(
        endpoint,
        "in endpoint \(endpoint.name): \(query) has \(document.operations.count) operations, "
          + "but has to have exactly one"
      )
      return
    }
    guard operation.kind != .subscription else {
      report(endpoint, "in endpoint \(endpoint.name): \(query) is a subscription")
      return
    }
    endpoints[endpoint.name] = RESTEndpoint(
      name: endpoint.name,
      path: path,
      methods: endpoint.methods,
      comment: endpoint.comment,
      text: text,
      document: document,
      operation: operation
    )
  }

  private mutating func report(
    _ endpoint: RestEndpoint,
    _ reason: String,
    isComplete: Bool = false
  ) {
    inconsistencies.append(
      Inconsistency(
        object: .restEndpoint(endpoint.name),
        reason: reason,
        code: .invalidConfiguration,
        isReasonComplete: isComplete
      )
    )
  }

  // MARK: Conflicts

  /// Reports endpoints that some request fits alike, together with all that they are connected with.
  ///
  /// They stay callable: requests that fit only one of them are clear enough.
  private mutating func reportConflicts() {
    let all = Array(endpoints.values)
    var groups = DisjointSets(count: all.count)
    for (_, members) in Dictionary(grouping: all.indices, by: { all[$0].path.segments.count }) {
      for (place, one) in members.enumerated() {
        for other in members[(place + 1)...] where conflict(all[one], all[other]) {
          groups.unite(one, other)
        }
      }
    }
    for members in groups.groups where members.count > 1 {
      reportConflict(members.map { all[$0] })
    }
  }

  private func conflict(_ one: RESTEndpoint, _ other: RESTEndpoint) -> Bool {
    one.path.overlaps(other.path) && one.methods.contains(where: other.methods.contains)
  }

  /// The endpoints are in the order in which they were made: the last one is the culprit.
  private mutating func reportConflict(_ members: [RESTEndpoint]) {
    guard let last = members.last else { return }
    let urls = Set(members.compactMap { metadata.restEndpoints[$0.name]?.url }).sorted()
    inconsistencies.append(
      Inconsistency(
        object: .restEndpoint(last.name),
        reason: "Ambiguous URL paths: " + urls.joined(separator: ", "),
        code: .invalidConfiguration,
        conflicting: members.dropLast().map { .restEndpoint($0.name) },
        isReasonComplete: true
      )
    )
  }
}
