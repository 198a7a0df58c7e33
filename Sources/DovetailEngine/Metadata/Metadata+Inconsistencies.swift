import DovetailCatalog
import DovetailMetadata
import OrderedCollections
import OrderedJSON

extension Metadata {
  /// An inconsistent object as the metadata API reports it (contract 02 §9).
  func describe(_ inconsistency: Inconsistency) -> JSONValue {
    if case .inheritedRole(let role) = inconsistency.object, inconsistency.code != .notExists {
      return [
        "reason": .string(inconsistency.reason),
        "name": .string(role.value),
        "type": "inherited role permission inconsistency",
        "entity": inconsistency.detail ?? .null,
      ]
    }
    if case .restEndpoint = inconsistency.object, !inconsistency.conflicting.isEmpty {
      return describeConflict(inconsistency)
    }
    var object: JSONValue = [
      "definition": definition(of: inconsistency.object),
      "name": .string(inconsistency.object.displayName),
      "reason": .string(reasonText(inconsistency)),
      "type": .string(inconsistency.object.typeName),
    ]
    if let detail = inconsistency.detail, case .object(var members) = object {
      members["message"] = detail
      object = .object(members)
    }
    return object
  }

  /// The reason as the metadata API words it.
  func reasonText(_ inconsistency: Inconsistency) -> String {
    switch inconsistency.object {
    case .inheritedRole where inconsistency.code != .notExists: inconsistency.reason
    default:
      inconsistency.isReasonComplete
        ? inconsistency.reason : "Inconsistent object: \(inconsistency.reason)"
    }
  }

  /// REST endpoints whose URLs are ambiguous.
  private func describeConflict(_ inconsistency: Inconsistency) -> JSONValue {
    let endpoints = inconsistency.objects.compactMap { object in
      if case .restEndpoint(let name) = object { restEndpoints[name] } else { nil }
    }
    let conflicts = endpoints.sorted { ($0.url, $0.name) < ($1.url, $1.name) }.map(describeCall)
    return ["reason": .string(inconsistency.reason), "conflicts": .array(conflicts)]
  }

  /// An endpoint with the text of its operation in place of the operation's name.
  private func describeCall(of endpoint: RestEndpoint) -> JSONValue {
    let query = queryCollections[endpoint.collection]?.queries[endpoint.query]?.query
    return [
      "definition": ["query": query.map { .string($0) } ?? .null],
      "url": .string(endpoint.url),
      "methods": .array(endpoint.methods.map { .string($0) }),
      "name": .string(endpoint.name),
      "comment": endpoint.comment.map { .string($0) } ?? .null,
    ]
  }
}
