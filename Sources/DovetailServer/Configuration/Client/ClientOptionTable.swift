/// The options of the commands that work with a project directory or a running engine.
package enum ClientOptionTable {
  private static let all = Set(ClientCommand.allCases)
  private static let withEngine = all.subtracting([.metadataValidate])
  private static let withDatabases: Set<ClientCommand> = [.migrateApply, .migrateStatus]

  /// The options in the order in which help shows them.
  package static let options: [ClientOption] = general + metadata + migrations + explain

  private static let general = [
    ClientOption(
      .project,
      .text,
      "The project directory; without it the directory that the command is run in.",
      of: all
    ).variables("DOVETAIL_PROJECT"),
    ClientOption(
      .envfile,
      .text,
      "The file of environment variables in the project; .env without it.",
      of: all
    ),
    ClientOption(
      .endpoint,
      .text,
      "The address of the engine, such as http://localhost:8080.",
      of: withEngine
    ).variables("DOVETAIL_ENDPOINT", "HASURA_GRAPHQL_ENDPOINT"),
    ClientOption(.adminSecret, .secret, "The admin secret of the engine.", of: withEngine)
      .variables("DOVETAIL_ADMIN_SECRET", "HASURA_GRAPHQL_ADMIN_SECRET"),
    ClientOption(
      .skipsTLSVerification,
      .boolean,
      "Accept any certificate of the engine.",
      of: withEngine
    ).variables("HASURA_GRAPHQL_INSECURE_SKIP_TLS_VERIFY"),
    ClientOption(
      .certificateAuthority,
      .text,
      "A file with the certificate authority to trust.",
      of: withEngine
    ).variables("HASURA_GRAPHQL_CERTIFICATE_AUTHORITY"),
    ClientOption(
      .timeout,
      .seconds,
      "How many seconds the engine may take for an answer; 600 without it.",
      of: withEngine
    ),
    ClientOption(.noColor, .boolean, "Print without colors, as is always done.", of: all),
    ClientOption(
      .skipUpdateCheck,
      .boolean,
      "Look for no newer version, as is always done.",
      of: all
    ),
  ]

  private static let metadata = [
    ClientOption(
      .output,
      .choice(["json", "yaml"]),
      "Print the metadata in that form, and write or apply nothing.",
      of: [.metadataExport, .metadataApply]
    ),
    ClientOption(
      .dryRun,
      .boolean,
      "Say what would be done, and do nothing.",
      of: [.metadataApply, .migrateApply]
    ),
    ClientOption(
      .disallowInconsistentMetadata,
      .boolean,
      "Fail, and change nothing, if something in the metadata does not fit.",
      of: [.metadataApply]
    ),
    ClientOption(
      .context,
      .integer(0...1_000_000),
      "How many unchanged lines to show around a change; 3 without it.",
      of: [.metadataDiff]
    ),
  ]

  private static let migrations = [
    ClientOption(.databaseName, .text, "The database to work on.", of: withDatabases),
    ClientOption(.allDatabases, .boolean, "Work on all databases.", of: withDatabases),
    ClientOption(.up, .text, "Run the next N migrations, or all.", of: [.migrateApply]),
    ClientOption(.down, .text, "Take the last N migrations back, or all.", of: [.migrateApply]),
    ClientOption(
      .goTo,
      .text,
      "Run or take back migrations until that version is the last one.",
      of: [.migrateApply]
    ),
    ClientOption(.version, .text, "Run only the migration of that version.", of: [.migrateApply]),
    ClientOption(
      .type,
      .choice(["up", "down"]),
      "With --version: whether to run the migration or to take it back.",
      of: [.migrateApply]
    ),
    ClientOption(
      .skipExecution,
      .boolean,
      "Only note migrations as run, or as taken back.",
      of: [.migrateApply]
    ),
  ]

  private static let explain = [
    ClientOption(.query, .text, "The operation.", of: [.explain]),
    ClientOption(
      .file,
      .text,
      "The file with the operation; - for standard input.",
      of: [.explain]
    ),
    ClientOption(.variables, .json, "The variables of the operation.", of: [.explain]),
    ClientOption(
      .operationName,
      .text,
      "Which operation, if the document has several.",
      of: [.explain]
    ),
    ClientOption(.role, .text, "The role to explain for; admin without it.", of: [.explain]),
    ClientOption(
      .session,
      .text,
      "A session variable: x-hasura-user-id=7.",
      of: [.explain]
    ).repeatable,
    ClientOption(.relay, .boolean, "Explain in the Relay schema.", of: [.explain]),
    ClientOption(.json, .boolean, "Print the engine's answer as it is.", of: [.explain]),
  ]
}
