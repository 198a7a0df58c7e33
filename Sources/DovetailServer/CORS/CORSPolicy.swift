import DovetailAuth

/// Which web pages of other origins may use the server.
package struct CORSPolicy: Sendable, Hashable {
  private enum Rule: Sendable, Hashable {
    case everybody
    case nobody
    case listed(exact: Set<String>, wildcards: [Wildcard])
  }

  /// `https://*.example.com:8443`, whose star stands for exactly one label.
  private struct Wildcard: Sendable, Hashable {
    let prefix: String
    let suffix: String

    /// Whether an origin, in lower case, has exactly one label where the star is.
    func matches(_ origin: String) -> Bool {
      guard origin.hasPrefix(prefix), origin.hasSuffix(suffix),
        origin.utf8.count > prefix.utf8.count + suffix.utf8.count
      else { return false }
      let label = origin.dropFirst(prefix.count).dropLast(suffix.count)
      return !label.isEmpty && !label.contains { $0 == "." || $0 == "/" || $0 == ":" }
    }
  }

  private let rule: Rule

  /// Every origin is allowed.
  package static let everybody = CORSPolicy(rule: .everybody)
  /// CORS headers are never sent.
  package static let disabled = CORSPolicy(rule: .nobody)

  private init(rule: Rule) {
    self.rule = rule
  }

  /// Reads the value of `CORS_DOMAIN`: `*`, or origins separated by commas.
  ///
  /// - Returns: `nil` if one of them is no `scheme://host[:port]`.
  package init?(_ text: String) {
    var exact: Set<String> = []
    var wildcards: [Wildcard] = []
    for item in text.split(separator: ",") {
      let origin = item.filter { $0 != " " }.lowercased()
      if origin == "*" {
        self = .everybody
        return
      }
      guard let colon = origin.firstRange(of: "://"), !origin[..<colon.lowerBound].isEmpty else {
        return nil
      }
      let host = origin[colon.upperBound...]
      guard !host.isEmpty, !host.contains("/") else { return nil }
      if host.hasPrefix("*.") {
        guard !host.dropFirst().contains("*") else { return nil }
        wildcards.append(
          Wildcard(prefix: String(origin[..<colon.upperBound]), suffix: String(host.dropFirst()))
        )
      } else {
        guard !host.contains("*") else { return nil }
        exact.insert(origin)
      }
    }
    guard !exact.isEmpty || !wildcards.isEmpty else { return nil }
    self.init(rule: .listed(exact: exact, wildcards: wildcards))
  }

  /// Whether pages of an origin may use the server.
  package func allows(_ origin: String) -> Bool {
    switch rule {
    case .everybody: return true
    case .nobody: return false
    case .listed(let exact, let wildcards):
      let origin = origin.lowercased()
      return exact.contains(origin) || wildcards.contains { $0.matches(origin) }
    }
  }

  /// The headers for a response to a page of that origin; none if it isn't allowed.
  func headers(for origin: String) -> [HeaderField] {
    guard allows(origin) else { return [] }
    return [
      HeaderField(name: "Access-Control-Allow-Origin", value: origin),
      HeaderField(name: "Access-Control-Allow-Credentials", value: "true"),
      HeaderField(
        name: "Access-Control-Allow-Methods",
        value: "GET,POST,PUT,PATCH,DELETE,OPTIONS"
      ),
      HeaderField(
        name: "Access-Control-Expose-Headers",
        value: "X-Hasura-Query-Cache-Key,X-Hasura-Query-Family-Cache-Key,Warning"
      ),
    ]
  }

  /// The answer to the question whether a page may send a request.
  ///
  /// - Returns: `nil` if the origin isn't allowed.
  func preflight(origin: String, requestedHeaders: String?) -> HTTPResponse? {
    var headers = headers(for: origin)
    guard !headers.isEmpty else { return nil }
    headers.append(HeaderField(name: "Access-Control-Max-Age", value: "1728000"))
    if let requestedHeaders {
      headers.append(HeaderField(name: "Access-Control-Allow-Headers", value: requestedHeaders))
    }
    var response = HTTPResponse.bare(204, headers: headers)
    response.contentType = "text/plain charset=UTF-8"
    return response
  }
}
