import DovetailAuth
import DovetailMetadata
import DovetailServer
import OrderedJSON
import Testing

@Suite("Options")
struct OptionTests {
  @Test("Each option is in the table exactly once")
  func complete() {
    #expect(
      OptionTable.all.map(\.name).sorted { $0.rawValue < $1.rawValue }
        == OptionName.allCases.sorted { $0.rawValue < $1.rawValue }
    )
  }

  @Test("No flag and no variable belongs to two options")
  func unique() {
    let flags = OptionTable.all.flatMap {
      $0.flags + [$0.negativeFlag, $0.shortFlag.map { "-\($0)" }].compactMap { $0 }
    }
    #expect(Set(flags).count == flags.count)
    let variables = OptionTable.all.flatMap(\.variables)
    #expect(Set(variables).count == variables.count)
  }

  @Test("The default of each option is a value of it", arguments: OptionTable.all.map(\.name))
  func defaults(name: OptionName) throws {
    let option = try #require(OptionTable.all.first { $0.name == name })
    guard let fallback = option.fallback else { return }
    // Setting an option to its default is always allowed, even if it is refused otherwise.
    guard let variable = option.variables.last else { return }
    #expect(failure(["serve"], [variable: fallback]) == nil)
  }

  @Test(
    "What an option with a default lacks is not asked for: numbers and booleans have one",
    arguments: OptionTable.all.filter { $0.kind == .boolean }.map(\.name)
  )
  func booleansHaveDefaults(name: OptionName) throws {
    let option = try #require(OptionTable.all.first { $0.name == name })
    #expect(option.fallback == "true" || option.fallback == "false")
  }

  @Test(
    "What is not there is refused by name",
    arguments: [
      ("HASURA_GRAPHQL_AUTH_HOOK", "http://x", "webhook is not supported yet"),
      ("HASURA_GRAPHQL_JWT_SECRET", #"{"type":"HS256"}"#, "JWT is not supported yet"),
      ("DOVETAIL_JWT_SECRETS", "[]", "JWT is not supported yet"),
    ]
  )
  func refused(variable: String, value: String, reason: String) throws {
    let message = try #require(
      failure(["serve"], [variable: value, "HASURA_GRAPHQL_ADMIN_SECRET": "s"])
    )
    #expect(message.hasPrefix("Fatal Error: --"))
    #expect(message.contains(reason))
  }

  @Test("The allow list is off unless it is asked for")
  func allowlist() throws {
    #expect(try serve([], [:]).engine.isAllowlistEnabled == false)
    #expect(try serve([], ["HASURA_GRAPHQL_ENABLE_ALLOWLIST": "true"]).engine.isAllowlistEnabled)
  }

  @Test("What has no effect is named, but not if it is set to what holds anyway")
  func accepted() throws {
    let configuration = try serve(
      ["--enable-telemetry=false"],
      ["HASURA_GRAPHQL_ENABLE_CONSOLE": "true", "HASURA_GRAPHQL_EVENTS_FETCH_INTERVAL": "1000"]
    )
    #expect(
      configuration.notices == [
        """
        --enable-console (HASURA_GRAPHQL_ENABLE_CONSOLE) has no effect: this version has no \
        console; use any GraphQL client on /v1/graphql
        """,
        """
        --enable-telemetry (HASURA_GRAPHQL_ENABLE_TELEMETRY) has no effect: Dovetail never sends \
        usage data
        """,
      ]
    )
  }

  @Test("Features and log types without effect are named; those that the reference ignores are not")
  func acceptedWords() throws {
    let configuration = try serve(
      ["--experimental-features", "inherited_roles,hide_stream_fields,naming_convention"],
      ["HASURA_GRAPHQL_ENABLED_LOG_TYPES": "startup,http-log,query-log"]
    )
    #expect(
      configuration.notices == [
        """
        the feature hide_stream_fields of --experimental-features \
        (HASURA_GRAPHQL_EXPERIMENTAL_FEATURES) has no effect: this version has no subscriptions
        """,
        """
        the log type query-log of --enabled-log-types (HASURA_GRAPHQL_ENABLED_LOG_TYPES) has no \
        effect: this version writes no such lines
        """,
      ]
    )
  }

  @Test("Asynchronous actions rest if their interval or their number is zero")
  func asynchronousActions() throws {
    let engine = try serve(["--async-actions-fetch-batch-size", "3"]).engine
    #expect(engine.actionCallInterval == .seconds(1))
    #expect(engine.actionCallBatchSize == 3)
    #expect(try serve(["--async-actions-fetch-batch-size", "0"]).engine.actionCallInterval == nil)
    #expect(try serve(["--async-actions-fetch-interval", "0"]).engine.actionCallInterval == nil)
  }

  @Test("A variable that nobody knows is named")
  func unknownVariable() throws {
    let configuration = try serve([], ["HASURA_GRAPHQL_SEVER_PORT": "1", "PATH": "x"])
    #expect(
      configuration.notices
        == ["environment variable HASURA_GRAPHQL_SEVER_PORT is not an option of Dovetail"]
    )
  }

  @Test(
    "Combinations that would not mean what they seem to mean end the start",
    arguments: [
      (["AUTH_HOOK": "http://x"], "Fatal Error : --auth-hook (HASURA_GRAPHQL_AUTH_HOOK) requires"),
      (["JWT_SECRET": "{}"], "Fatal Error : --jwt-secret (HASURA_GRAPHQL_JWT_SECRET) requires"),
      (
        ["AUTH_HOOK": "http://x", "JWT_SECRET": "{}", "ADMIN_SECRET": "s"],
        "Fatal Error: Both webhook and JWT mode cannot be enabled at the same time"
      ),
      (
        ["UNAUTHORIZED_ROLE": "anonymous"],
        "Fatal Error: --unauthorized-role (HASURA_GRAPHQL_UNAUTHORIZED_ROLE) requires"
      ),
      (
        ["UNAUTHORIZED_ROLE": "anonymous", "ADMIN_SECRET": "s", "AUTH_HOOK": "http://x"],
        "Fatal Error: --unauthorized-role (HASURA_GRAPHQL_UNAUTHORIZED_ROLE) requires"
      ),
    ]
  )
  func contradictions(options: [String: String], start: String) throws {
    let environment = Dictionary(
      uniqueKeysWithValues: options.map { ("HASURA_GRAPHQL_" + $0.key, $0.value) }
    )
    #expect(try #require(failure(["serve"], environment)).hasPrefix(start))
  }

  @Test(
    "An empty admin secret never opens the engine",
    arguments: ["ADMIN_SECRET", "ACCESS_KEY", "ADMIN_SECRETS"]
  )
  func emptySecret(name: String) throws {
    for prefix in ["DOVETAIL_", "HASURA_GRAPHQL_"] {
      let message = try #require(failure(["serve"], [prefix + name: ""]))
      #expect(message.hasPrefix("Fatal Error:- Environment variable \(prefix)\(name): "))
    }
  }

  @Test("Several secrets win over the single one")
  func severalSecrets() throws {
    let configuration = try serve(
      [],
      ["HASURA_GRAPHQL_ADMIN_SECRETS": #"["a","b"]"#, "HASURA_GRAPHQL_ADMIN_SECRET": "c"]
    )
    guard case .adminSecret(let secrets, _) = configuration.authentication else {
      Issue.record("expected secrets")
      return
    }
    #expect(["a", "b", "c"].map(secrets.match) == [true, true, false])
  }

  @Test("Secrets must be texts", arguments: ["[]", #"["a",1]"#, #"["a",""]"#, #""a""#, "{}"])
  func badSecrets(json: String) {
    #expect(failure(["serve"], ["HASURA_GRAPHQL_ADMIN_SECRETS": json]) != nil)
  }

  @Test("The old name of the secret and the unauthorized role work")
  func accessKey() throws {
    let configuration = try serve(
      ["--access-key", "k", "--unauthorized-role", "anonymous"])
    guard case .adminSecret(let secrets, let role) = configuration.authentication else {
      Issue.record("expected a secret")
      return
    }
    #expect(secrets.match("k"))
    #expect(role == RoleName("anonymous"))
  }

  @Test("Settings reach the part that they are for")
  func settings() throws {
    let configuration = try serve([
      "--server-host", "127.0.0.1", "--server-timeout", "5", "--graceful-shutdown-timeout", "7",
      "--disable-cors", "--max-total-header-length", "2048", "--max-body-length", "4096",
      "--max-query-length", "1024", "--preserve-401-errors", "--dev-mode",
      "--admin-internal-errors=false", "--log-level", "warn", "--enabled-log-types",
      "startup,query-log", "--experimental-features", "naming_convention, hide_stream_fields",
      "--default-naming-convention", "graphql-default",
      "--enable-maintenance-mode", "--null-in-nonnullable-variables",
    ])
    #expect(configuration.http.host == "127.0.0.1")
    #expect(configuration.http.clientTimeout == .seconds(5))
    #expect(configuration.http.shutdownTimeout == .seconds(7))
    #expect(configuration.http.maximumHeaderLength == 2_048)
    #expect(configuration.http.maximumBodyLength == 4_096)
    #expect(configuration.router.maximumBodyLength == 4_096)
    #expect(configuration.router.maximumQueryLength == 1_024)
    #expect(configuration.router.cors == .disabled)
    #expect(configuration.router.preserves401)
    #expect(configuration.router.isDevelopmentMode)
    #expect(!configuration.router.showsInternalErrorsToAdministrators)
    #expect(configuration.logLevel == .warn)
    #expect(configuration.enabledLogTypes == [.startup, .query])
    #expect(
      configuration.engine.experimentalFeatures == ["naming_convention", "hide_stream_fields"]
    )
    #expect(configuration.engine.namingConvention == .graphQL)
    #expect(configuration.engine.isInMaintenanceMode)
    #expect(configuration.engine.acceptsNullInNonNullVariables)
  }

  @Test("The configuration endpoint reports the settings")
  func report() throws {
    let report = try serve(["--admin-secret", "s"]).router.configReport
    #expect(report["version"] == "v1.2.3")
    #expect(report["is_admin_secret_set"] == true)
    #expect(report["is_function_permissions_inferred"] == true)
    #expect(report["live_queries"] == ["batch_size": 100, "refetch_delay": 1])
    #expect(report["default_naming_convention"] == "hasura-default")
    #expect(!report.description.contains("\"s\""))
  }

  @Test("The reference page lists every option with its default")
  func markdown() {
    let page = OptionReference.markdown()
    for option in OptionTable.all {
      #expect(page.contains("`--\(option.negativeFlag ?? option.flags.first ?? "")"))
      if option.environment == .shared { #expect(page.contains("| `\(option.name.rawValue)` |")) }
    }
    #expect(page.contains("| `--server-port NUMBER` | `SERVER_PORT` | `8080` |"))
  }
}
