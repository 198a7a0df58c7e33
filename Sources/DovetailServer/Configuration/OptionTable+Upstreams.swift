extension OptionTable {
  /// How the engine copes with databases and services that are slow, away, or changing.
  static let upstreams = [
    ConfigurationOption(
      .operationTimeout,
      .milliseconds,
      "0",
      """
      How many milliseconds an operation may take, all its upstream calls together; 0 for any time.
      """
    ).variable(.own),
    ConfigurationOption(
      .remoteSchemaErrors,
      .choice(["fail", "partial"]),
      "fail",
      """
      What errors of a remote schema do to root fields where its definition says nothing: fail fails \
      the operation, as Hasura does; partial keeps the data that came, with the errors beside it.
      """
    ).variable(.own),
    ConfigurationOption(
      .remoteSchemaRetries,
      .integer(0...20),
      "2",
      """
      How often a query to a remote schema is sent again that was not answered; mutations never are.
      """
    ).variable(.own),
    ConfigurationOption(
      .remoteSchemaCircuitBreakerFailures,
      .integer(0...1_000_000),
      "5",
      """
      After how many failures in a row a remote schema is left alone for a while; 0 for never.
      """
    ).variable(.own),
    ConfigurationOption(
      .remoteSchemaCircuitBreakerOpenTime,
      .milliseconds,
      "5000",
      "How long a remote schema that has failed repeatedly is left alone."
    ).variable(.own),
    ConfigurationOption(
      .remoteSchemaShareEqualQueries,
      .boolean,
      "true",
      """
      Send one request for equal queries to a remote schema, with equal headers, that run at the \
      same time.
      """
    ).variable(.own),
    ConfigurationOption(
      .remoteSchemaRefreshInterval,
      .seconds,
      "0",
      "How often remote schemas are introspected again; 0 for on demand only."
    ).variable(.own),
    ConfigurationOption(
      .upstreamRetryInterval,
      .milliseconds,
      "2000",
      """
      How soon a database or remote schema that did not answer an introspection is asked again; the \
      time doubles while it stays away, up to half a minute.
      """
    ).variable(.own),
    ConfigurationOption(
      .upstreamStartTimeout,
      .milliseconds,
      "5000",
      """
      How long the start waits for a database or remote schema whose last introspection is kept \
      beside the metadata.
      """
    ).variable(.own),
  ]
}
