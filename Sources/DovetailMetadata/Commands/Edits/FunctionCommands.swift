import OrderedCollections
import OrderedJSON

/// `pg_track_function`, `track_function`: takes up a function.
///
/// The arguments are those of version 2 if there is a key `function`; else the whole is a name.
struct TrackFunction: MetadataEditCommand {
  var source: SourceName
  var function: FunctionMetadata

  init(_ arguments: ValueReader) throws(MetadataError) {
    guard case .object(let members) = arguments.value,
      members["function"] != nil || members["name"] == nil
    else {
      source = .default
      function = FunctionMetadata(name: try FunctionName(arguments))
      return
    }
    let object = try arguments.object(of: "TrackFunctionV2")
    source = try object.source()
    function = FunctionMetadata(
      name: try object.required("function"),
      configuration: try object.optional(
        "configuration",
        default: FunctionMetadata.Configuration()
      ),
      comment: try object.optional("comment")
    )
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    let tracked = try metadata.requireSource(source)
    let name = function.name
    guard tracked.functions[name] == nil else {
      throw MetadataError(.alreadyTracked, "function already tracked: \"\(name)\"")
    }
    guard tracked.tables[TableName(schema: name.schema, name: name.name)] == nil else {
      throw MetadataError(.notSupported, "table with name \"\(name)\" already exists")
    }
    metadata.sources[source]?.functions[name] = function
    return .touching(.function(source, name))
  }
}

/// `pg_untrack_function`, `untrack_function`: forgets a function and its permissions.
struct UntrackFunction: MetadataEditCommand {
  var source: SourceName
  var function: FunctionName

  init(_ arguments: ValueReader) throws(MetadataError) {
    if case .object(let members) = arguments.value, members["function"] != nil {
      let object = try arguments.object(of: "UnTrackFunction")
      source = try object.source()
      function = try object.required("function")
      object.reportUnknownKeys()
    } else {
      source = .default
      function = try FunctionName(arguments)
    }
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    _ = try metadata.requireFunction(function, in: source)
    metadata.remove(.function(source, function))
    return .wholeMetadata
  }
}

/// `pg_set_function_customization`: replaces the configuration of a function.
struct SetFunctionCustomization: MetadataEditCommand {
  var source: SourceName
  var function: FunctionName
  var configuration: FunctionMetadata.Configuration

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "SetFunctionCustomization")
    source = try object.source()
    function = try object.required("function")
    configuration = try object.required("configuration")
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    _ = try metadata.requireFunction(function, in: source)
    metadata.sources[source]?.functions[function]?.configuration = configuration
    return .touching(.function(source, function))
  }
}

/// `pg_create_function_permission`.
struct CreateFunctionPermission: MetadataEditCommand {
  private var target: FunctionPermissionTarget

  init(_ arguments: ValueReader) throws(MetadataError) {
    target = try FunctionPermissionTarget(arguments)
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    let (source, function, role) = (target.source, target.function, target.role)
    let existing = try metadata.requireFunction(function, in: source)
    try refuseAdmin(role)
    guard existing.permissions[role] == nil else {
      throw MetadataError(
        .alreadyExists,
        "permission of role \"\(role)\" already exists for function \"\(function)\" "
          + "in source: \"\(source)\""
      )
    }
    // A caller reads the rows that the function returns, so it must be allowed to read the table.
    if let table = context.facts.returnTable(source, function),
      metadata.table(table, in: source)?.selectPermissions.contains(role) != true,
      metadata.inheritedRoles[role] == nil
    {
      throw MetadataError(
        .notSupported,
        "function permission cannot be added when the function's return table \"\(table)\" "
          + "does not have select permission configured for role \"\(role)\""
      )
    }
    metadata.sources[source]?.functions[function]?.permissions[role] =
      FunctionPermission(role: role)
    return .touching(.functionPermission(source, function, role))
  }
}

/// `pg_drop_function_permission`.
struct DropFunctionPermission: MetadataEditCommand {
  private var target: FunctionPermissionTarget

  init(_ arguments: ValueReader) throws(MetadataError) {
    target = try FunctionPermissionTarget(arguments)
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    let (source, function, role) = (target.source, target.function, target.role)
    guard try metadata.requireFunction(function, in: source).permissions[role] != nil else {
      throw MetadataError(
        .notExists,
        "permission of role \"\(role)\" does not exist for function \"\(function)\" "
          + "in source: \"\(source)\""
      )
    }
    metadata.remove(.functionPermission(source, function, role))
    return .wholeMetadata
  }
}

/// The arguments of the two commands on function permissions.
private struct FunctionPermissionTarget {
  var source: SourceName
  var function: FunctionName
  var role: RoleName

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "FunctionPermissionArgument")
    source = try object.source()
    function = try object.required("function")
    role = try object.required("role")
    object.reportUnknownKeys()
  }
}
