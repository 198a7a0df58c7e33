import DovetailAuth
import DovetailMetadata
import DovetailServer
import OrderedJSON
import Testing

/// The configuration that arguments and environment lead to.
func serve(
  _ arguments: [String] = [],
  _ environment: [String: String] = [:]
) throws -> ServeConfiguration {
  let invocation = try Invocation(
    arguments: ["serve"] + arguments,
    environment: environment,
    version: "v1.2.3"
  )
  guard case .serve(let configuration) = invocation else {
    throw ConfigurationError.usage("not serve")
  }
  return configuration
}

/// The message that arguments and environment lead to.
func failure(_ arguments: [String] = ["serve"], _ environment: [String: String] = [:]) -> String? {
  do throws(ConfigurationError) {
    _ = try Invocation(arguments: arguments, environment: environment, version: "")
    return nil
  } catch {
    return error.description
  }
}

@Suite("The command line")
struct InvocationTests {
  @Test("Nothing needs to be configured")
  func empty() throws {
    let configuration = try serve()
    #expect(configuration.http.port == 8_080)
    #expect(configuration.http.host == "*")
    #expect(configuration.http.clientTimeout == .seconds(30))
    #expect(configuration.http.shutdownTimeout == .seconds(60))
    #expect(configuration.store.location == .directory("./dovetail-data"))
    #expect(configuration.store.defaultSource == nil)
    #expect(configuration.engine.infersFunctionPermissions)
    #expect(!configuration.engine.stringifiesNumericTypes)
    #expect(configuration.enabledLogTypes == LogType.enabledByDefault)
    #expect(configuration.logLevel == .info)
    #expect(configuration.router.enabledAPIs == [.metadata, .graphql, .pgdump, .config])
    #expect(configuration.notices.isEmpty)
    guard case .open = configuration.authentication else {
      Issue.record("expected the open mode")
      return
    }
  }

  @Test(
    "Flags win over DOVETAIL_ variables, these over HASURA_GRAPHQL_ ones",
    arguments: [
      ([], [:], 8_080),
      ([], ["HASURA_GRAPHQL_SERVER_PORT": "1"], 1),
      ([], ["HASURA_GRAPHQL_SERVER_PORT": "1", "DOVETAIL_SERVER_PORT": "2"], 2),
      (["--server-port", "3"], ["DOVETAIL_SERVER_PORT": "2"], 3),
      (["--server-port=4"], [:], 4),
    ] as [([String], [String: String], Int)]
  )
  func precedence(arguments: [String], environment: [String: String], port: Int) throws {
    #expect(try serve(arguments, environment).http.port == port)
  }

  @Test(
    "Booleans as flags and variables",
    arguments: [
      (["--stringify-numeric-types"], [:], true),
      (["--stringify-numeric-types", "--dev-mode"], [:], true),
      (["--stringify-numeric-types", "false"], [:], false),
      (["--stringify-numeric-types=no"], [:], false),
      (["--stringify-numeric-types", "YES"], [:], true),
      ([], ["HASURA_GRAPHQL_STRINGIFY_NUMERIC_TYPES": "T"], true),
      ([], ["HASURA_GRAPHQL_STRINGIFY_NUMERIC_TYPES": "n"], false),
      ([], ["HASURA_GRAPHQL_STRINGIFY_NUMERIC_TYPES": ""], false),
    ] as [([String], [String: String], Bool)]
  )
  func booleans(arguments: [String], environment: [String: String], value: Bool) throws {
    #expect(try serve(arguments, environment).engine.stringifiesNumericTypes == value)
  }

