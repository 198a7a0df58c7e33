import DovetailMetadata
import GraphQLLanguage
import OrderedCollections
import OrderedJSON

/// The documents that roles other than the administrators' may ask for.
struct Allowlist: Sendable {
  private var everyone: Set<Document> = []
  private var roles: [RoleName: Set<Document>] = [:]

  /// Collects the queries of the collections on the list; what cannot be parsed allows nothing.
  init(_ metadata: Metadata, _ limits: ParserLimits) {
    for entry in metadata.allowlist.values {
      let queries = metadata.queryCollections[entry.collection]?.queries.values.map(\.query) ?? []
      let documents = queries.compactMap { text in
        (try? Document(parsing: text, limits: limits))?.withoutTypeNames
      }
      switch entry.scope {
      case .global: everyone.formUnion(documents)
      case .roles(let names):
        for name in names { roles[name, default: []].formUnion(documents) }
      }
    }
  }

  /// Whether a role may ask for a document.
  func allows(_ document: Document, for role: RoleName) -> Bool {
    guard role != .admin else { return true }
    let normalized = document.withoutTypeNames
    return everyone.contains(normalized) || roles[role]?.contains(normalized) ?? false
  }
}

extension EngineError {
  /// The document is not on the allow list.
  static let queryNotAllowed = EngineError(
    code: "validation-failed",
    message: "query is not allowed",
    detail: ["message": "query is not in any of the allowlists"]
  )
}
