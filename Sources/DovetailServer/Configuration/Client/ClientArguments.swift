/// The arguments of a command that works with a project directory or a running engine, taken apart.
///
/// Options stand before or behind the words of the command, as in the reference's tool.
struct ClientArguments {
  /// What the arguments ask for.
  enum Request {
    case invocation(ClientInvocation)
    case help(String)
  }

  private var words: [String] = []
  private var settings: [(option: ClientOption, flag: String, text: String)] = []
  private var wantsHelp = false
  private var rest: ArraySlice<String>

  /// Whether the arguments call one of these commands.
  static func concern(_ arguments: [String]) -> Bool {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      guard argument.hasPrefix("-") else { return ClientCommand.groups.contains(argument) }
      let (name, value) = split(argument)
      guard let option = option(name) else { return false }
      if value == nil, option.kind != .boolean { _ = rest.popFirst() }
    }
    return false
  }

  /// Reads arguments, given without the name of the program.
  static func read(_ arguments: [String]) throws(ConfigurationError) -> Request {
    var parsed = ClientArguments(rest: arguments[...])
    try parsed.read()
    return try parsed.request()
  }

  private init(rest: ArraySlice<String>) {
    self.rest = rest
  }

  // MARK: Taking apart

  private mutating func read() throws(ConfigurationError) {
    while let argument = rest.popFirst() {
      guard argument.hasPrefix("-"), argument != "-" else {
        words.append(argument)
        continue
      }
      if argument == "--help" || argument == "-h" {
        wantsHelp = true
        continue
      }
      let (name, value) = Self.split(argument)
      guard argument.hasPrefix("--") || argument.hasPrefix("-o"), let option = Self.option(name)
      else {
        let names = ClientOptionTable.options.map(\.name.rawValue)
        throw .usage(
          "unknown option \(argument.hasPrefix("--") ? "--\(name)" : argument)"
            + suggestion(for: name, among: names, prefix: "--")
        )
      }
      settings.append((option, "--\(name)", try text(of: option, value)))
    }
  }

  private mutating func text(
    of option: ClientOption,
    _ value: String?
  ) throws(ConfigurationError) -> String {
    if let value { return value }
    if option.kind == .boolean {
      // Only a word that spells a boolean is taken for the value.
      guard let next = rest.first, case .success = option.kind.parse(next) else { return "true" }
      rest = rest.dropFirst()
      return next
    }
    guard let next = rest.popFirst() else {
      throw .usage("option \(option.flag) needs a value: \(option.flag) \(option.kind.placeholder)")
    }
    return next
  }

  /// `--name=value` as its parts; `-o` is short for `--output`.
  private static func split(_ argument: String) -> (name: String, value: String?) {
    if argument.hasPrefix("-o"), !argument.hasPrefix("--") {
      let attached = argument.dropFirst(argument.hasPrefix("-o=") ? 3 : 2)
      return ("output", attached.isEmpty ? nil : String(attached))
    }
    let parts = argument.drop { $0 == "-" }.split(
      separator: "=",
      maxSplits: 1,
      omittingEmptySubsequences: false
    )
    return (parts.first.map(String.init) ?? "", parts.count > 1 ? String(parts[1]) : nil)
  }

  private static func option(_ name: String) -> ClientOption? {
    ClientOptionTable.options.first { $0.name.rawValue == name }
  }

  // MARK: Understanding

  private func request() throws(ConfigurationError) -> Request {
    guard let (command, arguments) = command() else {
      let group = words.first ?? ""
      let names = ClientCommand.allCases.map(\.rawValue).filter { $0.hasPrefix(group + " ") }
      if wantsHelp { return .help(names.compactMap(ClientCommand.init).map(Self.help).joined()) }
      guard words.count > 1 else {
        throw .usage(
          "the command \"\(group)\" needs another word: \(names.joined(separator: ", "))"
        )
      }
      throw .usage(
        "unknown command \"\(words.prefix(2).joined(separator: " "))\"; there are: "
          + names.joined(separator: ", ")
      )
    }
    if wantsHelp { return .help(Self.help(command)) }
    var values: [ClientOption.Name: [OptionValue]] = [:]
    for (option, flag, text) in settings {
      guard option.commands.contains(command) else {
        throw .usage("option \(flag) does not belong to the command \"\(command.rawValue)\"")
      }
      switch option.kind.parse(text) {
      case .success(let value):
        values[option.name] =
          option.isRepeatable ? values[option.name, default: []] + [value] : [value]
      case .failure(let error): throw .badValue(origin: .flag(flag), reason: error.reason)
      }
    }
    guard command == .explain ? arguments.count <= 1 : arguments.isEmpty else {
      throw .usage("unexpected argument \"\(arguments.last ?? "")\"")
    }
    return .invocation(ClientInvocation(command, arguments: arguments, values: values))
  }

  private func command() -> (ClientCommand, [String])? {
    for count in [2, 1] where words.count >= count {
      if let command = ClientCommand(rawValue: words.prefix(count).joined(separator: " ")) {
        return (command, Array(words.dropFirst(count)))
      }
    }
    return nil
  }

  private static func help(_ command: ClientCommand) -> String {
    OptionReference.usage(of: command)
  }
}
