import OrderedJSON

/// The values of all options that concern a command: flags win over `DOVETAIL_` variables, these
/// over `HASURA_GRAPHQL_` ones, and these over defaults.
struct ResolvedOptions: Sendable {
  private struct Entry: Sendable {
    let value: OptionValue
    let origin: OptionOrigin
  }

  private var entries: [OptionName: Entry] = [:]
  /// What the user should know about the options that are set.
  private(set) var notices: [String] = []

  /// Resolves the options with the given placements, which are those that concern the command.
  init(
    _ arguments: ParsedArguments,
    environment: [String: String],
    placements: Set<ConfigurationOption.Placement>
  ) throws(ConfigurationError) {
    for option in OptionTable.all {
      guard placements.contains(option.placement) else {
        if let setting = arguments.settings[option.name] {
          throw .usage("option \(setting.flag) belongs to the command serve")
        }
        continue
      }
      guard let (text, origin) = Self.text(of: option, arguments, environment) else { continue }
      let value: OptionValue
      switch option.kind.parse(text) {
      case .success(let parsed): value = parsed
      case .failure(let error): throw .badValue(origin: origin, reason: error.reason)
      }
      entries[option.name] = Entry(value: value, origin: origin)
      if origin != .fallback, !option.isDefault(value), case .accepted(let reason) = option.support
      {
        notices.append("\(option.displayName) has no effect: \(reason)")
      }
    }
    notices += Self.noticesAboutUnknownVariables(environment)
  }

  /// Refuses what is set and not there.
  ///
  /// Apart from the initializer, because what the reference calls a contradiction comes first.
  func checkSupport() throws(ConfigurationError) {
    for option in OptionTable.all {
      guard case .refused(let reason) = option.support, let entry = entries[option.name],
        entry.origin != .fallback, !option.isDefault(entry.value)
      else { continue }
      throw .notSupported(option: option.displayName, reason: reason)
    }
  }

  private static func text(
    of option: ConfigurationOption,
    _ arguments: ParsedArguments,
    _ environment: [String: String]
  ) -> (String, OptionOrigin)? {
    if let setting = arguments.settings[option.name] {
      return (setting.text, .flag(setting.flag))
    }
    for variable in option.variables {
      // Compose files pass variables on that are empty because nobody has set them. Admin secrets
      // are the exception: taking an empty one for none would open the engine to everybody.
      guard let text = environment[variable], !text.isEmpty || option.isCredential else {
        continue
      }
      return (text, .variable(variable))
    }
    return option.fallback.map { ($0, .fallback) }
  }

  private static func noticesAboutUnknownVariables(_ environment: [String: String]) -> [String] {
    let known = Set(OptionTable.all.flatMap(\.variables))
      .union(ClientOptionTable.options.flatMap(\.variables))
      .union(ProjectVariables.names)
    let names = environment.keys.filter { name in
      (name.hasPrefix("DOVETAIL_") || name.hasPrefix("HASURA_GRAPHQL_")) && !known.contains(name)
    }
    return names.sorted().map { "environment variable \($0) is not an option of Dovetail" }
  }
}

// MARK: - Values

extension ResolvedOptions {
  /// Whether the user has set an option.
  func isSet(_ name: OptionName) -> Bool {
    entries[name].map { $0.origin != .fallback } ?? false
  }

  /// Where the value of an option comes from.
  func origin(of name: OptionName) -> OptionOrigin { entries[name]?.origin ?? .fallback }

  /// The text of an option; `nil` if it has none.
  func text(_ name: OptionName) -> String? {
    if case .text(let text)? = entries[name]?.value { text } else { nil }
  }

  /// Whether a boolean option is on.
  func boolean(_ name: OptionName) -> Bool { entries[name]?.value == .boolean(true) }

  /// The number of an option; `nil` if it has none.
  func integer(_ name: OptionName) -> Int? {
    if case .integer(let number)? = entries[name]?.value { number } else { nil }
  }

  /// The time of an option that counts seconds.
  func seconds(_ name: OptionName) -> Duration? { integer(name).map { .seconds($0) } }

  /// The words of an option.
  func list(_ name: OptionName) -> [String] {
    if case .list(let words)? = entries[name]?.value { words } else { [] }
  }

  /// The document of an option; `nil` if it has none.
  func json(_ name: OptionName) -> JSONValue? {
    if case .json(let document)? = entries[name]?.value { document } else { nil }
  }
}

extension ConfigurationOption {
  /// Whether the option decides on who is let in.
  fileprivate var isCredential: Bool {
    [.adminSecret, .accessKey, .adminSecrets].contains(name)
  }

  /// Whether a value is what holds without it.
  fileprivate func isDefault(_ value: OptionValue) -> Bool {
    guard let fallback, case .success(let byDefault) = kind.parse(fallback) else { return false }
    return value == byDefault
  }
}
