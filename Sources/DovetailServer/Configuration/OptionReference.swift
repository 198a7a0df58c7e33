/// The list of options for readers.
package enum OptionReference {
  /// What `--help` prints.
  package static func usage() -> String {
    var lines = [
      "Dovetail, a GraphQL engine over databases and remote schemas.",
      "",
      "USAGE: dovetail [options] <command> [options]",
      "",
      "COMMANDS",
      "  serve      serve requests",
      "  export     print the metadata as JSON",
      "  clean      remove the metadata, and all else that the engine keeps with it",
      "  downgrade  make the metadata database fit an older version (not supported yet):",
      "             --to-catalog-version VERSION or --to-vX.Y.Z, and --dryRun",
      "  version    print the version",
      "",
      "PROJECT COMMANDS",
    ]
    for command in ClientCommand.allCases { lines.append(summary(of: command)) }
    lines += [
      "  Their options: dovetail metadata apply --help, and so on.",
      "",
      "Each option is a flag and an environment variable: --server-port is DOVETAIL_SERVER_PORT",
      "and HASURA_GRAPHQL_SERVER_PORT. A flag wins over a variable, DOVETAIL_ over HASURA_GRAPHQL_.",
    ]
    for section in OptionTable.sections {
      lines += ["", section.title.uppercased()]
      for option in section.options { lines += usage(of: option) }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The reference page `docs/configuration.md`.
  package static func markdown() -> String {
    var lines = [
      "# Configuration",
      "",
      "Generated from the table of options; `dovetail --help` prints the same list.",
      "",
      """
      Each option is a flag of `dovetail serve` and an environment variable. The variable is written \
      `DOVETAIL_X` or, as in Hasura, `HASURA_GRAPHQL_X`. A flag wins over a variable, `DOVETAIL_X` \
      over `HASURA_GRAPHQL_X`. Booleans are `true`, `t`, `yes`, `y` and `false`, `f`, `no`, `n` in \
      any case; as flags they may stand alone.
      """,
    ]
    for section in OptionTable.sections {
      lines += [
        "", "## \(section.title)", "", "| Flag | Variable | Default | Meaning |",
        "|---|---|---|---|",
      ]
      lines += section.options.map(row)
    }
    lines += [
      "", "## Project commands", "",
      """
      What `dovetail metadata`, `dovetail migrate` and `dovetail explain` take; see \
      [project-directories.md](project-directories.md). A flag wins over a variable, this over the \
      project's `.env`, and that over its `config.yaml`.
      """,
      "", "| Flag | Variable | Commands | Meaning |", "|---|---|---|---|",
    ]
    lines += ClientOptionTable.options.map(row)
    return lines.joined(separator: "\n") + "\n"
  }

  /// What `--help` prints for a command that works with a project directory or a running engine.
  static func usage(of command: ClientCommand) -> String {
    let operand = command == .explain ? " [OPERATION]" : ""
    var lines = [
      "USAGE: dovetail \(command.rawValue)\(operand) [options]", "", "  \(command.help)", "",
    ]
    for option in ClientOptionTable.options where option.commands.contains(command) {
      lines.append("  " + spelling(of: option))
      var meaning = option.help
      if let variable = option.variables.last { meaning += " Variable: \(variable)." }
      lines += wrapped(meaning, width: 88).map { "        " + $0 }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func summary(of command: ClientCommand) -> String {
    let name = command.rawValue
    return "  \(name)\(String(repeating: " ", count: max(1, 19 - name.count)))\(command.help)"
  }

  private static func spelling(of option: ClientOption) -> String {
    option.flag + (option.kind == .boolean ? "[=BOOLEAN]" : " \(option.kind.placeholder)")
  }

  private static func row(_ option: ClientOption) -> String {
    let variable = option.variables.map { "`\($0)`" }.joined(separator: ", ")
    let commands =
      option.commands.count == ClientCommand.allCases.count
      ? "all"
      : ClientCommand.allCases.filter { option.commands.contains($0) }
        .map { "`\($0.rawValue)`" }.joined(separator: ", ")
    let flag = spelling(of: option).replacing("|", with: "\\|")
    return "| `\(flag)` | \(variable.isEmpty ? "–" : variable) | \(commands) | \(option.help) |"
  }

  private static func usage(of option: ConfigurationOption) -> [String] {
    var meaning = option.help
    if let fallback = option.fallback { meaning += " Default: \(fallback)." }
    if let remark = remark(on: option) { meaning += " \(remark)" }
    return ["  " + spelling(of: option)] + wrapped(meaning, width: 88).map { "        " + $0 }
  }

  private static func row(_ option: ConfigurationOption) -> String {
    let variable =
      switch option.environment {
      case .shared: "`\(option.name.rawValue)`"
      case .own: "`DOVETAIL_\(option.name.rawValue)` only"
      case .none: "–"
      }
    let meaning = [option.help, remark(on: option)].compactMap { $0 }.joined(separator: " ")
    let fallback = option.fallback.map { "`\($0)`" } ?? "–"
    let flag = spelling(of: option).replacing("|", with: "\\|")
    return "| `\(flag)` | \(variable) | \(fallback) | \(meaning) |"
  }

  private static func spelling(of option: ConfigurationOption) -> String {
    var names = option.flags.prefix(1).map { "--" + $0 }
    if let letter = option.shortFlag { names.append("-\(letter)") }
    if let negative = option.negativeFlag { names = ["--" + negative] }
    let value =
      option.negativeFlag != nil
      ? "" : option.kind == .boolean ? "[=BOOLEAN]" : " \(option.kind.placeholder)"
    return names.joined(separator: ", ") + value
  }

  private static func remark(on option: ConfigurationOption) -> String? {
    switch option.support {
    case .supported: nil
    case .accepted(let reason): "Accepted, without effect: \(reason)."
    case .refused(let reason): "Refused: \(reason)."
    }
  }

  private static func wrapped(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    return lines + [line]
  }
}
