package import OrderedCollections
package import OrderedJSON

/// A source with what is tracked of it.
package struct SourceMetadata: MetadataValue {
  package var name: SourceName
  package var kind: SourceKindName
  package var tables: OrderedDictionary<TableName, TableMetadata>
  package var functions: OrderedDictionary<FunctionName, FunctionMetadata>
  package var nativeQueries: OrderedDictionary<String, NativeQuery>
  package var logicalModels: OrderedDictionary<String, LogicalModel>
  /// Kept, not used.
  package var storedProcedures: [JSONValue]
  /// As written; see `ConnectionSettings` for PostgreSQL.
  package var configuration: JSONValue
  package var customization: SourceCustomization
  package var queryTags: QueryTags?
  package var healthCheck: HealthCheck?

  package init(
    name: SourceName,
    kind: SourceKindName,
    configuration: JSONValue = [:],
    customization: SourceCustomization = .none,
    healthCheck: HealthCheck? = nil
  ) {
    self.name = name
    self.kind = kind
    self.configuration = configuration
    self.customization = customization
    self.healthCheck = healthCheck
    tables = [:]
    functions = [:]
    nativeQueries = [:]
    logicalModels = [:]
    storedProcedures = []
    queryTags = nil
  }

  package init(_ reader: ValueReader) throws(MetadataError) {
    let members = try reader.object(of: "SourceMetadata")
    let kind = try members.optional("kind", default: SourceKindName.postgres)
    let object = try reader.with(kind: kind).object(of: "SourceMetadata")
    _ = object.has("kind")
    self.init(
      name: try object.required("name"),
      kind: kind,
      configuration: try readObject(object.requiredReader("configuration")),
      customization: try object.optional("customization", default: .none),
      healthCheck: try object.optional("health_check")
    )
    try readContents(object)
    object.reportUnknownKeys()
  }

  /// Reads what is tracked; documents without sources have it at the top.
  mutating func readContents(_ object: ObjectReader) throws(MetadataError) {
    tables = try object.keyed("tables", kind: "tables", by: \.name)
    functions = try object.keyed("functions", kind: "functions", by: \.name)
    nativeQueries = try object.keyed("native_queries", kind: "native queries", by: \.rootFieldName)
    logicalModels = try object.keyed("logical_models", kind: "logical models", by: \.name)
    storedProcedures = try object.optional("stored_procedures", default: [])
    queryTags = try object.optional("query_tags")
  }

  package var json: JSONValue {
    .object(members(tables: sorted(tables).json))
  }

  /// The members in the order of export, with this in place of the tables.
  func members(tables: JSONValue) -> JSONObject {
    var writer = ObjectWriter()
    writer.write("name", name)
    writer.write("kind", kind)
    writer.write("tables", tables)
    writer.write(nonEmpty: "functions", sorted(functions))
    writer.write(nonEmpty: "native_queries", sorted(nativeQueries))
    writer.write(nonEmpty: "stored_procedures", storedProcedures)
    writer.write(nonEmpty: "logical_models", sorted(logicalModels))
    writer.write("configuration", configuration)
    writer.write(ifPresent: "query_tags", queryTags)
    if customization != .none { writer.write("customization", customization) }
    writer.write(ifPresent: "health_check", healthCheck)
    return writer.members
  }
}

/// Reads a value that must be an object and is kept as it is.
func readObject(_ reader: ValueReader) throws(MetadataError) -> JSONValue {
  guard case .object = reader.value else {
    throw reader.mismatch(type: "Object", expected: "Object")
  }
  return reader.value
}
