/// All options there are; parsing, `--help` and the reference page follow this table.
package enum OptionTable {
  /// A group of options, as the reference page shows them.
  package struct Section: Sendable {
    package let title: String
    package let options: [ConfigurationOption]
  }

  /// The options in their groups.
  package static let sections = [
    Section(title: "For every command", options: everyCommand),
    Section(title: "HTTP", options: http),
    Section(title: "Authentication", options: authentication),
    Section(title: "Log", options: log),
    Section(title: "Metadata store", options: metadataStore),
    Section(title: "GraphQL", options: graphQL),
    Section(title: "Upstreams", options: upstreams),
    Section(title: "Subscriptions and WebSocket", options: subscriptions),
    Section(title: "Actions and events", options: events),
    Section(title: "Only for compatibility", options: enterprise),
  ]

  /// The options in one list.
  package static let all = sections.flatMap(\.options)

  /// The options by name.
  static let byName = Dictionary(
    all.map { ($0.name, $0) },
    uniquingKeysWith: { first, _ in first }
  )

  private static let everyCommand = [
    ConfigurationOption(
      .databaseURL,
      .secret,
      nil,
      """
      A PostgreSQL database. It becomes the source `default`, and holds the metadata if no other \
      place is given for it.
      """
    ).everywhere,
    ConfigurationOption(
      .metadataDatabaseURL,
      .secret,
      nil,
      "The PostgreSQL database that holds the metadata, instead of a file in the data directory."
    ).everywhere,
    ConfigurationOption(
      .dataDirectory,
      .text,
      "./dovetail-data",
      "The directory for the metadata, if no PostgreSQL database holds it."
    ).everywhere.variable(.own),
    ConfigurationOption(
      .retries,
      .integer(0...1_000),
      "1",
      "How often connecting to the metadata database is tried again."
    ).flag("retries", "no-of-retries").everywhere,
    ConfigurationOption(
      .host,
      .text,
      nil,
      "The host of the database, instead of a database URL."
    ).flag("host").everywhere.variable(.none),
    ConfigurationOption(
      .port,
      .integer(1...65_535),
      nil,
      "The port of the database, instead of a database URL."
    ).flag("port", short: "p").everywhere.variable(.none),
    ConfigurationOption(
      .user,
      .text,
      nil,
      "The user of the database, instead of a database URL."
    ).flag("user", short: "u").everywhere.variable(.none),
    ConfigurationOption(
      .password,
      .secret,
      nil,
      "The password of the user, instead of a database URL."
    ).flag("password").everywhere.variable(.none),
    ConfigurationOption(
      .databaseName,
      .text,
      nil,
      "The name of the database, instead of a database URL."
    ).flag("dbname", short: "d").everywhere.variable(.none),
    ConfigurationOption(
      .connectionOptions,
      .text,
      nil,
      "Options of the connection, instead of a database URL."
    ).flag("pg-connection-options", short: "o").everywhere.variable(.none),
  ]

  private static let http = [
    ConfigurationOption(
      .serverPort,
      .integer(0...65_535),
      "8080",
      "The port to listen on."
    ),
    ConfigurationOption(
      .serverHost,
      .text,
      "*",
      "The address or host name to listen on; `*` for all addresses."
    ),
    ConfigurationOption(
      .serverTimeout,
      .integer(1...86_400),
      "30",
      "After how many seconds without progress a client's connection ends."
    ),
    ConfigurationOption(
      .gracefulShutdownTimeout,
      .seconds,
      "60",
      "How many seconds requests in flight may take when the engine ends."
    ),
    ConfigurationOption(
      .corsDomain,
      .text,
      "*",
      """
      The origins whose web pages may use the engine, separated by commas: \
      `https://app.example.com`, `https://*.example.com`; `*` for all.
      """
    ),
    ConfigurationOption(.disableCORS, .boolean, "false", "Send no CORS headers."),
    ConfigurationOption(
      .enabledAPIs,
      .list(APIGroup.allCases.map(\.rawValue)),
      "metadata,graphql,pgdump,config",
      "The groups of endpoints to offer. Those of developer are not there yet."
    ),
    ConfigurationOption(
      .metricsSecret,
      .secret,
      nil,
      "What clients of `/v1/metrics` send as bearer token; without it the endpoint is off."
    ),
    ConfigurationOption(
      .maxTotalHeaderLength,
      .integer(1_024...(1 << 30)),
      "1048576",
      "How many bytes the headers of a request may have."
    ),
    ConfigurationOption(
      .maxBodyLength,
      .integer(1_024...(1 << 30)),
      "67108864",
      "How many bytes the body of a request may have, compressed and decompressed."
    ).variable(.own),
    ConfigurationOption(
      .maxQueryLength,
      .integer(1_024...(1 << 30)),
      "4194304",
      "How many bytes the text of a GraphQL document may have."
    ).variable(.own),
    ConfigurationOption(
      .joinFailure,
      .choice(["null", "fail"]),
      "null",
      """
      What a failed join does where its relationship says nothing: null leaves its field out of the \
      answer, with an error beside the data; fail fails the operation, as Hasura does.
      """
    ).variable(.own),
    ConfigurationOption(
      .conditionKeyLimit,
      .integer(1...1_000_000),
      "10000",
      """
      How many keys a `where` or `order_by` on a relationship to another source may read from there; \
      a request that needs more is refused.
      """
    ).variable(.own),
    ConfigurationOption(
      .preserve401Errors,
      .boolean,
      "false",
      "Answer with status 401 instead of 200 at `/v1/graphql` if authentication fails."
    ),
    ConfigurationOption(
      .devMode,
      .boolean,
      "false",
      "Show the internal detail of errors to everybody."
    ),
    ConfigurationOption(
      .adminInternalErrors,
      .boolean,
      "true",
      "Show the internal detail of errors to administrators."
    ),
    ConfigurationOption(
      .enableConsole,
      .boolean,
      "false",
      "Offer the console at `/console`."
    ).accepted("this version has no console; use any GraphQL client on /v1/graphql"),
    ConfigurationOption(
      .consoleAssetsDirectory,
      .text,
      nil,
      "Where the files of the console are."
    ).accepted("this version has no console"),
    ConfigurationOption(
      .enableTelemetry,
      .boolean,
      "true",
      "Send usage data."
    ).accepted("Dovetail never sends usage data"),
  ]
}
