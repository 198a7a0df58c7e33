import DovetailCatalog

/// Finds the endpoint that a method and a path mean.
struct EndpointRoutes: Sendable {
  /// An endpoint with the values that the path gives to its variables.
  struct Match: Sendable {
    var endpoint: RESTEndpoint
    var values: [(name: String, value: String)]
  }

  /// What endpoints are looked up by; no first segment if it is a variable.
  private struct Key: Hashable {
    var count: Int
    var first: String?
  }

  private let endpoints: [Key: [RESTEndpoint]]

  init(_ endpoints: some Sequence<RESTEndpoint>) {
    self.endpoints = Dictionary(grouping: endpoints) { endpoint in
      let segments = endpoint.path.segments
      if case .literal(let text)? = segments.first {
        return Key(count: segments.count, first: text)
      }
      return Key(count: segments.count, first: nil)
    }
  }

  /// - Throws: 404 if no endpoint has the path, 405 if it has other methods, 500 if several fit.
  func match(_ method: String, _ path: [String]) throws(EngineError) -> Match {
    let candidates =
      (endpoints[Key(count: path.count, first: path.first)] ?? [])
      + (endpoints[Key(count: path.count, first: nil)] ?? [])
    let matches = candidates.compactMap { endpoint in
      endpoint.path.match(path).map { Match(endpoint: endpoint, values: $0) }
    }
    guard !matches.isEmpty else {
      throw EngineError(code: "not-found", message: "Endpoint not found", status: 404)
    }
    let answering = matches.filter { $0.endpoint.methods.contains(method) }
    guard let match = answering.first else {
      let methods = Set(matches.flatMap(\.endpoint.methods)).sorted()
      throw EngineError(
        code: "method-not-allowed",
        message: "Allowed methods: " + methods.joined(separator: ","),
        status: 405
      )
    }
    guard answering.count == 1 else {
      throw EngineError(
        code: "unexpected",
        message: "Multiple endpoints match request",
        status: 500
      )
    }
    return match
  }
}
