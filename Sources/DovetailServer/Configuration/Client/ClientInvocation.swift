package import OrderedJSON

/// A command that works with a project directory or asks a running engine, with its options.
package struct ClientInvocation: Sendable {
  package let command: ClientCommand
  /// What stands behind the command without a flag.
  package let arguments: [String]
  private let values: [ClientOption.Name: [OptionValue]]

  /// Wraps what was read.
  init(
    _ command: ClientCommand,
    arguments: [String],
    values: [ClientOption.Name: [OptionValue]]
  ) {
    self.command = command
    self.arguments = arguments
    self.values = values
  }

  /// The text of an option; nil if it was not given.
  package func text(_ name: ClientOption.Name) -> String? {
    if case .text(let text)? = values[name]?.last { text } else { nil }
  }

  /// The texts of an option that may be given several times.
  package func texts(_ name: ClientOption.Name) -> [String] {
    values[name, default: []].compactMap { if case .text(let text) = $0 { text } else { nil } }
  }

  /// Whether an option is on; nil if it was not given.
  package func flag(_ name: ClientOption.Name) -> Bool? {
    if case .boolean(let flag)? = values[name]?.last { flag } else { nil }
  }

  /// The number of an option; nil if it was not given.
  package func integer(_ name: ClientOption.Name) -> Int? {
    if case .integer(let number)? = values[name]?.last { number } else { nil }
  }

  /// The document of an option; nil if it was not given.
  package func json(_ name: ClientOption.Name) -> JSONValue? {
    if case .json(let document)? = values[name]?.last { document } else { nil }
  }
}
