import DovetailCommands
import DovetailServer
import Glibc

/// The program: reads what it was called with, and runs the command.
@main
enum Dovetail {
  /// The version of Dovetail, after the version of the reference whose contract it follows.
  static let version = "v2.48.0-dovetail.0.1"

  static func main() async {
    let arguments = Array(CommandLine.arguments.dropFirst())
    let environment = currentEnvironment()
    do {
      if arguments.first == "demo" {
        try await runDemo(Array(arguments.dropFirst()), environment: environment)
        return
      }
      if arguments == ["help", "--markdown"] {
        print(OptionReference.markdown(), terminator: "")
        return
      }
      try await run(
        Invocation(arguments: arguments, environment: environment, version: version),
        environment: environment
      )
    } catch let error as ConfigurationError {
      fail("\(error)", status: error.exitStatus)
    } catch let error as CommandFailure {
      fail("error: \(error)", status: error.status)
    } catch let error as ProgramFailure {
      fail(error.message, status: 1)
    } catch {
      fail("Fatal Error: \(error)", status: 1)
    }
  }

  private static func run(
    _ invocation: Invocation,
    environment: [String: String]
  ) async throws {
    switch invocation {
    case .version:
      print("dovetail \(version)")
    case .help(let text):
      print(text)
      print(demoHelp)
    case .commandHelp(let text):
      print(text)
    case .client(let invocation):
      let status = try await ClientRun.run(
        invocation,
        environment: environment,
        output: CommandOutput(
          result: { print($0, terminator: "") },
          note: { writeError($0) }
        )
      )
      // Whatever waits in buffers goes out first.
      if status != 0 { exit(status) }
    case .serve(let configuration):
      try await serve(configuration, environment: environment)
    case .export(let store):
      try await exportMetadata(of: store)
    case .clean(let store):
      try await cleanMetadata(of: store)
    case .downgrade:
      throw ProgramFailure("the command downgrade is not supported yet")
    }
  }

  private static func fail(_ message: String, status: Int32) -> Never {
    writeError(message)
    exit(status)
  }

  private static func writeError(_ message: String) {
    // Not `stderr`, which C declares as a variable that anybody may change.
    var line = message + "\n"
    line.withUTF8 { bytes in
      _ = unsafe write(STDERR_FILENO, bytes.baseAddress, bytes.count)
    }
  }

  private static func currentEnvironment() -> [String: String] {
    var variables: [String: String] = [:]
    // SAFETY: `environ` is a null-terminated list of C strings, and nothing in the program changes it.
    var entry = unsafe environ
    while let text = unsafe entry.pointee {
      let line = unsafe String(cString: text)
      if let split = line.firstIndex(of: "=") {
        variables[String(line[..<split])] = String(line[line.index(after: split)...])
      }
      unsafe entry += 1
    }
    return variables
  }
}

/// Why the program ends without success, in words for whoever started it.
struct ProgramFailure: Error {
  var message: String

  init(_ message: String) {
    self.message = message
  }
}
