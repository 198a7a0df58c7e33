/// The arguments of the program, taken apart but not yet understood.
///
/// swift-argument-parser is not used for this, because it cannot express the reference's command
/// line: options before or behind the command, several names for one option, booleans with and
/// without a value, and one table that also names the environment variables.
struct ParsedArguments: Sendable {
  /// The commands of the program.
  enum Command: String, Sendable, CaseIterable {
    case serve
    case export
    case clean
    case downgrade
    case version
    case help
  }

  /// A value and the flag that it was given with.
  struct Setting: Sendable {
    let flag: String
    let text: String
  }

  private(set) var command: Command?
  private(set) var settings: [OptionName: Setting] = [:]
  private(set) var downgradeTarget: DowngradeTarget?
  private(set) var isDryRun = false

  private var rest: ArraySlice<String>

  /// Takes arguments apart, given without the name of the program.
  init(_ arguments: [String]) throws(ConfigurationError) {
    rest = arguments[...]
    while let argument = rest.popFirst() {
      if argument.hasPrefix("--") {
        try readLongFlag(argument)
      } else if argument.hasPrefix("-"), argument.count > 1 {
        try readShortFlag(argument)
      } else {
        try readCommand(argument)
      }
    }
  }

  private mutating func readCommand(_ word: String) throws(ConfigurationError) {
    if command == .help { return }
    guard command == nil else { throw .usage("unexpected argument \"\(word)\"") }
    guard let known = Command(rawValue: word) else {
      let names = Command.allCases.map(\.rawValue) + ClientCommand.groups.sorted()
      throw .usage("unknown command \"\(word)\"" + suggestion(for: word, among: names))
    }
    command = known
  }

  private mutating func readLongFlag(_ argument: String) throws(ConfigurationError) {
    let parts = argument.dropFirst(2).split(
      separator: "=",
      maxSplits: 1,
      omittingEmptySubsequences: false
    )
    let name = parts.first.map(String.init) ?? ""
    let value = parts.count > 1 ? String(parts[1]) : nil
    if name == "help" || name == "version" {
      command = name == "help" ? .help : .version
    } else if try readDowngradeFlag(name, value) {
      return
    } else if let option = OptionTable.all.first(where: { $0.flags.contains(name) }) {
      try set(option, flag: "--\(name)", value: value)
    } else if let option = OptionTable.all.first(where: { $0.negativeFlag == name }) {
      settings[option.name] = Setting(flag: "--\(name)", text: "false")
    } else {
      let names = OptionTable.all.flatMap { $0.flags + [$0.negativeFlag].compactMap { $0 } }
      throw .usage("unknown option --\(name)" + suggestion(for: name, among: names, prefix: "--"))
    }
  }

  private mutating func readShortFlag(_ argument: String) throws(ConfigurationError) {
    let letter = argument[argument.index(after: argument.startIndex)]
    let attached = String(argument.dropFirst(2))
    if letter == "h" {
      command = .help
    } else if let option = OptionTable.all.first(where: { $0.shortFlag == letter }) {
      try set(option, flag: "-\(letter)", value: attached.isEmpty ? nil : attached)
    } else {
      throw .usage("unknown option \(argument)")
    }
  }

  private mutating func set(
    _ option: ConfigurationOption,
    flag: String,
    value: String?
  ) throws(ConfigurationError) {
    let text: String
    if let value {
      text = value
    } else if option.kind == .boolean {
      // A boolean may stand alone; only a word that spells a boolean is taken for its value.
      if let next = rest.first, case .success = option.kind.parse(next) {
        text = next
        rest = rest.dropFirst()
      } else {
        text = "true"
      }
    } else if let next = rest.popFirst() {
      text = next
    } else {
      throw .usage("option \(flag) needs a value: \(flag) \(option.kind.placeholder)")
    }
    settings[option.name] = Setting(flag: flag, text: text)
  }

  private mutating func readDowngradeFlag(
    _ name: String,
    _ value: String?
  ) throws(ConfigurationError) -> Bool {
    switch name {
    case "dryRun", "dry-run": isDryRun = true
    case "to-catalog-version":
      guard let version = value ?? rest.popFirst() else {
        throw .usage("option --to-catalog-version needs a value")
      }
      downgradeTarget = .catalogVersion(version)
    case _ where name.hasPrefix("to-v"):
      downgradeTarget = .release(String(name.dropFirst("to-".count)))
    default: return false
    }
    return true
  }
}

/// What the metadata store shall be brought back to.
package enum DowngradeTarget: Sendable, Hashable {
  /// A version of the catalog.
  case catalogVersion(String)
  /// A release such as `v2.40.0`.
  case release(String)
}
