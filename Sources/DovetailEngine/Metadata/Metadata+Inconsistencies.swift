import DovetailCatalog
import DovetailMetadata
import OrderedCollections
import OrderedJSON

extension Metadata {
  /// An inconsistent object as the metadata API reports it (contract 02 §9).
  func describe(_ inconsistency: Inconsistency) -> JSONValue {
    if case .inheritedRole(let role) = inconsistency.object {
      return [
        "reason": .string(inconsistency.reason),
        "name": .string(role.value),
        "type": "inherited role permission inconsistency",
        "entity": inconsistency.detail ?? .null,
      ]
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
    case .inheritedRole: inconsistency.reason
    default: "Inconsistent object: \(inconsistency.reason)"
    }
  }
}
