import DovetailServer
import OrderedJSON
import Testing

@Suite("Commands for projects and running engines")
struct ClientInvocationTests {
  private func client(_ arguments: [String]) throws -> ClientInvocation {
    let invocation = try Invocation(arguments: arguments, environment: [:], version: "")
    guard case .client(let client) = invocation else {
      throw ConfigurationError.usage("\(invocation)")
    }
    return client
  }

  private func message(_ arguments: [String]) -> String? {
    do {
      _ = try client(arguments)
      return nil
    } catch {
      return "\(error)"
    }
  }

  @Test("Options may stand before, between and behind the words of a command")
  func places() throws {
    for arguments in [
      ["metadata", "apply", "--project", "p", "--dry-run", "--endpoint=http://x"],
      ["--project", "p", "--dry-run", "metadata", "--endpoint", "http://x", "apply"],
      ["--project=p", "metadata", "apply", "--dry-run", "true", "--endpoint", "http://x"],
    ] {
      let client = try client(arguments)
      #expect(client.command == .metadataApply)
      #expect(client.text(.project) == "p" && client.text(.endpoint) == "http://x")
      #expect(client.flag(.dryRun) == true && client.flag(.disallowInconsistentMetadata) == nil)
    }
  }

  @Test("Values are what their options take")
  func values() throws {
    let explain = try client([
      "explain", "{ a }", "--variables", "{\"a\": [1]}", "--session", "user-id=7",
      "--session=x-hasura-org=1", "--role", "user", "--timeout", "5",
    ])
    #expect(explain.arguments == ["{ a }"] && explain.json(.variables) == ["a": [1]])
    #expect(explain.texts(.session) == ["user-id=7", "x-hasura-org=1"])
    #expect(explain.integer(.timeout) == 5)
    let migrate = try client(["migrate", "apply", "--version", "17", "--type", "down"])
    #expect(migrate.text(.version) == "17" && migrate.text(.type) == "down")
    #expect(try client(["metadata", "export", "-o", "yaml"]).text(.output) == "yaml")
    #expect(try client(["explain", "--file", "-"]).text(.file) == "-")
  }

  @Test(
    "What makes no sense is refused by name",
    arguments: [
      (["metadata"], "the command \"metadata\" needs another word: metadata export"),
      (["migrate", "aply"], "unknown command \"migrate aply\""),
      (
        ["metadata", "diff", "--dry-run"],
        "--dry-run does not belong to the command \"metadata diff\""
      ),
      (["metadata", "apply", "--dryrun"], "unknown option --dryrun; did you mean --dry-run?"),
      (["metadata", "apply", "--project"], "option --project needs a value"),
      (["metadata", "apply", "x"], "unexpected argument \"x\""),
      (["migrate", "apply", "--type", "left"], "\"left\" is not allowed"),
      (["explain", "--variables", "{"], "not valid JSON"),
      (["metadta", "apply"], "unknown command \"metadta\"; did you mean metadata?"),
    ]
  )
  func refusals(arguments: [String], part: String) {
    let message = message(arguments)
    #expect(message?.contains(part) == true, "\(message ?? "")")
  }

  @Test("Each command explains its options, and the list of all names it")
  func help() throws {
    guard
      case .help(let all) = try Invocation(arguments: ["help"], environment: [:], version: "")
    else {
      Issue.record("expected help")
      return
    }
    for command in ClientCommand.allCases {
      #expect(all.contains("  \(command.rawValue) "))
      let words = command.rawValue.split(separator: " ").map(String.init)
      guard
        case .commandHelp(let text) = try Invocation(
          arguments: words + ["--help"],
          environment: [:],
          version: ""
        )
      else {
        Issue.record("expected help of \(command.rawValue)")
        continue
      }
      for option in ClientOptionTable.options {
        #expect(text.contains("  \(option.flag)") == option.commands.contains(command))
      }
    }
    let page = OptionReference.markdown()
    for option in ClientOptionTable.options { #expect(page.contains("`\(option.flag)")) }
  }

  @Test("serve takes a project directory, as a flag or under our own variable")
  func serve() throws {
    for (arguments, environment) in [
      (["serve", "--project", "p"], [:]), (["serve"], ["DOVETAIL_PROJECT": "p"]),
    ] {
      guard
        case .serve(let configuration) = try Invocation(
          arguments: arguments,
          environment: environment,
          version: ""
        )
      else {
        Issue.record("expected serve")
        return
      }
      #expect(configuration.project == "p")
    }
  }
}
