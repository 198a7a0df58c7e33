/// An option of the commands that work with a project directory or a running engine.
package struct ClientOption: Sendable {
  package let name: Name
  package let kind: OptionKind
  /// What the option is for.
  package let help: String
  /// The commands that have it.
  package let commands: Set<ClientCommand>
  /// The environment variables in their precedence.
  package var variables: [String] = []
  /// Whether the option may be given several times.
  package var isRepeatable = false

  /// The options, by their flags without `--`.
  package enum Name: String, Sendable, Hashable, CaseIterable {
    case project
    case envfile
    case endpoint
    case adminSecret = "admin-secret"
    case skipsTLSVerification = "insecure-skip-tls-verify"
    case certificateAuthority = "certificate-authority"
    case timeout
    case noColor = "no-color"
    case skipUpdateCheck = "skip-update-check"
    case output
    case dryRun = "dry-run"
    case disallowInconsistentMetadata = "disallow-inconsistent-metadata"
    case context
    case databaseName = "database-name"
    case allDatabases = "all-databases"
    case up
    case down
    case goTo = "goto"
    case version
    case type
    case skipExecution = "skip-execution"
    case query
    case file
    case variables
    case operationName = "operation-name"
    case role
    case session
    case relay
    case json
  }

  init(
    _ name: Name,
    _ kind: OptionKind,
    _ help: String,
    of commands: Set<ClientCommand>
  ) {
    self.name = name
    self.kind = kind
    self.help = help
    self.commands = commands
  }

  /// The flag as users write it.
  package var flag: String { "--\(name.rawValue)" }

  /// The same option with environment variables.
  func variables(_ names: String...) -> Self {
    var option = self
    option.variables = names
    return option
  }

  /// The same option, to be given as often as needed.
  var repeatable: Self {
    var option = self
    option.isRepeatable = true
    return option
  }
}
