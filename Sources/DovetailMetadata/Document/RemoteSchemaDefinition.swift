import OrderedCollections
package import OrderedJSON

/// Where a remote schema is and how it is called.
package struct RemoteSchemaDefinition: MetadataValue {
  /// The address, in which `{{NAME}}` stands for an environment variable.
  package var url: String?
  /// The environment variable that holds the address.
  package var urlFromEnvironment: String?
  package var headers: [HeaderSetting]
  package var forwardsClientHeaders: Bool
  /// In seconds; nil for 60.
  package var timeout: Int?
  package var customization: RemoteSchemaCustomization?
  /// How much lookups ask for at once; an addition to the Hasura format (`lookups`).
  package var lookups: RemoteLookupSettings?
  /// Headers of the client under other names.
  ///
  /// Like all that follows, an addition to the contract.
  package var clientHeaderMapping: ClientHeaderMapping?
  /// The headers of introspection and health checks, instead of `headers`; nil for the same.
  package var introspectionHeaders: [HeaderSetting]?
  /// Whether the caller's session variables travel.
  package var forwardsSessionVariables: Bool
  package var retry: RemoteRetrySettings?
  package var circuitBreaker: CircuitBreakerSettings?
  /// Whether equal queries that run at the same time share one request; nil follows the options.
  package var sharesEqualQueries: Bool?
  /// How often the schema is read again, in seconds; 0 for never, nil follows the options.
  package var refreshInterval: Int?
  /// What errors do to root fields; nil follows the options.
  package var onError: RemoteErrorHandling?

  /// What `timeout` may be, in seconds.
  ///
  /// Documents that were made elsewhere may have other values; then the nearest of these counts.
  package static let timeouts = 1...31_536_000

  /// The default of `timeout`, in seconds.
  package static let defaultTimeout = 60

  package init(
    url: String? = nil,
    urlFromEnvironment: String? = nil,
    headers: [HeaderSetting] = [],
    forwardsClientHeaders: Bool = false,
    timeout: Int? = nil,
    customization: RemoteSchemaCustomization? = nil,
    lookups: RemoteLookupSettings? = nil,
    clientHeaderMapping: ClientHeaderMapping? = nil,
    introspectionHeaders: [HeaderSetting]? = nil,
    forwardsSessionVariables: Bool = true,
    retry: RemoteRetrySettings? = nil,
    circuitBreaker: CircuitBreakerSettings? = nil,
    sharesEqualQueries: Bool? = nil,
    refreshInterval: Int? = nil,
    onError: RemoteErrorHandling? = nil
  ) {
    self.url = url
    self.urlFromEnvironment = urlFromEnvironment
    self.headers = headers
    self.forwardsClientHeaders = forwardsClientHeaders
    self.timeout = timeout
    self.customization = customization
    self.lookups = lookups
    self.clientHeaderMapping = clientHeaderMapping
    self.introspectionHeaders = introspectionHeaders
    self.forwardsSessionVariables = forwardsSessionVariables
    self.retry = retry
    self.circuitBreaker = circuitBreaker
    self.sharesEqualQueries = sharesEqualQueries
    self.refreshInterval = refreshInterval
    self.onError = onError
  }

  package init(_ reader: ValueReader) throws(MetadataError) {
    let object = try reader.object(of: "RemoteSchemaDef")
    self.init(
      url: try object.optional("url"),
      urlFromEnvironment: try object.optional("url_from_env"),
      headers: try object.optional("headers", default: []),
      forwardsClientHeaders: try object.optional("forward_client_headers", default: false),
      timeout: try object.optional("timeout_seconds"),
      customization: try object.optional("customization"),
      lookups: try object.optional("lookups"),
      clientHeaderMapping: try object.optional("client_header_mapping"),
      introspectionHeaders: try object.optional("introspection_headers"),
      forwardsSessionVariables: try object.optional("forward_session_variables", default: true),
      retry: try object.optional("retry"),
      circuitBreaker: try object.optional("circuit_breaker"),
      sharesEqualQueries: try object.optional("share_equal_queries"),
      refreshInterval: try object.integer("refresh_interval_seconds", within: 0...31_536_000),
      onError: try object.optional("on_error")
    )
    object.reportUnknownKeys()
  }

  package var json: JSONValue {
    var writer = ObjectWriter()
    writer.write(ifPresent: "url", url)
    writer.write(ifPresent: "url_from_env", urlFromEnvironment)
    writer.write(ifPresent: "timeout_seconds", timeout)
    writer.write(ifPresent: "customization", customization)
    writer.write(nonEmpty: "headers", headers)
    writer.write("forward_client_headers", forwardsClientHeaders, unless: false)
    writer.write(ifPresent: "lookups", lookups)
    writer.write(ifPresent: "client_header_mapping", clientHeaderMapping)
    writer.write(ifPresent: "introspection_headers", introspectionHeaders)
    writer.write("forward_session_variables", forwardsSessionVariables, unless: true)
    writer.write(ifPresent: "retry", retry)
    writer.write(ifPresent: "circuit_breaker", circuitBreaker)
    writer.write(ifPresent: "share_equal_queries", sharesEqualQueries)
    writer.write(ifPresent: "refresh_interval_seconds", refreshInterval)
    writer.write(ifPresent: "on_error", onError)
    return writer.json
  }

  /// The address, of which there must be exactly one.
  package func address() throws(MetadataError) -> WebhookSetting {
    switch (url, urlFromEnvironment) {
    case (let url?, nil): return .template(url)
    case (nil, let variable?): return .environment(variable)
    case (nil, nil):
      throw MetadataError(.invalidParams, "both `url` and `url_from_env` can't be empty")
    case (.some, .some):
      throw MetadataError(.invalidParams, "both `url` and `url_from_env` can't be present")
    }
  }

  /// Checks what can be checked without asking the remote.
  package func validate() throws(MetadataError) {
    _ = try address()
    if let timeout, !Self.timeouts.contains(timeout) {
      throw MetadataError(
        .parseFailed,
        "\"timeout_seconds\" is \(timeout), but has to be between \(Self.timeouts.lowerBound) and "
          + "\(Self.timeouts.upperBound)",
        path: .argument("definition").appending("timeout_seconds")
      )
    }
    for fields in customization?.fieldNames ?? [] {
      for name in fields.mapping.keys where name.hasPrefix("__") {
        throw MetadataError(
          .invalidParams,
          "attempt to customize reserved field name \"\(name)\""
        )
      }
    }
  }
}
