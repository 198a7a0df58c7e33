import OrderedCollections
import OrderedJSON

/// `pg_track_native_query`.
struct TrackNativeQuery: MetadataEditCommand {
  private var source: SourceName
  private var query: NativeQuery

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "TrackNativeQuery")
    _ = try object.optional("type", as: String.self)
    source = try object.source()
    query = try NativeQuery.read(object)
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    let name = query.rootFieldName
    guard try metadata.requireSource(source).nativeQueries[name] == nil else {
      throw MetadataError(.alreadyTracked, "Native query '\(name)' is already tracked.")
    }
    metadata.sources[source]?.nativeQueries[name] = query
    return .touching(.nativeQuery(source, name))
  }
}

/// `pg_untrack_native_query`.
struct UntrackNativeQuery: MetadataEditCommand {
  private var source: SourceName
  private var name: String

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "UntrackNativeQuery")
    source = try object.source()
    name = try object.required("root_field_name")
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    guard try metadata.requireSource(source).nativeQueries[name] != nil else {
      throw MetadataError(
        .notFound,
        "Native query \"\(name)\" not found in source \"\(source)\"."
      )
    }
    try metadata.releaseDependents(
      of: .nativeQuery(source, name),
      cascade: false,
      facts: context.facts
    )
    metadata.remove(.nativeQuery(source, name))
    return .wholeMetadata
  }
}

/// `pg_track_logical_model`.
struct TrackLogicalModel: MetadataEditCommand {
  private var source: SourceName
  private var model: LogicalModel

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "TrackLogicalModel")
    source = try object.source()
    model = try LogicalModel.read(object)
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    guard try metadata.requireSource(source).logicalModels[model.name] == nil else {
      throw MetadataError(
        .alreadyTracked,
        "Logical model '\(model.name)' is already tracked."
      )
    }
    metadata.sources[source]?.logicalModels[model.name] = model
    return .touching(.logicalModel(source, model.name))
  }
}

/// `pg_untrack_logical_model`.
struct UntrackLogicalModel: MetadataEditCommand {
  private var source: SourceName
  private var name: String

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "UntrackLogicalModel")
    source = try object.source()
    name = try object.required("name")
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    _ = try metadata.requireLogicalModel(name, in: source)
    try metadata.releaseDependents(
      of: .logicalModel(source, name),
      cascade: false,
      facts: context.facts
    )
    metadata.remove(.logicalModel(source, name))
    return .wholeMetadata
  }
}

/// `pg_create_logical_model_select_permission`.
struct CreateLogicalModelPermission: MetadataEditCommand {
  private var source: SourceName
  private var model: String
  private var entry: PermissionEntry<SelectPermissionDefinition>

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "CreateLogicalModelPermission")
    source = try object.source()
    model = try object.required("name")
    entry = PermissionEntry(
      role: try object.required("role"),
      definition: try object.required("permission"),
      comment: try object.optional("comment")
    )
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    let existing = try metadata.requireLogicalModel(model, in: source)
    try refuseAdmin(entry.role)
    guard existing.selectPermissions[entry.role] == nil else {
      throw MetadataError(
        .alreadyExists,
        "permission already defined on logical model \"\(model)\" with role \"\(entry.role)\""
      )
    }
    metadata.sources[source]?.logicalModels[model]?.selectPermissions[entry.role] = entry
    return .touching(.logicalModelPermission(source, model, entry.role))
  }
}

/// `pg_drop_logical_model_select_permission`.
struct DropLogicalModelPermission: MetadataEditCommand {
  private var source: SourceName
  private var model: String
  private var role: RoleName

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "DropLogicalModelPermission")
    source = try object.source()
    model = try object.required("name")
    role = try object.required("role")
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    guard try metadata.requireLogicalModel(model, in: source).selectPermissions[role] != nil
    else {
      throw MetadataError(
        .permissionDenied,
        "'select_permission' permission on \"\(model)\" for role \"\(role)\" does not exist"
      )
    }
    metadata.remove(.logicalModelPermission(source, model, role))
    return .wholeMetadata
  }
}

extension Metadata {
  fileprivate func requireLogicalModel(
    _ name: String,
    in source: SourceName
  ) throws(MetadataError) -> LogicalModel {
    guard let model = try requireSource(source).logicalModels[name] else {
      throw MetadataError(
        .notFound,
        "Logical model \"\(name)\" not found in source \"\(source)\"."
      )
    }
    return model
  }
}
