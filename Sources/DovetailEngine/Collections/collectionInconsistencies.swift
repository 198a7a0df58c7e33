import DovetailCatalog
import DovetailMetadata
import DovetailPlanner
import DovetailSchema
import GraphQLLanguage
import OrderedCollections

/// The queries of collections that the administrators' schema does not have all fields of.
func collectionInconsistencies(
  of metadata: Metadata,
  in catalog: Catalog,
  _ options: EngineOptions
) -> [Inconsistency] {
  guard !metadata.queryCollections.isEmpty else { return [] }
  let schema = RoleSchema(catalog: catalog, role: .admin)
  var found: [Inconsistency] = []
  for collection in metadata.queryCollections.values {
    for query in collection.queries.values {
      let problems: [String]
      do {
        let document = try Document(parsing: query.query, limits: options.parserLimits)
        problems = OperationChecker.problems(of: document, in: schema, options.operationLimits)
      } catch {
        problems = ["$: not a valid graphql query"]
      }
      guard !problems.isEmpty else { continue }
      found.append(
        Inconsistency(
          object: .collectionQuery(collection.name, query: query.name),
          reason: reason(problems, collection.name, query.name, metadata),
          code: .invalidConfiguration
        )
      )
    }
  }
  return found
}

private func reason(
  _ problems: [String],
  _ collection: CollectionName,
  _ query: String,
  _ metadata: Metadata
) -> String {
  let endpoints = metadata.restEndpoints.values.filter {
    $0.collection == collection && $0.query == query
  }
  var reason =
    "In query collection \"\(collection)\" the query \"\(query)\" is invalid with the following "
    + "error(s): " + problems.map { "\"\($0)\"" }.joined(separator: ", ")
  if !endpoints.isEmpty {
    reason += ". This query is being used in the following REST endpoint(s): "
    reason += endpoints.map { "\"\($0.name)\"" }.joined(separator: ", ")
  }
  return reason
}
