package import DovetailMetadata
package import OrderedJSON

/// All that a catalog is built from.
package struct CatalogInput: Sendable {
  package var metadata: Metadata
  /// What each source reported, or why it could not.
  package var sources: [SourceName: Introspected<SourceFacts>]
  package var remoteSchemas: [RemoteSchemaName: Introspected<RemoteSchemaFacts>]
  package var options: CatalogOptions
  /// The variables that `{{NAME}}` in addresses of webhooks stands for.
  package var environment: [String: String]
  /// The last build, of which what stays the same is taken over.
  package var previous: Catalog?

  /// The outcome of an introspection.
  package enum Introspected<Facts: Sendable>: Sendable {
    case known(Facts)
    /// The last good answer, and why there is no newer one.
    case stale(Facts, reason: String)
    case failed(reason: String, detail: JSONValue? = nil, code: MetadataError.Code? = nil)

    /// What is known, however old.
    package var facts: Facts? {
      switch self {
      case .known(let facts), .stale(let facts, _): facts
      case .failed: nil
      }
    }

    /// The same outcome with changed facts; nothing if nothing is known.
    package mutating func change(_ body: (inout Facts) -> Void) {
      switch self {
      case .known(var facts):
        body(&facts)
        self = .known(facts)
      case .stale(var facts, let reason):
        body(&facts)
        self = .stale(facts, reason: reason)
      case .failed: break
      }
    }

    /// Why nothing newer is known.
    package var failure: String? {
      switch self {
      case .known: nil
      case .stale(_, let reason), .failed(let reason, _, _): reason
      }
    }

    /// Detail of the failure for administrators.
    package var failureDetail: JSONValue? {
      if case .failed(_, let detail, _) = self { detail } else { nil }
    }

    /// The code of the failure, where it is not the usual one.
    package var failureCode: MetadataError.Code? {
      if case .failed(_, _, let code) = self { code } else { nil }
    }
  }

  package init(
    metadata: Metadata,
    sources: [SourceName: Introspected<SourceFacts>] = [:],
    remoteSchemas: [RemoteSchemaName: Introspected<RemoteSchemaFacts>] = [:],
    options: CatalogOptions = CatalogOptions(),
    environment: [String: String] = [:],
    previous: Catalog? = nil
  ) {
    self.metadata = metadata
    self.sources = sources
    self.remoteSchemas = remoteSchemas
    self.options = options
    self.environment = environment
    self.previous = previous
  }
}

/// What a relational source reported and can do.
package struct SourceFacts: Sendable {
  package var relational: RelationalFacts { didSet { identity = Identity() } }
  package var comparisons: Set<ComparisonOperator>
  package var aggregates: Set<AggregateFunction>
  /// The rows of tables that metadata calls enums, or why they cannot be one.
  package var enumTables: [TableName: EnumTableContent] { didSet { identity = Identity() } }

  /// The types that native queries and logical models name, by the text in metadata; nil for texts
  /// that name none.
  package var namedTypes: [String: ColumnType?]
  /// The native queries that the database was asked about, and why it refuses them; nil if it does not.
  package var queryChecks: [NativeQueryShape: NativeQueryFailure?]

  /// Stands for what is known of tables and functions: a new one with every change.
  private(set) var identity = Identity()

  /// Tells facts apart without comparing them; equal ones of two introspections have two.
  final class Identity: Sendable {}

  /// The content of an enum table.
  package enum EnumTableContent: Sendable, Hashable {
    case values([EnumTableValue])
    case unusable(reason: String)
  }

  package init(
    relational: RelationalFacts,
    comparisons: Set<ComparisonOperator>,
    aggregates: Set<AggregateFunction>,
    enumTables: [TableName: EnumTableContent] = [:],
    namedTypes: [String: ColumnType?] = [:],
    queryChecks: [NativeQueryShape: NativeQueryFailure?] = [:]
  ) {
    self.relational = relational
    self.comparisons = comparisons
    self.aggregates = aggregates
    self.enumTables = enumTables
    self.namedTypes = namedTypes
    self.queryChecks = queryChecks
  }
}

/// What a remote schema reported, read and checked.
package struct RemoteSchemaFacts: Sendable {
  package var catalog: RemoteSchemaCatalog

  package init(catalog: RemoteSchemaCatalog) {
    self.catalog = catalog
  }
}
