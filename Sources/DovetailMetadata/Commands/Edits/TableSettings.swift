import OrderedCollections
import OrderedJSON

/// `pg_set_table_is_enum`: says whether a table's rows are the values of an enum.
struct SetTableIsEnum: MetadataEditCommand {
  var source: SourceName
  var table: TableName
  var isEnum: Bool

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "SetTableIsEnum")
    source = try object.source()
    table = try object.required("table")
    isEnum = try object.required("is_enum")
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    _ = try metadata.requireTable(table, in: source)
    metadata.sources[source]?.tables[table]?.isEnum = isEnum
    return .touching(.table(source, table), reload: .source(source))
  }
}

/// `pg_set_table_customization`, and `set_table_custom_fields` with its two parts side by side.
struct SetTableCustomization: MetadataEditCommand {
  var source: SourceName
  var table: TableName
  var configuration: TableConfiguration

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "SetTableCustomization")
    source = try object.source()
    table = try object.required("table")
    configuration = try object.required("configuration")
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    _ = try metadata.requireTable(table, in: source)
    metadata.sources[source]?.tables[table]?.configuration = configuration
    return .touching(.table(source, table))
  }
}

/// `set_table_custom_fields`: the older form of `set_table_customization`.
struct SetTableCustomFields: MetadataEditCommand {
  private var customization: SetTableCustomization

  init(_ arguments: ValueReader) throws(MetadataError) {
    guard case .object(var members) = arguments.value else {
      throw arguments.mismatch(type: "SetTableCustomFieldsV2", expected: "Object")
    }
    var configuration: JSONObject = [:]
    for key in ["custom_root_fields", "custom_column_names"] {
      configuration[key] = members.removeValue(forKey: key)
    }
    members["configuration"] = .object(configuration)
    customization = try SetTableCustomization(
      ValueReader(.object(members), path: arguments.path, context: arguments.context)
    )
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    try customization.apply(to: &metadata, context: context)
  }
}

/// `pg_set_apollo_federation_config`: makes a table's type an entity, or no longer.
struct SetFederationConfig: MetadataEditCommand {
  var source: SourceName
  var table: TableName
  var isEntity: Bool

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "SetApolloFederationConfig")
    source = try object.source()
    table = try object.required("table")
    isEntity = try readFederationEntity(object)
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    _ = try metadata.requireTable(table, in: source)
    metadata.sources[source]?.tables[table]?.isFederationEntity = isEntity
    return .touching(.table(source, table))
  }
}
