import OrderedCollections
package import OrderedJSON

extension Metadata {
  /// Reads a document of any version.
  ///
  /// One without sources (version 1, 2 or none) has the tables of the source `default` at the top;
  /// they are read into a source of that name whose configuration is empty. `path` is where the
  /// document stands, for error messages; `report` takes what was not honoured, such as unknown keys.
  package init(
    json: JSONValue,
    path: JSONPath = .root,
    report: (MetadataDiagnostic) -> Void = { _ in }
  ) throws(MetadataError) {
    let reader = ValueReader(json, path: path)
    try self.init(reader)
    reader.context.reported.forEach(report)
  }

  /// Whether a document is of the form before sources.
  package static func lacksSources(_ document: JSONValue) -> Bool {
    guard document["sources"] == nil else { return false }
    switch document["version"]?.intValue {
    case 3: return false
    case nil, 1, 2: return true
    default: return false
    }
  }

  /// Reads a document; `defaultKind` is the kind of the source that the top level stands for if
  /// there are no sources.
  init(
    _ reader: ValueReader,
    defaultKind: SourceKindName = .postgres
  ) throws(MetadataError) {
    self.init()
    let object = try reader.object(of: "Metadata")
    if let version = object.reader("version"), !version.value.isNull {
      let number = try Int(version)
      guard (1...3).contains(number) else {
        throw version.error("unexpected metadata version from storage: \(number)")
      }
    }
    if Metadata.lacksSources(reader.value) {
      var source = SourceMetadata(name: .default, kind: defaultKind)
      let contents = try reader.with(kind: defaultKind).object(of: "Metadata")
      try source.readContents(contents)
      contents.knownKeys.forEach { _ = object.has($0) }
      sources[.default] = source
    } else {
      sources = try object.keyed("sources", kind: "sources", by: \.name)
    }
    try readRemainder(object)
    object.reportUnknownKeys()
    normalizeTargets()
  }

  private mutating func readRemainder(_ object: ObjectReader) throws(MetadataError) {
    remoteSchemas = try object.keyed("remote_schemas", kind: "remote schemas", by: \.name)
    queryCollections = try object.keyed("query_collections", kind: "query collections", by: \.name)
    allowlist = try object.keyed("allowlist", kind: "allowlist collections", by: \.collection)
    actions = try object.keyed("actions", kind: "actions", by: \.name)
    customTypes = try object.optional("custom_types", default: CustomTypes())
    cronTriggers = try object.keyed("cron_triggers", kind: "cron triggers", by: \.name)
    restEndpoints = try object.keyed("rest_endpoints", kind: "rest endpoints", by: \.name)
    apiLimits = try object.optional("api_limits", default: APILimits())
    if let options = object.reader("graphql_schema_introspection"), !options.value.isNull {
      let members = try options.object(of: "SetGraphqlIntrospectionOptions")
      introspectionDisabledRoles = try members.optional("disabled_for_roles", default: [])
      members.reportUnknownKeys()
    }
    inheritedRoles = try object.keyed("inherited_roles", kind: "inherited roles", by: \.name)
    if let network = object.reader("network"), !network.value.isNull {
      let members = try network.object(of: "Network")
      tlsAllowlist = try members.optional("tls_allowlist", default: [])
      members.reportUnknownKeys()
    }
    metrics = try object.optional("metrics_config", default: MetricsConfiguration())
    openTelemetry = try object.optional("opentelemetry", default: OpenTelemetryConfiguration())
    backendConfigurations = try object.optional("backend_configs")
  }

  /// The document as export writes it: lists by name, empty ones and defaults left out.
  package var json: JSONValue {
    .object(members(sources: sorted(sources).json))
  }

  /// The members in the order of export, with this in place of the sources.
  func members(sources: JSONValue) -> JSONObject {
    var writer = ObjectWriter()
    writer.write("version", 3)
    writer.write("sources", sources)
    writer.write(nonEmpty: "remote_schemas", sorted(remoteSchemas))
    writer.write(nonEmpty: "query_collections", sorted(queryCollections))
    writer.write(nonEmpty: "allowlist", sorted(allowlist))
    writer.write(nonEmpty: "actions", sorted(actions))
    if !customTypes.isEmpty { writer.write("custom_types", customTypes) }
    writer.write(nonEmpty: "cron_triggers", sorted(cronTriggers))
    writer.write(nonEmpty: "rest_endpoints", sorted(restEndpoints))
    if apiLimits != APILimits() { writer.write("api_limits", apiLimits) }
    if metrics != MetricsConfiguration() { writer.write("metrics_config", metrics) }
    writer.write(nonEmpty: "inherited_roles", sorted(inheritedRoles))
    if !introspectionDisabledRoles.isEmpty {
      writer.write(
        "graphql_schema_introspection",
        ["disabled_for_roles": introspectionDisabledRoles.json] as JSONValue
      )
    }
    if !tlsAllowlist.isEmpty {
      writer.write("network", ["tls_allowlist": tlsAllowlist.json] as JSONValue)
    }
    writer.write(ifPresent: "backend_configs", backendConfigurations)
    if openTelemetry != OpenTelemetryConfiguration() {
      writer.write("opentelemetry", openTelemetry)
    }
    return writer.members
  }

  /// The document as the user exports it: `json` without the cron triggers that are kept out of it.
  package var exportedJSON: JSONValue {
    var metadata = self
    metadata.cronTriggers = cronTriggers.filter(\.value.isInMetadata)
    return metadata.json
  }
}
