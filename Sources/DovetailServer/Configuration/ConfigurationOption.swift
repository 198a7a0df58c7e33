/// One option: its three spellings, its values, and what setting it does.
package struct ConfigurationOption: Sendable {
  /// Where an option may stand.
  package enum Placement: Sendable, Hashable {
    /// Before or behind the command, and for every command.
    case everyCommand
    /// Behind `serve`.
    case serve
  }

  /// How an environment variable is called.
  package enum Environment: Sendable, Hashable {
    /// `DOVETAIL_X`, which wins, or `HASURA_GRAPHQL_X`.
    case shared
    /// `DOVETAIL_X` only: the reference has no such option.
    case own
    /// Not at all.
    case none
  }

  /// What setting an option does.
  package enum Support: Sendable, Hashable {
    /// What the help text says.
    case supported
    /// Nothing, for the reason given, but a line in the log.
    case accepted(String)
    /// The start ends with the reason given, unless the value is the default.
    case refused(String)
  }

  package let name: OptionName
  package let kind: OptionKind
  /// The value, as text, if the option isn't set; `nil` for none.
  package let fallback: String?
  /// What the option is for.
  package let help: String
  package var placement = Placement.serve
  package var environment = Environment.shared
  package var support = Support.supported
  /// Long flags without `--`; the first one is shown.
  package var flags: [String]
  /// The short flag without `-`.
  package var shortFlag: Character?
  /// A flag without a value that switches the option off.
  package var negativeFlag: String?

  /// Makes an option whose flag follows from its name.
  init(
    _ name: OptionName,
    _ kind: OptionKind,
    _ fallback: String? = nil,
    _ help: String
  ) {
    self.name = name
    self.kind = kind
    self.fallback = fallback
    self.help = help
    self.flags = [name.rawValue.lowercased().replacing("_", with: "-")]
  }

  /// The environment variables in their precedence.
  package var variables: [String] {
    switch environment {
    case .shared: ["DOVETAIL_" + name.rawValue, "HASURA_GRAPHQL_" + name.rawValue]
    case .own: ["DOVETAIL_" + name.rawValue]
    case .none: []
    }
  }

  /// The option as messages name it.
  package var displayName: String {
    let flag = "--" + (flags.first ?? "")
    return variables.last.map { "\(flag) (\($0))" } ?? flag
  }
}

extension ConfigurationOption {
  /// The same option with another flag, and perhaps a short one.
  func flag(_ names: String..., short: Character? = nil) -> Self {
    var option = self
    option.flags = names
    option.shortFlag = short
    return option
  }

  /// The same option with a short flag.
  func short(_ letter: Character) -> Self {
    var option = self
    option.shortFlag = letter
    return option
  }

  /// The same option with a flag that switches it off.
  func negative(_ name: String) -> Self {
    var option = self
    option.negativeFlag = name
    return option
  }

  /// The same option for every command.
  var everywhere: Self {
    var option = self
    option.placement = .everyCommand
    return option
  }

  /// The same option with other variables.
  func variable(_ environment: Environment) -> Self {
    var option = self
    option.environment = environment
    return option
  }

  /// The same option, without effect.
  func accepted(_ reason: String) -> Self {
    var option = self
    option.support = .accepted(reason)
    return option
  }

  /// The same option, refused.
  func refused(_ reason: String) -> Self {
    var option = self
    option.support = .refused(reason)
    return option
  }
}