  @Test(
    "A bad value is reported with the name it came under",
    arguments: [
      (
        ["serve"], ["HASURA_GRAPHQL_DEV_MODE": "1"],
        #"""
        Fatal Error:- Environment variable HASURA_GRAPHQL_DEV_MODE: Not a valid boolean text. \#
        True values are ["true","t","yes","y"] and False values are ["false","f","no","n"]. \#
        All values are case insensitive
        """#
      ),
      (
        ["serve"], ["DOVETAIL_SERVER_PORT": "x"],
        #"Fatal Error:- Environment variable DOVETAIL_SERVER_PORT: "x" is not a whole number"#
      ),
      (
        ["serve", "--server-port", "65536"], [:],
        "Fatal Error:- Option --server-port: 65536 is not allowed; expected at least 0 and at most 65535"
      ),
      (
        ["serve", "--log-level=loud"], [:],
        #"""
        Fatal Error:- Option --log-level: "loud" is not allowed; expected "debug", "info", \#
        "warn", "error"
        """#
      ),
      (
        ["serve", "--enabled-apis", "graphql,soap"], [:],
        #"""
        Fatal Error:- Option --enabled-apis: "soap" is not allowed; expected "metadata", \#
        "graphql", "pgdump", "config", "developer", "metrics"
        """#
      ),
      (
        ["serve"], ["HASURA_GRAPHQL_CORS_DOMAIN": "example.com"],
        """
        Fatal Error:- Environment variable HASURA_GRAPHQL_CORS_DOMAIN: expected *, or origins \
        separated by commas: https://app.example.com, https://*.example.com, http://localhost:3000
        """
      ),
      (
        ["serve", "--admin-secret", "s", "--unauthorized-role="], [:],
        """
        Fatal Error:- Option --unauthorized-role: the role is empty; name one, or leave the option out
        """
      ),
    ] as [([String], [String: String], String)]
  )
  func badValues(arguments: [String], environment: [String: String], message: String) {
    #expect(failure(arguments, environment) == message)
  }

  @Test(
    "Arguments that make no sense are reported with a hint",
    arguments: [
      ([], "no command was given; to start the engine use `dovetail serve`"),
      (["server"], #"unknown command "server"; did you mean serve?"#),
      (["serve", "--sever-port", "1"], "unknown option --sever-port; did you mean --server-port?"),
      (["serve", "--frobnicate"], "unknown option --frobnicate"),
      (["serve", "-z"], "unknown option -z"),
      (["serve", "--server-port"], "option --server-port needs a value: --server-port NUMBER"),
      (["serve", "export"], #"unexpected argument "export""#),
      (["export", "--server-port", "1"], "option --server-port belongs to the command serve"),
      (["serve", "--dryRun"], "--to-… and --dryRun belong to the command downgrade"),
      (["downgrade"], "downgrade needs --to-catalog-version VERSION or --to-vX.Y.Z"),
      (
        ["--host", "h", "serve"],
        "a database without a URL needs at least --host, --user and --dbname"
      ),
      (
        ["--host", "h", "--database-url", "postgres://x", "serve"],
        "give either --database-url or --host, --user, --dbname, not both"
      ),
    ]
  )
  func usageErrors(arguments: [String], message: String) {
    #expect(failure(arguments) == message + "\nSee `dovetail --help`.")
  }

  @Test("The conformance runner's and the reference's spellings work")
  func spellings() throws {
    let invocation = try Invocation(
      arguments: [
        "--metadata-database-url", "postgresql://m", "serve", "--enable-telemetry=false",
        "--server-port", "9000", "--stringify-numeric-types", "--admin-secret", "s",
        "-c", "7", "-s2", "-i", "serializable",
      ],
      environment: [:],
      version: ""
    )
    guard case .serve(let configuration) = invocation else {
      Issue.record("expected serve")
      return
    }
    #expect(configuration.store.location == .postgres(url: "postgresql://m"))
    #expect(configuration.http.port == 9_000)
    #expect(configuration.engine.stringifiesNumericTypes)
    #expect(configuration.store.connections == 14)
    #expect(configuration.store.isolation == .serializable)
    guard case .adminSecret(let secrets, nil) = configuration.authentication else {
      Issue.record("expected an admin secret")
      return
    }
    #expect(secrets.match("s"))
  }

  @Test("A database becomes the default source and holds the metadata unless another one does")
  func database() throws {
    let one = try serve([], ["HASURA_GRAPHQL_DATABASE_URL": "postgres://a"]).store
    #expect(one.location == .postgres(url: "postgres://a"))
    #expect(one.defaultSource?.url == "postgres://a")
    #expect(one.defaultSource?.variable == "HASURA_GRAPHQL_DATABASE_URL")
    let two = try serve(
      ["--metadata-database-url", "postgres://m"],
      ["DOVETAIL_DATABASE_URL": "postgres://a"]
    ).store
    #expect(two.location == .postgres(url: "postgres://m"))
    #expect(two.defaultSource?.url == "postgres://a")
  }

  @Test("A file may hold the address of the metadata database")
  func addressInFile() throws {
    let file = "dynamic-from-file:///run/secrets/url"
    let store = try serve([], ["HASURA_GRAPHQL_METADATA_DATABASE_URL": file]).store
    #expect(store.location == .postgres(url: file))
    #expect(store.defaultSource == nil)
  }

  @Test("The parts of a database's address make a URL")
  func databaseParts() throws {
    let store = try serve([
      "--host", "db", "-p", "5433", "-u", "me", "--password", "p@ss/1", "-d", "my db",
      "-o", "-c x=1",
    ]).store
    #expect(
      store.defaultSource?.url
        == "postgresql://me:p%40ss%2F1@db:5433/my%20db?options=-c%20x%3D1"
    )
    #expect(store.defaultSource?.variable == nil)
  }

  @Test("Other commands get the metadata store, and ignore what is only for serve")
  func otherCommands() throws {
    let environment = ["HASURA_GRAPHQL_SERVER_PORT": "nonsense", "DOVETAIL_DATA_DIR": "/d"]
    let export = try Invocation(arguments: ["export"], environment: environment, version: "")
    guard case .export(let store) = export else {
      Issue.record("expected export")
      return
    }
    #expect(store.location == .directory("/d"))
    let downgrade = try Invocation(
      arguments: ["downgrade", "--to-v2.40.0", "--dryRun"],
      environment: [:],
      version: ""
    )
    guard case .downgrade(_, .release("v2.40.0"), isDryRun: true) = downgrade else {
      Issue.record("expected downgrade")
      return
    }
  }

  @Test(
    "Help is given for the asking",
    arguments: [["--help"], ["serve", "-h"], ["help", "serve"]]
  )
  func help(arguments: [String]) throws {
    guard
      case .help(let text) = try Invocation(arguments: arguments, environment: [:], version: "")
    else {
      Issue.record("expected help")
      return
    }
    for option in OptionTable.all {
      let flag = option.negativeFlag ?? option.flags.first ?? ""
      #expect(text.contains("--\(flag)"))
    }
  }
}
