import OrderedCollections
import OrderedJSON

/// `set_api_limits`.
struct SetAPILimits: MetadataEditCommand {
  private var limits: APILimits

  init(_ arguments: ValueReader) throws(MetadataError) {
    limits = try APILimits(arguments)
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    metadata.apiLimits = limits
    return .wholeMetadata
  }
}

/// `remove_api_limits`.
struct RemoveAPILimits: MetadataEditCommand {
  init(_ arguments: ValueReader) throws(MetadataError) {}

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    metadata.apiLimits = APILimits()
    return .wholeMetadata
  }
}

/// `set_metrics_config`.
struct SetMetricsConfig: MetadataEditCommand {
  private var metrics: MetricsConfiguration

  init(_ arguments: ValueReader) throws(MetadataError) {
    metrics = try MetricsConfiguration(arguments)
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    metadata.metrics = metrics
    return .wholeMetadata
  }
}

/// `remove_metrics_config`.
struct RemoveMetricsConfig: MetadataEditCommand {
  init(_ arguments: ValueReader) throws(MetadataError) {}

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    metadata.metrics = MetricsConfiguration()
    return .wholeMetadata
  }
}

/// `set_graphql_schema_introspection_options`.
struct SetIntrospectionOptions: MetadataEditCommand {
  private var roles: [RoleName]

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "SetGraphqlIntrospectionOptions")
    roles = try object.required("disabled_for_roles")
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    metadata.introspectionDisabledRoles = roles
    return .wholeMetadata
  }
}

/// `add_host_to_tls_allowlist`.
struct AddHostToTLSAllowlist: MetadataEditCommand {
  private var entry: TLSAllowlistEntry

  init(_ arguments: ValueReader) throws(MetadataError) {
    entry = try TLSAllowlistEntry(arguments)
    guard !entry.host.isEmpty else {
      throw arguments.child(.null, at: "host").error("key \"host\" cannot be empty")
    }
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    guard !metadata.tlsAllowlist.contains(where: { $0.isSame(as: entry) }) else {
      throw MetadataError(
        .alreadyExists,
        "the host \"\(entry.host)\" already exists in the allowlist"
      )
    }
    metadata.tlsAllowlist.append(entry)
    return .wholeMetadata
  }
}

/// `drop_host_from_tls_allowlist`.
struct DropHostFromTLSAllowlist: MetadataEditCommand {
  private var entry: TLSAllowlistEntry

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "DropHostFromTLSAllowlist")
    entry = TLSAllowlistEntry(
      host: try object.required("host"),
      suffix: try object.optional("suffix")
    )
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    guard metadata.tlsAllowlist.contains(where: { $0.isSame(as: entry) }) else {
      throw MetadataError(
        .notExists,
        "the host \"\(entry.host)\" isn't present in the allowlist"
      )
    }
    metadata.tlsAllowlist.removeAll { $0.isSame(as: entry) }
    return .wholeMetadata
  }
}

extension TLSAllowlistEntry {
  fileprivate func isSame(as other: TLSAllowlistEntry) -> Bool {
    host == other.host && (suffix ?? "") == (other.suffix ?? "")
  }
}

/// `set_opentelemetry_config`.
struct SetOpenTelemetryConfig: MetadataEditCommand {
  private var configuration: OpenTelemetryConfiguration

  init(_ arguments: ValueReader) throws(MetadataError) {
    configuration = try OpenTelemetryConfiguration(arguments)
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    metadata.openTelemetry = configuration
    return .touching(.openTelemetry)
  }
}

/// `set_opentelemetry_status`.
struct SetOpenTelemetryStatus: MetadataEditCommand {
  private var status: OpenTelemetryConfiguration.Status

  init(_ arguments: ValueReader) throws(MetadataError) {
    status = try OpenTelemetryConfiguration.Status(arguments)
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    metadata.openTelemetry.status = status
    return .touching(.openTelemetry)
  }
}
