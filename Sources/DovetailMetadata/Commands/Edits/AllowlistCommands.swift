import OrderedCollections
import OrderedJSON

/// `add_collection_to_allowlist`: adding one again says so and succeeds.
struct AddCollectionToAllowlist: MetadataEditCommand {
  private var entry: AllowlistEntry

  init(_ arguments: ValueReader) throws(MetadataError) {
    entry = try AllowlistEntry(arguments)
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    _ = try metadata.requireCollection(entry.collection)
    guard let existing = metadata.allowlist[entry.collection] else {
      metadata.allowlist[entry.collection] = entry
      return .wholeMetadata
    }
    var message = "collection \"\(entry.collection)\" already exists in the allowlist"
    if existing.scope != entry.scope {
      message +=
        ", scope ignored; to change scope, use update_scope_of_collection_in_allowlist"
    }
    var edit = MetadataEdit.wholeMetadata
    edit.result = ["message": .string(message)]
    return edit
  }
}

/// `update_scope_of_collection_in_allowlist`.
struct UpdateScopeOfCollectionInAllowlist: MetadataEditCommand {
  private var collection: CollectionName
  private var scope: AllowlistEntry.Scope

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "UpdateScopeOfCollectionInAllowlist")
    collection = try object.required("collection")
    scope = try object.required("scope")
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    try metadata.requireAllowed(collection)
    metadata.allowlist[collection]?.scope = scope
    return .wholeMetadata
  }
}

/// `drop_collection_from_allowlist`.
struct DropCollectionFromAllowlist: MetadataEditCommand {
  private var collection: CollectionName

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "DropCollectionFromAllowlist")
    collection = try object.required("collection")
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    try metadata.requireAllowed(collection)
    metadata.allowlist[collection] = nil
    return .wholeMetadata
  }
}

extension Metadata {
  fileprivate func requireAllowed(_ collection: CollectionName) throws(MetadataError) {
    guard allowlist[collection] != nil else {
      throw MetadataError(
        .notExists,
        "collection \"\(collection)\" doesn't exist in the allowlist"
      )
    }
  }
}
