/// What the program was asked to do.
package enum Invocation: Sendable {
  /// Serve requests.
  case serve(ServeConfiguration)
  /// Print the metadata.
  case export(StoreConfiguration)
  /// Remove what the engine keeps in the metadata database.
  case clean(StoreConfiguration)
  /// Bring the metadata store back to what an older version understands.
  case downgrade(StoreConfiguration, to: DowngradeTarget, isDryRun: Bool)
  /// Work with a project directory or ask a running engine.
  case client(ClientInvocation)
  /// Print the version.
  case version
  /// Print the list of commands and options.
  case help(String)
  /// Print what a single command takes.
  case commandHelp(String)

  /// Understands arguments, given without the name of the program, and environment variables.
  ///
  /// It is pure: it reads and changes nothing else.
  package init(
    arguments: [String],
    environment: [String: String],
    version: String
  ) throws(ConfigurationError) {
    if ClientArguments.concern(arguments) {
      switch try ClientArguments.read(arguments) {
      case .invocation(let invocation): self = .client(invocation)
      case .help(let text): self = .commandHelp(text)
      }
      return
    }
    let arguments = try ParsedArguments(arguments)
    guard let command = arguments.command else {
      throw .usage("no command was given; to start the engine use `dovetail serve`")
    }
    if command != .downgrade, arguments.downgradeTarget != nil || arguments.isDryRun {
      throw .usage("--to-… and --dryRun belong to the command downgrade")
    }
    func storeConfiguration() throws(ConfigurationError) -> StoreConfiguration {
      try StoreConfiguration(
        ResolvedOptions(arguments, environment: environment, placements: [.everyCommand])
      )
    }
    switch command {
    case .help: self = .help(OptionReference.usage())
    case .version: self = .version
    case .serve:
      let options = try ResolvedOptions(
        arguments,
        environment: environment,
        placements: [.everyCommand, .serve]
      )
      self = .serve(try ServeConfiguration(options, version: version))
    case .export: self = .export(try storeConfiguration())
    case .clean: self = .clean(try storeConfiguration())
    case .downgrade:
      guard let target = arguments.downgradeTarget else {
        throw .usage("downgrade needs --to-catalog-version VERSION or --to-vX.Y.Z")
      }
      self = .downgrade(
        try storeConfiguration(),
        to: target,
        isDryRun: arguments.isDryRun
      )
    }
  }
}
