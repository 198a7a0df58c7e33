import OrderedCollections

/// `create_rest_endpoint`.
struct CreateRestEndpoint: MetadataEditCommand {
  private var endpoint: RestEndpoint

  init(_ arguments: ValueReader) throws(MetadataError) {
    endpoint = try RestEndpoint(arguments)
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    guard metadata.restEndpoints[endpoint.name] == nil else {
      throw MetadataError(
        .alreadyExists,
        "Endpoint with name: \(endpoint.name) already exists"
      )
    }
    let collection = try metadata.requireCollection(endpoint.collection)
    guard collection.queries[endpoint.query] != nil else {
      throw MetadataError(
        .notExists,
        "query with name \"\(endpoint.query)\" does not exist "
          + "in collection \"\(endpoint.collection)\""
      )
    }
    metadata.restEndpoints[endpoint.name] = endpoint
    return .touching(.restEndpoint(endpoint.name))
  }
}

/// `drop_rest_endpoint`.
struct DropRestEndpoint: MetadataEditCommand {
  private var name: String

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "DropEndpoint")
    name = try object.required("name", as: NonEmptyText.self).text
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    guard metadata.restEndpoints[name] != nil else {
      throw MetadataError(.notExists, "endpoint with name: \(name) does not exist")
    }
    metadata.remove(.restEndpoint(name))
    return .wholeMetadata
  }
}
