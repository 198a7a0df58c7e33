import OrderedCollections

/// `create_query_collection`.
struct CreateQueryCollection: MetadataEditCommand {
  private var collection: QueryCollection

  init(_ arguments: ValueReader) throws(MetadataError) {
    collection = try QueryCollection(arguments)
    try requireParsableQueries(ofCollection: arguments)
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    try metadata.refuseCollection(collection.name)
    metadata.queryCollections[collection.name] = collection
    return .wholeMetadata
  }
}

/// `rename_query_collection`: also where the collection is used.
struct RenameQueryCollection: MetadataEditCommand {
  private var name: CollectionName
  private var newName: CollectionName

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "RenameCollection")
    name = try object.required("name")
    newName = try object.required("new_name")
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    var collection = try metadata.requireCollection(name)
    try metadata.refuseCollection(newName)
    collection.name = newName
    metadata.queryCollections[name] = nil
    metadata.queryCollections[newName] = collection
    if var entry = metadata.allowlist.removeValue(forKey: name) {
      entry.collection = newName
      metadata.allowlist[newName] = entry
    }
    for (endpoint, definition) in metadata.restEndpoints where definition.collection == name {
      metadata.restEndpoints[endpoint]?.collection = newName
    }
    return .wholeMetadata
  }
}

/// `drop_query_collection`: with `cascade` also from the allow list, and its REST endpoints.
struct DropQueryCollection: MetadataEditCommand {
  private var name: CollectionName
  private var cascades: Bool

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "DropCollection")
    name = try object.required("collection")
    cascades = try object.optional("cascade", default: false)
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    let collection = try metadata.requireCollection(name)
    guard cascades || metadata.allowlist[name] == nil else {
      throw MetadataError(
        .dependencyError,
        "query collection with name \"\(name)\" is present in the allowlist; "
          + "cannot proceed to drop"
      )
    }
    for query in collection.queries.keys {
      try metadata.releaseDependents(
        of: .query(name, query),
        cascade: cascades,
        facts: context.facts
      )
    }
    metadata.allowlist[name] = nil
    metadata.queryCollections[name] = nil
    return .wholeMetadata
  }
}

/// `add_query_to_collection`.
struct AddQueryToCollection: MetadataEditCommand {
  private var collection: CollectionName
  private var query: QueryCollection.Query

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "AddQueryToCollection")
    collection = try object.required("collection_name")
    query = QueryCollection.Query(
      name: try object.required("query_name", as: NonEmptyText.self).text,
      query: try object.required("query")
    )
    try requireParsable(object.requiredReader("query"))
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    guard try metadata.requireCollection(collection).queries[query.name] == nil else {
      throw MetadataError(
        .alreadyExists,
        "query with name \"\(query.name)\" already exists in collection \"\(collection)\""
      )
    }
    metadata.queryCollections[collection]?.queries[query.name] = query
    return .wholeMetadata
  }
}

/// `drop_query_from_collection`.
struct DropQueryFromCollection: MetadataEditCommand {
  private var collection: CollectionName
  private var query: String

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "DropQueryFromCollection")
    collection = try object.required("collection_name")
    query = try object.required("query_name")
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    guard try metadata.requireCollection(collection).queries[query] != nil else {
      throw MetadataError(
        .notExists,
        "query with name \"\(query)\" not found in collection \"\(collection)\""
      )
    }
    try metadata.releaseDependents(
      of: .query(collection, query),
      cascade: false,
      facts: context.facts
    )
    metadata.remove(.collectionQuery(collection, query: query))
    return .wholeMetadata
  }
}

extension Metadata {
  /// The collection of that name, or the refusal of a command.
  func requireCollection(_ name: CollectionName) throws(MetadataError) -> QueryCollection {
    guard let collection = queryCollections[name] else {
      throw MetadataError(
        .notExists,
        "query collection with name \"\(name)\" does not exist"
      )
    }
    return collection
  }

  fileprivate func refuseCollection(_ name: CollectionName) throws(MetadataError) {
    guard queryCollections[name] == nil else {
      throw MetadataError(
        .alreadyExists,
        "query collection with name \"\(name)\" already exists"
      )
    }
  }
}
