extension OptionTable {
  private static let webhookReason = "authentication by webhook is not supported yet"
  private static let jwtReason = "authentication by JWT is not supported yet"

  /// Who may ask.
  static let authentication = [
    ConfigurationOption(
      .adminSecret,
      .secret,
      nil,
      "The secret that makes a request trusted."
    ),
    ConfigurationOption(
      .accessKey,
      .secret,
      nil,
      "The old name of the admin secret."
    ),
    ConfigurationOption(
      .adminSecrets,
      .json,
      nil,
      "Several admin secrets, as a JSON array, instead of the single one."
    ),
    ConfigurationOption(
      .unauthorizedRole,
      .text,
      nil,
      "The role of requests without admin secret."
    ),
    ConfigurationOption(
      .authHook,
      .text,
      nil,
      "The URL that decides who makes a request."
    ).refused(webhookReason),
    ConfigurationOption(
      .authHookMode,
      .choice(["GET", "POST"]),
      "GET",
      "How the auth hook is asked."
    ).accepted("it matters only with an auth hook"),
    ConfigurationOption(
      .authHookSendRequestBody,
      .boolean,
      "true",
      "Whether the auth hook gets the request's body."
    ).accepted("it matters only with an auth hook"),
    ConfigurationOption(
      .jwtSecret,
      .json,
      nil,
      "How JSON Web Tokens are verified."
    ).refused(jwtReason),
    ConfigurationOption(
      .jwtSecrets,
      .json,
      nil,
      "Several ways to verify JSON Web Tokens, as a JSON array."
    ).refused(jwtReason),
  ]

  /// What is logged.
  static let log = [
    ConfigurationOption(
      .enabledLogTypes,
      .list(LogType.allCases.map(\.rawValue)),
      "startup,http-log,webhook-log,websocket-log,jwk-refresh-log",
      """
      What is logged: startup and http-log. The other types of the reference are accepted without \
      effect: there are no such lines yet.
      """
    ),
    ConfigurationOption(
      .logLevel,
      .choice(LogLevel.allCases.map(\.rawValue)),
      "info",
      "The least severe level that is logged."
    ),
    ConfigurationOption(
      .enableMetadataQueryLogging,
      .boolean,
      "false",
      "Log commands of the metadata API with their arguments."
    ),
    ConfigurationOption(
      .httpLogQueryOnlyOnError,
      .boolean,
      "false",
      "Log the text of a request only if the request failed."
    ),
    ConfigurationOption(
      .enableTriggersErrorLogLevel,
      .boolean,
      "false",
      "Log failures of event triggers as errors."
    ).accepted("this version has no event triggers"),
    ConfigurationOption(
      .enableQueryTracing,
      .boolean,
      "false",
      "Add SQL to traces."
    ).flag("trace-sql-query", "enable-query-tracing")
      .accepted("this version exports no traces"),
  ]
}
