/// Why the program does not start: what it was called with makes no sense or isn't possible.
package enum ConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The arguments are not as `--help` says.
  case usage(String)
  /// The value of an option is wrong.
  case badValue(origin: OptionOrigin, reason: String)
  /// An option is known, but what it asks for is not there.
  case notSupported(option: String, reason: String)
  /// Options that contradict each other, in the words that the reference has for it.
  case contradiction(String)

  package var description: String {
    switch self {
    case .usage(let message): "\(message)\nSee `dovetail --help`."
    case .badValue(let origin, let reason): "Fatal Error:- \(origin): \(reason)"
    case .notSupported(let option, let reason): "Fatal Error: \(option): \(reason)"
    case .contradiction(let message): message
    }
  }

  /// The exit status for it.
  package var exitStatus: Int32 {
    if case .usage = self { 2 } else { 1 }
  }
}

/// Where the value of an option comes from.
package enum OptionOrigin: Sendable, Hashable, CustomStringConvertible {
  case flag(String)
  case variable(String)
  case fallback

  package var description: String {
    switch self {
    case .flag(let name): "Option \(name)"
    case .variable(let name): "Environment variable \(name)"
    case .fallback: "Default"
    }
  }
}
