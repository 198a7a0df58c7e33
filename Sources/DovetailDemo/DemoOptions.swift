/// What the command `demo` was told.
package struct DemoOptions: Sendable, Hashable {
  /// The port on which the engine is to listen.
  package var port = 8080
  /// Where the database and the metadata are kept; nil for a directory that is removed at the end.
  package var dataDirectory: String?
  /// Whether the demo ends after the result.
  package var endsAfterResult = false
  /// Whether only the help is wanted.
  package var wantsHelp = false

  /// The options without arguments.
  package init() {}

  /// Reads arguments: `--port 8081`, or `--port=8081`.
  package init(arguments: [String]) throws(DemoError) {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = parts.first.map(String.init) ?? ""
      let given = parts.count > 1 ? String(parts[1]) : nil
      switch name {
      case "--port":
        let text = try Self.value(of: name, given, &rest)
        guard let port = Int(text), (0...65_535).contains(port) else {
          throw DemoError("--port must be a number from 0 to 65535, not \"\(text)\"")
        }
        self.port = port
      case "--data-dir":
        let path = try Self.value(of: name, given, &rest)
        guard !path.isEmpty else { throw DemoError("--data-dir must not be empty") }
        dataDirectory = path
      case "--once" where given == nil:
        endsAfterResult = true
      case "--help" where given == nil, "-h" where given == nil:
        wantsHelp = true
      default:
        throw DemoError("unknown argument \"\(argument)\" of demo; see: dovetail demo --help")
      }
    }
  }

  private static func value(
    of name: String,
    _ given: String?,
    _ rest: inout ArraySlice<String>
  ) throws(DemoError) -> String {
    guard let value = given ?? rest.popFirst() else {
      throw DemoError("\(name) needs a value; see: dovetail demo --help")
    }
    return value
  }

  /// What `--help` says.
  package static let help = """
    Usage: dovetail demo [--port <port>] [--data-dir <directory>] [--once]

    Starts a shop to try Dovetail with: a SQLite database of some 24,000 rows and a billing service
    that speaks GraphQL, joined into one API. Runs a query that needs both, prints the result and
    what each fetch took, and serves the API until Ctrl-C.

      --port <port>           The port to serve on, on this machine only; 8080 by default. If it is
                              taken, a free one is used.
      --data-dir <directory>  Keep the database and the metadata there, for the next time; by
                              default they are temporary.
      --once                  End after the result: with status 0, or 1 if there were errors.
    """
}
